#include "config.h"
#include "store/catalog/record_type.h"

#include <stddef.h>
#include <string.h>

enum { REQ = FIELD_REQUIRED, FIX = FIELD_FIXED, INT = FIELD_INTERNAL };

static const struct field village_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX, 8, 10, "village", REASON_BAD_VILLAGE_CODE },
	{ "name", FIELD_TEXT, REQ, 1, 80, NULL, REASON_BAD_TEXT },
	{ "households", FIELD_INT, 0, 0, 20000, NULL, REASON_BAD_NUMBER },
	{ 0 }
};

static const struct field household_fields[] = {
	{ "village", FIELD_VILLAGE, REQ | FIX, 0, 0, NULL, REASON_UNKNOWN_VILLAGE },
	{ "code", FIELD_IDENT, REQ, 1, 16, "household", REASON_BAD_SHORT_CODE },
	{ "kinds", FIELD_CODES, 0, 0, 0, "household_type", REASON_UNKNOWN_CODE },
	{ "hint", FIELD_TEXT, FIELD_LOCAL, 0, 40, NULL, REASON_BAD_TEXT },
	{ "guided_since", FIELD_MONTH, 0, 0, 0, NULL, REASON_BAD_DATE },
	{ "same", FIELD_ID, INT | FIELD_UNSHOWN, 0, 0, NULL, REASON_UNKNOWN_HOUSEHOLD },
	{ 0 }
};

static const struct field team_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX, 1, 16, "name", REASON_BAD_CODE },
	{ "name", FIELD_TEXT, REQ, 1, 80, NULL, REASON_BAD_TEXT },
	{ "villages", FIELD_VILLAGES, 0, 0, 0, NULL, REASON_UNKNOWN_VILLAGE },
	{ 0 }
};

static const struct field member_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX, 1, 32, "name", REASON_BAD_CODE },
	{ "name", FIELD_TEXT, REQ, 1, 80, NULL, REASON_BAD_TEXT },
	{ "role", FIELD_CODE, 0, 0, 0, "role", REASON_UNKNOWN_CODE },
	{ "team", FIELD_TEAM, 0, 0, 0, NULL, REASON_UNKNOWN_TEAM },
	{ 0 }
};

static const struct field topic_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX, 1, 16, "topic", REASON_BAD_SHORT_CODE },
	{ "short", FIELD_TEXT, REQ, 1, 28, NULL, REASON_BAD_TEXT },
	{ "vi", FIELD_TEXT, REQ, 1, 120, NULL, REASON_BAD_TEXT },
	{ "en", FIELD_TEXT, 0, 1, 120, NULL, REASON_BAD_TEXT },
	{ "group", FIELD_CODE, REQ, 0, 0, "topic_group", REASON_UNKNOWN_CODE },
	{ "unit", FIELD_TEXT, 0, 1, 24, NULL, REASON_BAD_TEXT },
	{ "cap", FIELD_IDENT, 0, 4, 6, "cap", REASON_UNKNOWN_CODE },
	{ "status", FIELD_IDENT, 0, 3, 64, "moves", REASON_UNKNOWN_CODE },
	{ 0 }
};

static const struct field session_fields[] = {
	{ "date", FIELD_DATE, REQ, 0, 0, NULL, REASON_BAD_DATE },
	{ "time", FIELD_TIME, 0, 0, 0, NULL, REASON_BAD_TIME },
	{ "village", FIELD_VILLAGE, REQ, 0, 0, NULL, REASON_UNKNOWN_VILLAGE },
	{ "household", FIELD_HOUSEHOLD, 0, 0, 0, NULL, REASON_UNKNOWN_HOUSEHOLD },
	{ "channel", FIELD_CODE, REQ, 0, 0, "channel", REASON_UNKNOWN_CODE },
	{ "minutes", FIELD_INT, 0, 0, 1440, NULL, REASON_BAD_NUMBER },
	{ "people", FIELD_INT, 0, 1, 5000, NULL, REASON_BAD_NUMBER },
	{ "female", FIELD_INT, 0, 0, 5000, NULL, REASON_TOO_MANY },
	{ "over60", FIELD_INT, 0, 0, 5000, NULL, REASON_TOO_MANY },
	{ "attempt", FIELD_CODE, 0, 0, 0, "attempt", REASON_UNKNOWN_CODE },
	{ "topics", FIELD_TOPICS, 0, 1, 20, NULL, REASON_NO_TOPICS },
	{ "followups", FIELD_FOLLOWUPS, 0, 0, 10, NULL, REASON_BAD_FOLLOWUP },
	{ "note", FIELD_LONGTEXT, 0, 0, 2000, NULL, REASON_BAD_TEXT },
	{ "by", FIELD_MEMBERS, 0, 0, 0, NULL, REASON_UNKNOWN_MEMBER },
	{ "tags", FIELD_TEXTS, 0, 0, 32, NULL, REASON_BAD_TEXT },
	{ 0 }
};

/* Every part is one of the residents, too: where its whole is not known, these bound it. */
#define FIGURE(name, whole) { name, FIELD_INT, 0, 0, 99, whole, REASON_TOO_MANY }

static const struct field status_fields[] = {
	{ "village", FIELD_VILLAGE, REQ, 0, 0, NULL, REASON_UNKNOWN_VILLAGE },
	{ "household", FIELD_HOUSEHOLD, REQ, 0, 0, NULL, REASON_UNKNOWN_HOUSEHOLD },
	{ "date", FIELD_DATE, REQ, 0, 0, NULL, REASON_BAD_DATE },
	{ "residents", FIELD_INT, 0, 0, 99, NULL, REASON_BAD_NUMBER },
	FIGURE("adults", "age15plus"),
	FIGURE("age15plus", "residents"),
	FIGURE("smartphones", "adults"),
	{ "fibre", FIELD_INT, 0, 0, 1, NULL, REASON_BAD_NUMBER },
	FIGURE("eid1", "adults"),
	FIGURE("eid2", "adults"),
	FIGURE("dvc", "adults"),
	FIGURE("bank", "age15plus"),
	FIGURE("ewallet", "age15plus"),
	FIGURE("signature", "adults"),
	FIGURE("health_record", "residents"),
	FIGURE("vssid", "residents"),
	FIGURE("telehealth", "adults"),
	{ "shop", FIELD_INT, 0, 0, 1, NULL, REASON_BAD_NUMBER },
	FIGURE("bank18", "adults"),
	FIGURE("welfare", "adults"),
	FIGURE("literate", "adults"),
	FIGURE("cashless", "adults"),
	FIGURE("app", "residents"),
	FIGURE("phone2g", "residents"),
	{ "biz_epay", FIELD_INT, 0, 0, 1, NULL, REASON_BAD_NUMBER },
	{ 0 }
};

static const struct field followup_fields[] = {
	{ "session", FIELD_SESSION, REQ | FIX | INT, 0, 0, NULL, REASON_BAD_FOLLOWUP },
	{ "kind", FIELD_CODE, REQ, 0, 0, "followup", REASON_UNKNOWN_CODE },
	{ "due", FIELD_DUE, 0, 0, 0, NULL, REASON_BAD_DATE },
	{ "topic", FIELD_TOPIC, 0, 0, 0, NULL, REASON_UNKNOWN_TOPIC },
	{ "status", FIELD_CODE, 0, 0, 0, "followup_status", REASON_UNKNOWN_CODE },
	{ "closed", FIELD_DATE, 0, 0, 0, NULL, REASON_BAD_DATE },
	{ 0 }
};

static const struct field report_fields[] = {
	{ "period", FIELD_PERIOD, REQ | FIX, 0, 0, NULL, REASON_BAD_DATE },
	{ "team", FIELD_TEAM, FIX, 0, 0, NULL, REASON_UNKNOWN_TEAM },
	{ "nil", FIELD_BOOL, 0, 0, 0, NULL, REASON_BAD_NUMBER },
	{ "kho_khan", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "nguyen_nhan", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "kien_nghi", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "ke_hoach", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "cach_lam", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "ghi_chu", FIELD_LONGTEXT, 0, 0, 4000, NULL, REASON_BAD_TEXT },
	{ "figures", FIELD_FIGURES, INT, 0, 0, NULL, REASON_BAD_NUMBER },
	{ "so_tin", FIELD_INT, 0, 0, 100000, NULL, REASON_BAD_NUMBER },
	{ "tl_hstt", FIELD_NUMBER, 0, 0, 100, NULL, REASON_BAD_NUMBER },
	{ "tl_sohoa", FIELD_NUMBER, 0, 0, 100, NULL, REASON_BAD_NUMBER },
	{ 0 }
};

static const struct field campaign_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX, 1, 16, "campaign", REASON_BAD_SHORT_CODE },
	{ "name", FIELD_TEXT, REQ, 1, 80, NULL, REASON_BAD_TEXT },
	{ "from", FIELD_DAY, REQ, 2020, 2099, NULL, REASON_BAD_DATE },
	{ "to", FIELD_DAY, REQ, 2020, 2099, NULL, REASON_BAD_DATE },
	{ "tag", FIELD_TEXT, REQ, 1, 32, NULL, REASON_BAD_TEXT },
	{ "targets", FIELD_TARGETS, 0, 0, 40, NULL, REASON_TOO_MANY },
	{ 0 }
};

static const struct field target_fields[] = {
	{ "set", FIELD_IDENT, REQ | FIX, 1, 16, "campaign", REASON_BAD_SHORT_CODE },
	{ "code", FIELD_IDENT, REQ | FIX, 1, 16, "indicator", REASON_UNKNOWN_CODE },
	{ "team", FIELD_TEAM, FIX, 0, 0, NULL, REASON_UNKNOWN_TEAM },
	{ "number", FIELD_NUMBER, REQ, 0, 1000000, NULL, REASON_BAD_NUMBER },
	{ 0 }
};

/* HEX64, and a certificate of at most 4,162 bytes as base64 (docs/format-batch.md). */
static const struct field key_fields[] = {
	{ "sign", FIELD_TEXT, REQ | FIX | INT, 64, 64, NULL, REASON_BAD_TEXT },
	{ "cert", FIELD_TEXT, INT, 1, 5600, NULL, REASON_BAD_TEXT },
	{ "keep", FIELD_KEPT, INT, 0, 64, NULL, REASON_TOO_MANY },
	{ 0 }
};

static const struct field settings_fields[] = {
	{ "code", FIELD_IDENT, REQ | FIX | INT, 1, 16, "campaign", REASON_BAD_SHORT_CODE },
	{ 0 }
};

static const struct field erase_fields[] = {
	{ "records", FIELD_IDS, REQ | FIX | INT, 0, 1000, NULL, REASON_TOO_MANY },
	{ 0 }
};

static const struct field retain_fields[] = {
	{ "before", FIELD_DATE, REQ | FIX | INT, 0, 0, NULL, REASON_BAD_DATE },
	{ 0 }
};

/* ---- what the objects of a list have ---- */

static const struct field topic_parts[] = {
	{ "topic", FIELD_TOPIC, FIELD_REQUIRED, 0, 0, NULL, REASON_UNKNOWN_TOPIC },
	{ "outcome", FIELD_CODE, FIELD_REQUIRED, 0, 0, "outcome", REASON_UNKNOWN_CODE },
	{ "count", FIELD_INT, 0, 0, 5000, NULL, REASON_BAD_COUNT },
	{ "blocker", FIELD_CODE, 0, 0, 0, "blocker", REASON_UNKNOWN_CODE },
	{ 0 }
};

static const struct field followup_parts[] = {
	{ "kind", FIELD_CODE, FIELD_REQUIRED, 0, 0, "followup", REASON_UNKNOWN_CODE },
	{ "due", FIELD_DUE, 0, 0, 0, NULL, REASON_BAD_DATE },
	{ "topic", FIELD_TOPIC, 0, 0, 0, NULL, REASON_UNKNOWN_TOPIC },
	{ 0 }
};

static const struct field target_parts[] = {
	{ "code", FIELD_IDENT, FIELD_REQUIRED, 1, 16, "activity", REASON_UNKNOWN_CODE },
	{ "team", FIELD_TEAM, 0, 0, 0, NULL, REASON_UNKNOWN_TEAM },
	{ "number", FIELD_NUMBER, FIELD_REQUIRED, 0, 1000000, NULL, REASON_BAD_NUMBER },
	{ 0 }
};

static const struct record_type_info types[TYPES] = {
	[TYPE_VILLAGE] = { "village", village_fields },
	[TYPE_HOUSEHOLD] = { "household", household_fields },
	[TYPE_TEAM] = { "team", team_fields },
	[TYPE_MEMBER] = { "member", member_fields },
	[TYPE_TOPIC] = { "topic", topic_fields },
	[TYPE_SESSION] = { "session", session_fields },
	[TYPE_STATUS] = { "status", status_fields },
	[TYPE_FOLLOWUP] = { "followup", followup_fields },
	[TYPE_REPORT] = { "report", report_fields },
	[TYPE_CAMPAIGN] = { "campaign", campaign_fields },
	[TYPE_TARGET] = { "target", target_fields },
	[TYPE_KEY] = { "key", key_fields },
	[TYPE_SETTINGS] = { "settings", settings_fields },
	[TYPE_ERASE] = { "erase", erase_fields },
	[TYPE_RETAIN] = { "retain", retain_fields },
};

const struct record_type_info *record_type_info(enum record_type type)
{
	return type >= 0 && type < TYPES ? &types[type] : NULL;
}

enum record_type record_type_of_name(const char *name)
{
	for (int i = 0; i < TYPES; i++)
		if (!strcmp(types[i].name, name))
			return (enum record_type)i;
	return TYPE_ANY;
}

const struct field *record_type_field(enum record_type type, const char *name)
{
	for (const struct field *fd = types[type].fields; fd->name; fd++)
		if (!strcmp(fd->name, name))
			return fd;
	return NULL;
}

bool record_type_has_words(enum record_type type, const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_LONGTEXT ||
	       (field->type == FIELD_IDENT && type != TYPE_VILLAGE);
}

bool record_type_is_ruling(enum record_type type)
{
	return type >= TYPE_KEY && type < TYPES;
}

bool record_type_names_record(const struct field *field)
{
	return field->type == FIELD_HOUSEHOLD || field->type == FIELD_SESSION ||
	       field->type == FIELD_ID;
}

const struct field *record_type_parts(enum field_type type)
{
	switch (type) {
	case FIELD_TOPICS:
		return topic_parts;
	case FIELD_FOLLOWUPS:
		return followup_parts;
	case FIELD_TARGETS:
		return target_parts;
	default:
		return NULL;
	}
}
