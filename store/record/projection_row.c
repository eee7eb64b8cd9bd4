#include "config.h"
#include "store/record/projection_row.h"

#include "store/base/buffer.h"
#include "store/base/date.h"
#include "store/base/id.h"
#include "store/db/interned.h"
#include "store/oplog/op.h"
#include "store/record/field.h"

void row_begin(struct row *r, struct book *book, const json_t *v, const char *sql,
	       struct fault *f)
{
	*r = (struct row){ .st = statement_of(book_db(book), sql, f), .v = v };
}

void bind_string(struct row *r, const char *key, const char *missing)
{
	const char *s = text_of(r->v, key);

	bind_text(&r->st, s ? s : missing);
}

void bind_number(struct row *r, const char *key)
{
	const json_t *v = json_object_get(r->v, key);

	bind_optional(&r->st, json_is_integer(v), json_integer_value(v));
}

void bind_fraction(struct row *r, const char *key)
{
	const json_t *v = json_object_get(r->v, key);

	bind_optional_real(&r->st, json_is_number(v), json_number_value(v));
}

/* Interning runs other statements only, so the row's bindings stand. */
void bind_code_text(struct row *r, const char *text)
{
	int64_t key = 0;

	if (!r->st.rc)
		r->st.rc = code_intern(r->st.db, text, &key, r->st.fault);
	bind_optional(&r->st, key != 0, key);
}

void bind_code(struct row *r, const char *key)
{
	bind_code_text(r, text_of(r->v, key));
}

void bind_scoped_text(struct row *r, const char *before, const char *text)
{
	struct buffer full = { 0 };

	if (!*before || !text) {
		bind_code_text(r, text);
		return;
	}
	buffer_put(&full, before);
	buffer_put(&full, text);
	bind_code_text(r, full.text);
	buffer_release(&full);
}

void bind_scoped(struct row *r, const char *before, const char *key)
{
	bind_scoped_text(r, before, text_of(r->v, key));
}

void bind_ref(struct row *r, const char *key)
{
	const char *text = text_of(r->v, key);
	struct id id;
	int64_t rec = 0;

	if (!r->st.rc && text && !id_parse(&id, text))
		r->st.rc = op_intern(r->st.db, &id, &rec, r->st.fault);
	bind_optional(&r->st, rec != 0, rec);
}

bool has_ref(const json_t *v, const char *key)
{
	const char *text = text_of(v, key);
	struct id id;

	return text && !id_parse(&id, text);
}

void bind_day(struct row *r, const char *key)
{
	const char *s = text_of(r->v, key);
	day_t day = 0;
	bool ok = s && date_parse(&day, s);

	bind_optional(&r->st, ok, day);
}

void bind_month(struct row *r, const char *key)
{
	const char *s = text_of(r->v, key);
	day_t day = 0;
	int year = 0, month = 1;
	bool ok = s && date_parse_month(&day, s);

	if (ok)
		date_split(day, &year, &month, NULL);
	bind_optional(&r->st, ok, year * 12 + month - 1);
}
