#include "config.h"
#include "store/record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/book/transaction.h"
#include "store/db/interned.h"
#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"
#include "store/record/append.h"
#include "store/record/field.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/qualify.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/rights.h"
#include "store/record/rules.h"
#include "store/record/validate.h"

/* ---- rights ---- */

static bool lists(const json_t *list, const char *text)
{
	json_t *each;
	size_t i;

	json_array_foreach(list, i, each)
		if (json_is_string(each) && !strcmp(json_string_value(each), text))
			return true;
	return false;
}

/* Whether a session is of who unlocked: another team's member of the same code is another person. */
static int is_own(struct book *book, const struct merged *was, bool *own, struct fault *f)
{
	const struct field *by = record_type_field(TYPE_SESSION, "by");
	const struct scope *scope;
	json_t *people = NULL;
	char *author = NULL;
	int rc = scope_of(book, was->lane, &scope, f);

	if (!rc)
		rc = qualify_value(book, scope, TYPE_SESSION, by, json_object_get(was->values, "by"),
				   &people, f);
	if (!rc && was->author)
		rc = qualify_person(book, scope->person, was->author, &author, f);
	*own = !rc && (lists(people, book_member(book)) ||
		       (author && !strcmp(author, book_member(book))));
	json_decref(people);
	free(author);
	return rc;
}

/* The village a follow-up's session is in, malloc'ed. */
static int village_of_session(struct book *book, const char *id_letters, char **village,
			      struct fault *f)
{
	struct merged session;
	rec_t rec;
	int rc = record_lookup(book, TYPE_SESSION, id_letters, &rec, f);

	*village = NULL;
	if (!rc)
		rc = merged_load(book_db(book), rec, &session, f);
	if (rc)
		return rc;
	*village = memory_strdup(text_of(session.values, "village"));
	merged_release(&session);
	return FAULT_OK;
}

/* Whether somebody has the role already that he is to have. */
static bool has_role(const struct merged *was, const json_t *is)
{
	const char *had = text_of(was->values, "role"), *role = text_of(is, "role");

	return !role || (had && !strcmp(had, role));
}

/*
 * was: the record as it is, NULL when it is being added; is: as it will be; resolves: it is one
 * of several values that laptops gave.
 */
static int may_as(struct book *book, enum record_type type, const struct merged *was,
		  const json_t *is, bool resolves, struct fault *f)
{
	static const enum right rights[TYPES] = {
		[TYPE_VILLAGE] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[TYPE_HOUSEHOLD] = RIGHT_HOUSEHOLD_ADD_EDIT,
		[TYPE_TEAM] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[TYPE_MEMBER] = RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
		[TYPE_TOPIC] = RIGHT_TOPIC_CARD_TARGET_CALENDAR,
		[TYPE_SESSION] = RIGHT_SESSION_ADD,
		[TYPE_STATUS] = RIGHT_STATUS_ADD,
		[TYPE_FOLLOWUP] = RIGHT_FOLLOW_UP_CLOSE,
		[TYPE_REPORT] = RIGHT_WEEK_CLOSE,
		[TYPE_CAMPAIGN] = RIGHT_TOPIC_CARD_TARGET_CALENDAR,
		[TYPE_TARGET] = RIGHT_TOPIC_CARD_TARGET_CALENDAR,
		[TYPE_KEY] = RIGHT_DEVICE_ENROL_REVOKE,
		[TYPE_SETTINGS] = RIGHT_TOPIC_CARD_TARGET_CALENDAR,
		[TYPE_ERASE] = RIGHT_ERASE,
		[TYPE_RETAIN] = RIGHT_RETAIN,
	};
	enum right right = rights[type];
	struct rights_on on = { .village = text_of(is, "village"), .team = text_of(is, "team") };
	char *village = NULL;
	int rc = FAULT_OK;

	if (type == TYPE_VILLAGE)
		on.village = text_of(is, "code");
	if (type == TYPE_TEAM)
		on.team = text_of(is, "code");
	on.member = type == TYPE_MEMBER;
	if (type == TYPE_SESSION && was) {
		right = RIGHT_SESSION_EDIT_VOID;
		rc = is_own(book, was, &on.own, f);
	}
	if (!rc && type == TYPE_FOLLOWUP) {
		rc = village_of_session(book, text_of(is, "session"), &village, f);
		on.village = village;
	}
	if (!rc && type == TYPE_MEMBER)
		rc = rights_give(book, text_of(is, "role"), !was || !has_role(was, is), f);
	if (!rc)
		rc = rights_check(book, resolves ? RIGHT_CONFLICT_RESOLVE : right, &on, f);
	free(village);
	return rc;
}

static int may(struct book *book, enum record_type type, const struct merged *was, const json_t *is,
	       struct fault *f)
{
	return may_as(book, type, was, is, false, f);
}

/* ---- adding ---- */

/* Each promise becomes a record of its own, so that it can be closed by itself. */
static int add_followups(struct book *book, rec_t session, const json_t *list, struct fault *f)
{
	char id_letters[ID_TEXT];
	struct id id;
	json_t *each;
	size_t i;
	int rc;

	if (!json_array_size(list))
		return FAULT_OK;
	rc = op_id(book_db(book), session, &id, f);
	if (rc)
		return rc;
	id_text(id_letters, &id);
	json_array_foreach(list, i, each) {
		json_t *set = json_pack("{ss}", "session", id_letters);
		rec_t rec;

		json_object_update(set, each);
		rc = record_append(book, 0, TYPE_FOLLOWUP, set, &rec, f);
		json_decref(set);
		if (rc)
			return rc;
	}
	return FAULT_OK;
}

/* Whether the transaction that made a record set up the laptop. */
static int made_by_setup(struct book *book, rec_t rec, bool *yes, struct fault *f)
{
	int64_t made = 0;
	int rc = read_int_of(book_db(book),
		"SELECT verb = 'init' FROM step WHERE first <= ?1 AND last >= ?1", rec, &made, f);

	*yes = made != 0;
	return rc;
}

/*
 * The member that setting up the laptop made, if `code` is his and nobody has
 * filled him in yet: registering him completes that record.
 */
static int unfilled_member(struct book *book, const char *code, rec_t *rec, struct fault *f)
{
	struct merged m;
	bool made;
	int rc;

	*rec = 0;
	rc = code ? record_lookup_code(book, TYPE_MEMBER, code, rec, f) : FAULT_NOT_FOUND;
	if (rc == FAULT_NOT_FOUND) {
		*rec = 0;
		return FAULT_OK;
	}
	if (!rc)
		rc = made_by_setup(book, *rec, &made, f);
	if (rc)
		return rc;
	if (!made) {
		*rec = 0;
		return FAULT_OK;
	}
	rc = merged_load(book_db(book), *rec, &m, f);
	if (rc)
		return rc;
	if (m.n_ops > 1)
		*rec = 0;
	merged_release(&m);
	return FAULT_OK;
}

int record_add(struct book *book, enum record_type type, const json_t *input, rec_t *out,
	       struct fault *f)
{
	struct entry e;
	int rc;

	if (type == TYPE_MEMBER) {
		rc = unfilled_member(book, text_of(input, "code"), out, f);
		if (rc)
			return rc;
		if (*out) {
			rc = record_edit(book, *out, input, f);
			return rc == FAULT_NOTHING ? FAULT_OK : rc;
		}
	}
	rc = entry_check(book, type, input, NULL, 0, &e, f);
	if (rc)
		return rc;
	rc = may(book, type, NULL, e.full, f);
	if (!rc)
		rc = record_append(book, 0, type, e.full, out, f);
	if (!rc)
		rc = add_followups(book, *out, e.followups, f);
	entry_release(&e);
	return rc;
}

/* ---- changing ---- */

/* The fields of `full` that differ from `old`; null where one was taken away. */
static json_t *difference(enum record_type type, const json_t *old, const json_t *full)
{
	json_t *set = json_object();

	for (const struct field *fd = record_type_info(type)->fields; fd->name; fd++) {
		json_t *a = json_object_get(old, fd->name), *b = json_object_get(full, fd->name);

		if (a == b || (a && b && json_equal(a, b)))
			continue;
		if (b)
			json_object_set(set, fd->name, b);
		else
			json_object_set_new(set, fd->name, json_null());
	}
	return set;
}

/* Keep the promises that are listed still, take out the others, add the new ones. */
static int edit_followups(struct book *book, rec_t session, const json_t *wanted, bool *changed,
			  struct fault *f)
{
	json_t *have, *add = json_copy((json_t *)wanted);
	rec_t *keys;
	int rc = record_followups(book, session, &have, &keys, f);

	for (size_t i = 0; !rc && i < json_array_size(have); i++) {
		size_t j = 0;

		while (j < json_array_size(add) &&
		       !promise_same(json_array_get(have, i), json_array_get(add, j)))
			j++;
		if (j < json_array_size(add)) {
			json_array_remove(add, j);
			continue;
		}
		rc = record_void(book, keys[i], true, f);
		*changed = true;
	}
	if (!rc && json_array_size(add)) {
		rc = add_followups(book, session, add, f);
		*changed = true;
	}
	json_decref(have);
	json_decref(add);
	free(keys);
	return rc;
}

int record_edit(struct book *book, rec_t rec, const json_t *changes, struct fault *f)
{
	struct merged was;
	struct entry e;
	json_t *set = NULL;
	bool changed = false;
	int rc = merged_load(book_db(book), rec, &was, f);

	if (rc)
		return rc;
	if (was.type < 0) {
		merged_release(&was);
		return fault_set(f, FAULT_NEWER, NULL);
	}
	rc = entry_check(book, was.type, changes, was.values, rec, &e, f);
	if (!rc) {
		rc = may(book, was.type, &was, was.values, f);
		if (!rc)
			rc = may(book, was.type, &was, e.full, f);
		set = difference(was.type, was.values, e.full);
		if (!rc && json_object_size(set)) {
			rc = record_append(book, rec, was.type, set, &rec, f);
			changed = true;
		}
		if (!rc && e.followups)
			rc = edit_followups(book, rec, e.followups, &changed, f);
		if (!rc && !changed)
			rc = fault_set(f, FAULT_NOTHING, NULL);
		json_decref(set);
		entry_release(&e);
	}
	merged_release(&was);
	return rc;
}

/* Whether a record must stay as things are. */
static int must_stay(struct book *book, rec_t rec, const struct merged *m, struct fault *f)
{
	const char *code = text_of(m->values, "code");
	bool referenced;
	int rc;

	if (m->type == TYPE_MEMBER && code &&
	    (!strcmp(code, book_member(book)) || keyring_holds(book, code)))
		return fault_set(f, FAULT_HAS_KEY, code);
	rc = record_is_referenced(book, rec, m->type, &referenced, f);
	return !rc && referenced ? fault_set(f, FAULT_USED, code) : rc;
}

int record_void(struct book *book, rec_t rec, bool value, struct fault *f)
{
	struct merged was;
	json_t *set;
	int rc = merged_load(book_db(book), rec, &was, f);

	if (rc)
		return rc;
	if (was.type < 0)
		rc = fault_set(f, FAULT_NEWER, NULL);
	else if (was.voided == value)
		rc = fault_set(f, FAULT_NOTHING, NULL);
	else
		rc = may(book, was.type, &was, was.values, f);
	if (!rc && value)
		rc = must_stay(book, rec, &was, f);
	if (!rc && !value)
		rc = entry_recheck(book, &was, was.values, rec, f);
	merged_release(&was);
	if (rc)
		return rc;
	set = json_pack("{sb}", "voided", (int)value);
	rc = record_append(book, rec, TYPE_ANY, set, &rec, f);
	json_decref(set);
	return rc;
}

/* Whether two merged records are households of one village, and neither is taken out. */
static bool are_neighbours(const struct merged *a, const struct merged *b)
{
	return a->type == TYPE_HOUSEHOLD && b->type == TYPE_HOUSEHOLD && !a->voided && !b->voided &&
	       json_equal(json_object_get(a->values, "village"), json_object_get(b->values, "village"));
}

static int may_join(struct book *book, rec_t household, rec_t same, const json_t *said,
		    struct fault *f)
{
	struct merged one, other;
	rec_t root = 0;
	int rc = merged_load(book_db(book), household, &one, f);

	if (rc)
		return rc;
	rc = merged_load(book_db(book), same, &other, f);
	if (!rc) {
		const struct rights_on on = { .village = text_of(one.values, "village") };

		const json_t *is = json_object_get(one.values, "same");

		if (json_equal((json_t *)(uintptr_t)is, json_object_get(said, "same")))
			rc = fault_set(f, FAULT_NOTHING, NULL);
		else if (household == same ? !is : !are_neighbours(&one, &other))
			rc = fault_field(f, "same", REASON_UNKNOWN_HOUSEHOLD, NULL);
		if (!rc)
			rc = rights_check(book, RIGHT_VILLAGE_TEAM_MEMBER_EDIT, &on, f);
		if (!rc)
			rc = joined_root(book, same, &root, f);
		if (!rc && household != same && root == household)
			rc = fault_field(f, "same", REASON_UNKNOWN_HOUSEHOLD, NULL);
		merged_release(&other);
	}
	merged_release(&one);
	return rc;
}

int record_join(struct book *book, rec_t household, rec_t same, struct fault *f)
{
	char text[ID_TEXT];
	struct id id;
	json_t *set;
	int rc = op_id(book_db(book), same, &id, f);

	if (rc)
		return rc;
	id_text(text, &id);
	set = json_pack("{ss?}", "same", household == same ? NULL : text);
	rc = may_join(book, household, same, set, f);
	if (!rc)
		rc = record_append(book, household, TYPE_HOUSEHOLD, set, &household, f);
	json_decref(set);
	return rc;
}

int record_settle_field(struct book *book, rec_t rec, const char *field, const json_t *value,
			struct fault *f)
{
	struct merged was;
	json_t *is, *set;
	int rc = merged_load(book_db(book), rec, &was, f);

	if (rc)
		return rc;
	is = json_copy(was.values);
	if (json_is_null(value))
		json_object_del(is, field);
	else
		json_object_set(is, field, (json_t *)(uintptr_t)value);
	rc = was.type < 0 ? fault_set(f, FAULT_NEWER, NULL)
			  : may_as(book, was.type, &was, is, true, f);
	if (!rc && !json_is_true(json_object_get(is, "voided")))
		rc = entry_recheck(book, &was, is, rec, f);
	json_decref(is);
	set = json_pack("{sO}", field, value);
	if (!rc)
		rc = record_append(book, rec, was.type, set, &rec, f);
	json_decref(set);
	merged_release(&was);
	return rc;
}
