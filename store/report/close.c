#include "config.h"
#include "store/report/close.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/query/list_register.h"
#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/record/scope.h"
#include "store/report/figures.h"
#include "store/summary/summary.h"

const char *const report_columns[REPORT_TEXTS] = {
	"kho_khan", "nguyen_nhan", "kien_nghi", "ke_hoach", "cach_lam", "ghi_chu",
};

/* ---- whose report ---- */

struct only {
	int count;
	rec_t rec;
};

static int each_team(void *arg, rec_t rec)
{
	struct only *only = arg;

	only->rec = rec;
	only->count++;
	return 0;
}

/* A text field of a record; *out malloc'ed, NULL when it has none. */
static int field_of(struct book *book, rec_t rec, const char *field, char **out, struct fault *f)
{
	json_t *object = record_read(book, rec, f);

	if (!object)
		return (int)f->code;
	*out = memory_strdup(json_string_value(json_object_get(object, field)));
	json_decref(object);
	return FAULT_OK;
}

int report_team(struct book *book, char **team, struct fault *f)
{
	struct only only = {0};
	char own[LANE_TEAM];
	rec_t member;
	int rc = scope_own_team(book, own, f);

	*team = NULL;
	if (!rc && *own) {
		*team = memory_strdup(own);
		return FAULT_OK;
	}
	if (!rc)
		rc = record_lookup_code(book, TYPE_MEMBER, book_member(book), &member, f);
	if (book_level(book) != LEVEL_TEAM)
		return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
	if (!rc)
		rc = field_of(book, member, "team", team, f);
	else if (rc == FAULT_NOT_FOUND)
		rc = FAULT_OK;
	if (rc || *team)
		return rc;
	rc = list_register(book, TYPE_TEAM, NULL, each_team, &only, f);
	return rc || only.count != 1 ? rc : field_of(book, only.rec, "code", team, f);
}

/* The name of the team a laptop is enrolled for; the commune may not have it in its register yet. */
static int enrolled_name(struct book *book, const char *own, char **name, struct fault *f)
{
	rec_t rec;
	int rc = record_lookup_code(book, TYPE_TEAM, own, &rec, f);

	if (!rc)
		return field_of(book, rec, "name", name, f);
	*name = memory_strdup(own);
	return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
}

int report_only_team(struct book *book, char **code, char **name, int *teams, struct fault *f)
{
	struct only only = {0};
	char own[LANE_TEAM];
	int rc = scope_own_team(book, own, f);

	*code = *name = NULL;
	*teams = 1;
	if (rc)
		return rc;
	if (*own) {
		*code = memory_strdup(own);
		return enrolled_name(book, own, name, f);
	}
	rc = list_register(book, TYPE_TEAM, NULL, each_team, &only, f);
	*teams = only.count;
	if (rc || only.count != 1 || book_level(book) != LEVEL_TEAM)
		return rc;
	rc = field_of(book, only.rec, "code", code, f);
	return rc ? rc : field_of(book, only.rec, "name", name, f);
}

bool report_speaks_for(const struct book *book, const char *team)
{
	return team && book_level(book) != LEVEL_TEAM;
}

int report_any_team(struct book *book, bool *any, struct fault *f)
{
	struct only only = {0};
	int rc = list_register(book, TYPE_TEAM, NULL, each_team, &only, f);

	*any = only.count > 0;
	return rc;
}

/* ---- finding ---- */

static int keep_last(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return 0;
}

int report_find(struct book *book, const char *period, const char *team, rec_t *out,
		struct fault *f)
{
	*out = 0;
	return list_reports(book, period, team, false, keep_last, out, f);
}

/* ---- closing ---- */

int report_activity(struct book *book, const struct period *period, const char *team,
		    int64_t *sessions, int64_t *attempts, struct fault *f)
{
	const struct summary_value *tries;
	const struct summary_row *row;
	struct summary summary;
	int rc = report_row(book, period, team, &summary, &row, f);

	*sessions = *attempts = 0;
	if (rc)
		return rc;
	if (row) {
		tries = summary_value(row, column_find("so_khong"));
		*sessions = row->sessions;
		*attempts = tries->type == SUMMARY_INT ? tries->integer : 0;
	}
	summary_release(&summary);
	return FAULT_OK;
}

static json_t *fields_of(const struct period *period, const char *team, bool nil,
			 const json_t *texts)
{
	json_t *fields = json_copy((json_t *)(uintptr_t)texts);

	json_object_set_new(fields, "period", json_string(period->label));
	json_object_set_new(fields, "team", team ? json_string(team) : json_null());
	json_object_set_new(fields, "nil", json_boolean(nil));
	return fields;
}

/* The figures as they are now into the report; *kept: they stood there already. */
static int keep_figures(struct book *book, const struct period *period, const char *team,
			rec_t rec, bool *kept, struct fault *f)
{
	json_t *report = record_read(book, rec, f), *figures = NULL, *set;
	int rc = report ? report_figures(book, period, team, &figures, f) : (int)f->code;

	*kept = !rc && json_equal(figures, json_object_get(report, "figures"));
	if (!rc && !*kept) {
		set = json_pack("{sO}", "figures", figures);
		rc = record_append(book, rec, TYPE_ANY, set, &rec, f);
		json_decref(set);
	}
	json_decref(figures);
	json_decref(report);
	return rc;
}

int report_close(struct book *book, const struct period *period, const char *team, bool nil,
		 bool anew, const json_t *texts, rec_t *out, struct fault *f)
{
	json_t *fields;
	rec_t rec = 0;
	bool same = false, kept = true;
	int rc = report_find(book, period->label, team, &rec, f);

	if (!rc)
		rc = book_begin(book, "report_close", f);
	if (rc)
		return rc;
	fields = fields_of(period, team, nil, texts);
	if (rec) {
		json_object_del(fields, "period");
		json_object_del(fields, "team");
		rc = record_edit(book, rec, fields, f);
		same = rc == FAULT_NOTHING;
	} else {
		anew = true;
		rc = record_add(book, TYPE_REPORT, fields, &rec, f);
	}
	json_decref(fields);
	if ((!rc || same) && anew)
		rc = keep_figures(book, period, team, rec, &kept, f);
	if (!rc && !(same && kept))
		rc = book_commit(book, NULL, f);
	else
		book_rollback(book);
	*out = rec;
	return same && kept ? FAULT_OK : rc;
}
