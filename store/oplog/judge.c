#include "config.h"
#include "store/oplog/judge.h"

#include <string.h>

#include "store/oplog/bounds.h"

const char *aside_name(enum aside aside)
{
	static const char *const names[ASIDES] = {
		[ASIDE_NOT] = "",         [ASIDE_BOUNDS] = "bounds",   [ASIDE_KIND] = "kind",
		[ASIDE_LOCAL] = "local",  [ASIDE_UNIT] = "unit",       [ASIDE_RIGHTS] = "rights",
		[ASIDE_REVOKED] = "revoked", [ASIDE_UNDONE] = "undone", [ASIDE_PERSON] = "person",
		[ASIDE_WAITS] = "waits",  [ASIDE_ERASED] = "erased",
	};

	return aside < ASIDES ? names[aside] : "";
}

static enum record_type type_of(const struct op *op)
{
	return record_type_of_name(op->type);
}

/* The field of that name, NULL for one this program does not know. */
static const struct field *field_of(const struct op *op, const char *name)
{
	enum record_type type = type_of(op);

	return type == TYPE_ANY ? NULL : record_type_field(type, name);
}

static const char *text_set(const struct op *op, const char *name)
{
	return json_string_value(json_object_get(op->set, name));
}

/* ---- what stays in the commune ---- */

bool judge_is_local(const struct op *op)
{
	const char *name;
	json_t *value;

	json_object_foreach(op->set, name, value) {
		const struct field *fd = field_of(op, name);

		if (fd && fd->flags & FIELD_LOCAL)
			return true;
	}
	return false;
}

static bool knows_all_fields(const struct op *op)
{
	const char *name;
	json_t *value;

	if (type_of(op) == TYPE_ANY)
		return false;
	json_object_foreach(op->set, name, value)
		if (!field_of(op, name) && strcmp(name, "voided"))
			return false;
	return true;
}

static bool marked_right(const struct judged *j)
{
	if (judge_is_local(j->op))
		return j->local;
	return !j->local || !knows_all_fields(j->op);
}

/* ---- villages ---- */

static bool villages_hold(const struct judged *j)
{
	const json_t *list = json_object_get(j->op->set, "villages"), *each;
	const char *name = type_of(j->op) == TYPE_VILLAGE ? "code" : "village", *village;
	size_t i;

	if (j->lane->level == LEVEL_UPPER)
		return true;
	village = field_of(j->op, name) ? text_set(j->op, name) : NULL;
	if (village && !lane_codes_hold(j->lane->codes, village))
		return false;
	if (type_of(j->op) != TYPE_TEAM)
		return true;
	json_array_foreach((json_t *)(uintptr_t)list, i, each)
		if (!lane_codes_hold(j->lane->codes, json_string_value(each)))
			return false;
	return true;
}

/* ---- what a lane may do ---- */

/* Whether b is a laptop of a unit that a counts as its own. */
static bool of_its_unit(const struct lane *a, const struct lane *b)
{
	return (a->own && b->own) || (*b->unit && lane_has_code(a->codes, b->unit));
}

static bool same_team(const struct lane *a, const struct lane *b)
{
	if ((a->own && b->own) || !memcmp(a->id, b->id, LANE_BYTES))
		return true;
	return b->level == LEVEL_TEAM && *a->team && !strcmp(a->team, b->team) && of_its_unit(a, b);
}

bool judge_is_of_its_team(const struct op *op, const struct lane *lane)
{
	const char *role = text_set(op, "role"), *team = text_set(op, "team");

	if (type_of(op) == TYPE_MEMBER)
		return !role || !strcmp(role, "thanh_vien") || !strcmp(role, "to_truong");
	return type_of(op) != TYPE_REPORT || !team || !strcmp(team, lane->team);
}

static bool team_creates(const struct op *op, const struct lane *lane)
{
	if (json_object_get(op->set, "same"))
		return false;
	switch (type_of(op)) {
	case TYPE_VILLAGE:
	case TYPE_HOUSEHOLD:
	case TYPE_TEAM:
	case TYPE_TOPIC:
	case TYPE_SESSION:
	case TYPE_STATUS:
	case TYPE_FOLLOWUP:
	case TYPE_MEMBER:
	case TYPE_REPORT:
		return judge_is_of_its_team(op, lane);
	default:
		return false;
	}
}

static bool upper_creates(const struct op *op)
{
	switch (type_of(op)) {
	case TYPE_SESSION:
	case TYPE_STATUS:
	case TYPE_FOLLOWUP:
	case TYPE_REPORT:
		return false;
	default:
		return true;
	}
}

/* What this laptop entered it was let enter (record/rights.h); others are held to the table. */
static bool may_create(const struct judged *j)
{
	bool ruling = record_type_is_ruling(type_of(j->op));

	if ((j->lane->own && !ruling) || type_of(j->op) == TYPE_ANY ||
	    j->lane->level == LEVEL_COMMUNE)
		return true;
	return j->lane->level == LEVEL_TEAM ? team_creates(j->op, j->lane) : upper_creates(j->op);
}

/* Whether all it sets is among these names, or not known. */
static bool sets_only(const struct op *op, const char *const *names)
{
	const char *name;
	json_t *value;

	json_object_foreach(op->set, name, value) {
		const char *const *listed = names;

		while (*listed && strcmp(*listed, name))
			listed++;
		if (!*listed && (field_of(op, name) || !strcmp(name, "voided")))
			return false;
	}
	return true;
}

static bool team_changes(const struct judged *j, const struct lane *creator)
{
	static const char *const of_a_household[] = { "kinds", "hint", "guided_since", NULL };

	if (json_object_get(j->op->set, "same"))
		return false;
	if (same_team(j->lane, creator))
		return judge_is_of_its_team(j->op, j->lane);
	return creator->level == LEVEL_COMMUNE && of_its_unit(j->lane, creator) &&
	       type_of(j->op) == TYPE_HOUSEHOLD && sets_only(j->op, of_a_household);
}

static bool upper_changes(const struct judged *j, const struct lane *creator)
{
	static const char *const of_a_report[] = { "state", "reason", NULL };

	if ((j->lane->own && creator->own) ||
	    (creator->level == LEVEL_UPPER && !strcmp(creator->unit, j->lane->unit)))
		return true;
	if (creator->level == LEVEL_UPPER)
		return false;
	switch (type_of(j->op)) {
	case TYPE_KEY:
	case TYPE_ERASE:
	case TYPE_RETAIN:
		return true;
	default:
		return type_of(j->op) == TYPE_REPORT && sets_only(j->op, of_a_report);
	}
}

static bool may_change(const struct judged *j, const struct lane *creator)
{
	if (type_of(j->op) == TYPE_ANY)
		return true;
	switch (j->lane->level) {
	case LEVEL_TEAM:
		return team_changes(j, creator);
	case LEVEL_COMMUNE:
		return creator->level != LEVEL_UPPER && of_its_unit(j->lane, creator);
	default:
		return upper_changes(j, creator);
	}
}

bool judge_may_name(const struct lane *lane, const struct lane *creator)
{
	return of_its_unit(lane, creator) || !strcmp(lane->unit, creator->unit);
}

bool judge_may_erase(const struct lane *eraser, const struct lane *creator)
{
	return of_its_unit(eraser, creator) ||
	       (eraser->level == LEVEL_UPPER && (creator->level != LEVEL_UPPER ||
						 !strcmp(creator->unit, eraser->unit)));
}

/* ---- all of it ---- */

enum aside judge(const struct judged *j, const struct judged *creating)
{
	bool creates = !j->op->base;

	if (!bounds_hold(j->op))
		return ASIDE_BOUNDS;
	if (!creates && creating->op &&
	    (creating->op->base || strcmp(creating->op->type, j->op->type)))
		return ASIDE_KIND;
	if (!marked_right(j))
		return ASIDE_LOCAL;
	if (!j->lane->own && !villages_hold(j))
		return ASIDE_UNIT; /* what was entered here was looked at (record/unit_codes.h) */
	if (creates ? !may_create(j) : !may_change(j, creating->lane))
		return ASIDE_RIGHTS;
	return ASIDE_NOT;
}
