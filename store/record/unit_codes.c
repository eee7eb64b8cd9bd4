#include "config.h"
#include "store/record/unit_codes.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/ledger/certificates.h"
#include "store/record/rights.h"
#include "store/record/scope.h"
#include "store/record/settle.h"

static const char digits[] = "0123456789";

enum { COMMUNE_DIGITS = 5, CODES_MAX = 30 };

static bool is_commune(const char *code, size_t len)
{
	return len == COMMUNE_DIGITS && strspn(code, digits) >= COMMUNE_DIGITS;
}

bool unit_code_fits(enum book_level level, const char *code)
{
	static const char letters[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	size_t n = strlen(code);

	if (level != LEVEL_UPPER)
		return is_commune(code, n);
	return n >= 1 && n <= COMMUNE_DIGITS && strspn(code, letters) == n;
}

bool unit_codes_include(const char *list, const char *village)
{
	for (; list && *list; list += COMMUNE_DIGITS + 1) {
		if (!strncmp(list, village, COMMUNE_DIGITS))
			return true;
		if (!list[COMMUNE_DIGITS])
			break;
	}
	return false;
}

int unit_codes_read(const char *text, char **out, struct fault *f)
{
	static const char between[] = ", ";
	struct buffer codes = { 0 };
	char *clean;
	size_t n;
	int rc = FAULT_OK, count = 0;

	*out = NULL;
	if (text_name(text, strlen(text), &clean, &n))
		return fault_field(f, "codes", REASON_BAD_UNIT, NULL);
	for (const char *at = clean + strspn(clean, between); !rc && *at; at += strspn(at, between)) {
		size_t len = strcspn(at, between);

		if (++count > CODES_MAX) {
			rc = fault_field(f, "codes", REASON_TOO_MANY, NULL);
		} else if (!is_commune(at, len)) {
			char *bad = memory_strndup(at, len);

			rc = fault_field(f, "codes", REASON_BAD_UNIT, bad);
			free(bad);
		} else if (!unit_codes_include(codes.text, at)) {
			if (codes.len)
				buffer_put_char(&codes, ',');
			buffer_put_bytes(&codes, at, len);
		}
		at += len;
	}
	free(clean);
	if (rc)
		buffer_release(&codes);
	else
		*out = buffer_take(&codes, NULL);
	return rc;
}

/* Whether a village's code may be, with this list of former codes. */
static bool covers(const struct book *book, const char *list, const char *village)
{
	const char *unit = book_unit(book);

	return book_level(book) == LEVEL_UPPER || !is_commune(unit, strlen(unit)) ||
	       !strncmp(unit, village, COMMUNE_DIGITS) || unit_codes_include(list, village);
}

/* Villages that are there keep their codes: FAULT_USED names one that the list leaves out. */
static int leaves_none_out(struct book *book, const char *list, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT s.s FROM village v JOIN sym s ON s.k = v.code WHERE NOT v.voided", f);

	while (row_next(&st))
		if (!covers(book, list, row_text(&st, 0)))
			st.rc = fault_set(f, FAULT_USED, row_text(&st, 0));
	return statement_end(&st);
}

/* Other laptops' operations are judged by what this unit is. */
static int judge_again(struct book *book, struct fault *f)
{
	int64_t foreign = 0;
	int rc = read_int(book_db(book), "SELECT EXISTS(SELECT 1 FROM intake)", &foreign, f);

	scope_changed(book);
	return rc || !foreign ? rc : record_settle_all(book, true, f);
}

int unit_codes_set(struct book *book, const char *text, struct fault *f)
{
	static const struct rights_on unit;
	const char *now;
	char *codes, *detail = NULL;
	int rc = unit_codes_read(text, &codes, f);

	if (rc)
		return rc;
	rc = rights_check(book, RIGHT_VILLAGE_TEAM_MEMBER_EDIT, &unit, f);
	now = book_setting(book, UNIT_CODES_SETTING);
	if (!rc && !strcmp(now ? now : "", codes))
		rc = book_trouble(book, f) ? (int)f->code : fault_set(f, FAULT_NOTHING, NULL);
	if (!rc)
		rc = leaves_none_out(book, codes, f);
	if (!rc)
		rc = book_begin(book, "settings", f);
	if (!rc)
		rc = book_setting_set(book, UNIT_CODES_SETTING, codes, f);
	if (!rc)
		rc = judge_again(book, f);
	if (!rc) /* its root may certify others now */
		rc = trust_set_stale(book_db(book), true, f);
	if (!rc) {
		book_make_final(book);
		detail = memory_format("%s %s", UNIT_CODES_SETTING, codes);
		rc = book_commit(book, detail, f);
	}
	if (rc)
		book_rollback(book);
	free(detail);
	free(codes);
	return rc;
}

int unit_codes_hold(struct book *book, const char *village, bool *yes, struct fault *f)
{
	*yes = covers(book, book_setting(book, UNIT_CODES_SETTING), village);
	return *yes ? FAULT_OK : book_trouble(book, f);
}
