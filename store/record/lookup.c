#include "config.h"
#include "store/record/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/base32.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/topics.h"

enum { PREFIX_MIN = 6 };

/* The ids a prefix of letters stands for: from lo up to and including hi. */
static bool prefix_range(const char *letters, struct id *lo, struct id *hi)
{
	char low[ID_TEXT], high[ID_TEXT];
	size_t n = strlen(letters);

	if (n < PREFIX_MIN || n >= ID_TEXT)
		return false;
	for (size_t i = 0; i < ID_TEXT - 1; i++) {
		if (i < n && base32_value(letters[i]) < 0)
			return false;
		low[i] = i < n ? letters[i] : '0';
		/* The last letter carries 3 bits of the id and 2 of padding. */
		high[i] = i < n ? letters[i] : i == ID_TEXT - 2 ? 'w' : 'z';
	}
	low[ID_TEXT - 1] = high[ID_TEXT - 1] = 0;
	return !id_parse(lo, low) && !id_parse(hi, high);
}

static int is_type(struct book *book, rec_t rec, enum record_type type, bool *yes, struct fault *f)
{
	struct op *ops;
	int n, rc = op_load(book_db(book), rec, &ops, &n, f);

	*yes = false;
	if (rc)
		return rc;
	if (n && ops[0].key == rec && !ops[0].base)
		*yes = type == TYPE_ANY ? record_type_of_name(ops[0].type) != TYPE_ANY
					: !strcmp(ops[0].type, record_type_info(type)->name);
	op_list_free(ops, n);
	return FAULT_OK;
}

int record_lookup(struct book *book, enum record_type type, const char *text, rec_t *out,
		  struct fault *f)
{
	struct id lo, hi;
	struct statement st;
	rec_t found = 0;
	int rc;

	if (!text || !prefix_range(text, &lo, &hi))
		return fault_set(f, FAULT_USAGE, text);
	st = statement_of(book_db(book), "SELECT k FROM op WHERE id BETWEEN ? AND ? AND rec = k", f);
	bind_blob(&st, lo.b, ID_BYTES);
	bind_blob(&st, hi.b, ID_BYTES);
	while (row_next(&st)) {
		rec_t rec = row_int(&st, 0);
		bool yes;

		st.rc = is_type(book, rec, type, &yes, f);
		if (st.rc || !yes)
			continue;
		if (found)
			st.rc = fault_set(f, FAULT_AMBIGUOUS, text);
		found = rec;
	}
	rc = statement_end(&st);
	if (rc)
		return rc;
	if (!found)
		return fault_set(f, FAULT_NOT_FOUND, text);
	*out = found;
	return FAULT_OK;
}

/* The first two rows decide: none, one or several. `unique` false takes the first. */
static int one_row(struct statement *st, bool unique, const char *text, rec_t *out)
{
	if (row_next(st)) {
		*out = row_int(st, 0);
		if (unique && row_next(st))
			st->rc = fault_set(st->fault, FAULT_AMBIGUOUS, text);
	} else if (!st->rc) {
		st->rc = fault_set(st->fault, FAULT_NOT_FOUND, text);
	}
	return statement_end(st);
}

static const char *const code_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT t.rec FROM village t JOIN op o ON o.k = t.rec"
			 " WHERE t.code = (SELECT k FROM sym WHERE s = ?) AND NOT t.voided"
			 " ORDER BY " BY_STANDING("o"),
	[TYPE_TEAM] = "SELECT t.rec FROM team t JOIN op o ON o.k = t.rec"
		      " WHERE t.code = (SELECT k FROM sym WHERE s = ?) AND NOT t.voided"
		      " ORDER BY " BY_STANDING("o"),
	[TYPE_MEMBER] = "SELECT t.rec FROM member t JOIN op o ON o.k = t.rec"
			" WHERE t.code = (SELECT k FROM sym WHERE s = ?) AND NOT t.voided"
			" ORDER BY " BY_STANDING("o"),
	[TYPE_TOPIC] = "SELECT t.rec FROM topic t JOIN op o ON o.k = t.rec"
		       " WHERE t.code = (SELECT k FROM sym WHERE s = ?) AND NOT t.voided"
		       " AND (SELECT level FROM lane l WHERE l.k = o.lane) >= ?"
		       " ORDER BY " BY_STANDING("o"),
	[TYPE_CAMPAIGN] = "SELECT t.rec FROM campaign t JOIN op o ON o.k = t.rec"
			  " WHERE t.code = (SELECT k FROM sym WHERE s = ?) AND NOT t.voided"
			  " ORDER BY " BY_STANDING("o"),
};

/* The live records of that very code, the one that stands for it first. */
static struct statement those_of_code(struct book *book, enum record_type type, const char *code,
				      struct fault *f)
{
	struct statement st = statement_of(book_db(book), code_sql[type], f);

	bind_text(&st, code);
	if (type == TYPE_TOPIC)
		bind_int(&st, topic_speaks(book, code));
	return st;
}

/* ---- codes that people choose: of teams and members ---- */

static const char *const chosen_sql[TYPES] = {
	[TYPE_TEAM] = "SELECT t.rec, c.s FROM team t JOIN sym c ON c.k = t.code"
		      " JOIN op o ON o.k = t.rec WHERE NOT t.voided AND t.rec <> ?"
		      " ORDER BY " BY_STANDING("o"),
	[TYPE_MEMBER] = "SELECT t.rec, c.s FROM member t JOIN sym c ON c.k = t.code"
			" JOIN op o ON o.k = t.rec WHERE NOT t.voided AND t.rec <> ?"
		      " ORDER BY " BY_STANDING("o"),
};

/* What two codes are compared by; malloc'ed. */
typedef char *code_form(const char *code);

/* The code evened out, as one entered today would be; one that is no text stays. */
static char *name_form(const char *code)
{
	char *name;
	size_t n;

	return text_name(code, strlen(code), &name, &n) ? memory_strdup(code) : name;
}

/* The first live record but `except` whose code is of the same form; its code, too, malloc'ed. */
static int find_alike(struct book *book, enum record_type type, const char *code, rec_t except,
		      code_form *form, rec_t *out, char **known, struct fault *f)
{
	struct statement st = statement_of(book_db(book), chosen_sql[type], f);
	char *wanted = form(code);

	*out = 0;
	bind_int(&st, except);
	while (!*out && row_next(&st)) {
		char *have = form(row_text(&st, 1));

		if (!strcmp(have, wanted)) {
			*out = row_int(&st, 0);
			if (known)
				*known = memory_strdup(row_text(&st, 1));
		}
		free(have);
	}
	free(wanted);
	return statement_end(&st);
}

int record_lookup_alike(struct book *book, enum record_type type, const char *code, rec_t except,
			rec_t *out, struct fault *f)
{
	return find_alike(book, type, code, except, text_name_key, out, NULL, f);
}

int record_lookup_code(struct book *book, enum record_type type, const char *code, rec_t *out,
		       struct fault *f)
{
	struct statement st;
	int rc;

	if (type < 0 || !code_sql[type])
		return fault_set(f, FAULT_INTERNAL, "record_find_code");
	st = those_of_code(book, type, code, f);
	rc = one_row(&st, false, code, out);
	if (rc != FAULT_NOT_FOUND || !code || !chosen_sql[type])
		return rc;
	rc = find_alike(book, type, code, 0, name_form, out, NULL, f);
	return rc || *out ? rc : fault_set(f, FAULT_NOT_FOUND, code);
}

/* Whether a live record has this very code. */
static int has_code(struct book *book, enum record_type type, const char *code, bool *yes,
		    struct fault *f)
{
	struct statement st = those_of_code(book, type, code, f);

	*yes = row_next(&st);
	return statement_end(&st);
}

int register_code(struct book *book, enum record_type type, const char *given, char **code,
		  struct fault *f)
{
	bool yes;
	rec_t rec;
	int rc = has_code(book, type, given, &yes, f);

	*code = NULL;
	if (rc || yes) {
		*code = rc ? NULL : memory_strdup(given);
		return rc;
	}
	*code = name_form(given);
	rc = has_code(book, type, *code, &yes, f);
	if (!rc && yes)
		return FAULT_OK;
	free(*code);
	*code = NULL;
	return rc || !chosen_sql[type] ? rc
				       : find_alike(book, type, given, 0, name_form, &rec, code, f);
}

int household_lookup(struct book *book, const char *text, rec_t *out, struct fault *f)
{
	const char *slash = strchr(text, '/');
	struct statement st = statement_of(book_db(book), slash ?
		"SELECT h.rec FROM household h JOIN op o ON o.k = h.rec WHERE h.code = ?1"
		" AND h.village = (SELECT k FROM sym WHERE s = ?2) AND NOT h.voided"
		" ORDER BY " BY_STANDING("o") :
		"SELECT h.rec FROM household h WHERE h.code = ?1 AND NOT h.voided", f);

	bind_text(&st, slash ? slash + 1 : text);
	if (slash)
		bind_letters(&st, text, (size_t)(slash - text));
	return one_row(&st, !slash, text, out);
}

int household_hint(struct book *book, const char *village, const char *code, char **hint,
		   struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT max(h.hint) FROM household h"
		" WHERE h.village = (SELECT k FROM sym WHERE s = ?1) AND h.code = ?2"
		" AND NOT h.voided HAVING max(ifnull(h.hint, '')) = min(ifnull(h.hint, ''))", f);

	*hint = NULL;
	bind_text(&st, village);
	bind_text(&st, code);
	if (row_next(&st))
		*hint = memory_strdup(row_text(&st, 0));
	return statement_end(&st);
}

int target_lookup(struct book *book, const char *text, rec_t *out, struct fault *f)
{
	size_t set = strcspn(text, "/"), code = text[set] ? strcspn(text + set + 1, "/") : 0;
	const char *team = text[set] && text[set + 1 + code] ? text + set + 1 + code + 1 : NULL;
	struct statement st = statement_of(book_db(book),
		"SELECT t.rec FROM target t JOIN op o ON o.k = t.rec"
		" WHERE t.bundle = (SELECT k FROM sym WHERE s = ?1)"
		" AND t.code = (SELECT k FROM sym WHERE s = ?2)"
		" AND t.team IS (SELECT k FROM sym WHERE s = ?3) AND (?3 IS NULL OR t.team IS NOT NULL)"
		" AND NOT t.voided ORDER BY " BY_STANDING("o"), f);

	bind_letters(&st, text, set);
	bind_letters(&st, text[set] ? text + set + 1 : "", code);
	bind_text(&st, team);
	return one_row(&st, false, text, out);
}
