#include "config.h"
#include "store/record/validate.h"

#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/record/field.h"
#include "store/record/lookup.h"
#include "store/record/qualify.h"
#include "store/record/rules.h"
#include "store/record/topics.h"
#include "store/record/validate_value.h"

static int refuse_unknown(enum record_type type, const json_t *input, struct fault *f)
{
	const char *key;
	json_t *value;

	if (!json_is_object(input))
		return fault_set(f, FAULT_JSON, NULL);
	json_object_foreach((json_t *)input, key, value) {
		const struct field *fd = record_type_field(type, key);

		if (!fd || fd->flags & FIELD_INTERNAL)
			return fault_field(f, key, REASON_UNKNOWN_FIELD, NULL);
	}
	return FAULT_OK;
}

/*
 * Whether the household named by code is the one the record has: then it stays,
 * in a village that stays.
 */
static int is_same_household(const struct value_of *v, const json_t *given, bool *yes,
			     struct fault *f)
{
	const char *code = json_string_value(given), *old = json_string_value(v->old);
	struct merged household;
	rec_t rec;
	int rc;

	*yes = false;
	if (!code || !old)
		return FAULT_OK;
	rc = record_lookup(v->book, TYPE_HOUSEHOLD, old, &rec, f);
	if (!rc)
		rc = merged_load(book_db(v->book), rec, &household, f);
	if (rc)
		return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
	*yes = v->village && !strcmp(code, text_of(household.values, "code")) &&
	       !strcmp(v->village, text_of(household.values, "village"));
	merged_release(&household);
	return FAULT_OK;
}

/* Whether a field is left as it is: not given, or given as it is. */
static int stays(const struct value_of *v, const json_t *given, bool *yes, struct fault *f)
{
	*yes = !given || (v->old && json_equal((json_t *)(uintptr_t)given,
					       (json_t *)(uintptr_t)v->old));
	return *yes || v->fd->type != FIELD_HOUSEHOLD ? FAULT_OK
						      : is_same_household(v, given, yes, f);
}

/* One field of the record into e->full (or e->followups). */
static int take_field(const struct value_of *v, const json_t *input, const json_t *old,
		      struct entry *e, struct fault *f)
{
	const struct field *fd = v->fd;
	json_t *given = json_object_get(input, fd->name), *value = NULL;
	bool kept = false;
	int rc = old ? stays(v, given, &kept, f) : FAULT_OK;

	if (!rc && kept)
		value = json_incref((json_t *)(uintptr_t)v->old);
	else if (!rc)
		rc = entry_value(v, given, &value, f);
	if (rc)
		return rc;
	if (old && !kept && fd->flags & FIELD_FIXED &&
	    !json_equal(value, json_object_get(old, fd->name))) {
		json_decref(value);
		return fault_field(f, fd->name, REASON_FIXED, NULL);
	}
	if (fd->type == FIELD_FOLLOWUPS) {
		e->followups = json_is_null(value) ? (given ? json_array() : NULL) : value;
		return FAULT_OK;
	}
	if (fd->type == FIELD_MEMBERS && (!value || json_is_null(value)))
		value = json_pack("[s]", book_member(v->book));
	if (!value || json_is_null(value))
		return fd->flags & FIELD_REQUIRED ? fault_missing(f, fd->name, fd->reason)
						  : FAULT_OK;
	json_object_set_new(e->full, fd->name, value);
	return FAULT_OK;
}

/* Whose codes those of a record are; a new one's are this desk's. */
static int scope_of_record(struct book *book, rec_t rec, const struct scope **scope, struct fault *f)
{
	int64_t lane = 0;
	int rc = rec ? read_int_of(book_db(book), "SELECT lane FROM op WHERE k = ?", rec, &lane, f)
		     : FAULT_OK;

	return rc ? rc : scope_of(book, lane, scope, f);
}

/* A report of no team's shows as that of the team whose laptop wrote it. */
static void drop_team_of_lane(const struct scope *scope, const json_t *old, json_t *changes)
{
	const char *team = text_of(changes, "team");

	if (team && !text_of(old, "team") && !strcmp(team, scope->team))
		json_object_del(changes, "team");
}

int entry_check(struct book *book, enum record_type type, const json_t *input, const json_t *old,
		rec_t self, struct entry *out, struct fault *f)
{
	struct value_of v = { .book = book, .type = type, .self = self };
	json_t *given;
	int rc = refuse_unknown(type, input, f);

	memset(out, 0, sizeof *out);
	if (!rc)
		rc = topics_load(book, f); /* what cannot be read is not unknown */
	if (!rc)
		rc = scope_of_record(book, self, &v.scope, f);
	if (rc)
		return rc;
	given = qualify_back(v.scope, type, input);
	if (type == TYPE_REPORT)
		drop_team_of_lane(v.scope, old, given);
	out->full = json_object();
	for (const struct field *fd = record_type_info(type)->fields; !rc && fd->name; fd++) {
		v.fd = fd;
		v.name = fd->name;
		v.village = text_of(out->full, "village");
		v.old = json_object_get(old, fd->name);
		rc = take_field(&v, given, old, out, f);
	}
	if (!rc)
		rc = rules_check(book, &(struct becoming){ .type = type, .rec = self, .old = old,
							   .full = out->full,
							   .followups = out->followups }, f);
	json_decref(given);
	if (rc)
		entry_release(out);
	return rc;
}

int entry_recheck(struct book *book, const struct merged *was, const json_t *values, rec_t self,
		  struct fault *f)
{
	json_t *full = json_copy((json_t *)(uintptr_t)values);
	int rc = topics_load(book, f);

	if (!rc)
		rc = rules_check(book, &(struct becoming){ .type = was->type, .rec = self,
							   .old = was->values, .full = full,
							   .back = was->voided }, f);
	json_decref(full);
	return rc;
}

void entry_release(struct entry *entry)
{
	json_decref(entry->full);
	json_decref(entry->followups);
	memset(entry, 0, sizeof *entry);
}
