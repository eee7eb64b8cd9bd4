/*
 * catalog: the tables of the field, compiled in.
 *
 * What teams guide people in, how it went, what a report counts, who may do
 * what, the communes of Viet Nam. The tables are made at build time by
 * store/catalog/generate.awk from store/data/ (README.md there says where each
 * comes from); editing a table there is all it takes to change the program.
 *
 * Invariants: everything is constant, valid for ever and shared by all
 * threads; order is that of the table's file. Texts are UTF-8 in NFC. An empty
 * cell is the empty string, never NULL. Codes are compared byte by byte.
 * Lookups return NULL (or the enum's count) for what is not there; they take
 * NULL too. What a commune adds to these tables is kept elsewhere, in records.
 */
#ifndef STORE_CATALOG_CATALOG_H
#define STORE_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/date.h"

/* A code of one of the lists of choices: vocab.tsv. */
struct vocab {
	const char *list; /* "channel", "outcome", "blocker", … */
	const char *code;
	const char *vi, *en;
};

extern const struct vocab catalog_vocab[]; /* the codes of a list stand together */
extern const size_t catalog_vocab_count;

const struct vocab *vocab_find(const char *list, const char *code);

/* The first code of a list and how many follow each other from there; 0 for no such list. */
const struct vocab *vocab_list(const char *list, size_t *count);

/* The label in English or Vietnamese. */
const char *vocab_label(const struct vocab *v, bool english);

/*
 * What the counting rules make of the codes of a list. Each takes any text, or
 * NULL: what is no code of the list is none of these.
 */

/* A channel where people are guided together: without a household, counted by heads. */
bool channel_is_group(const char *channel);

/* An outcome that got somewhere: only then people helped are counted. */
bool outcome_is_success(const char *outcome);

/* An outcome that got all the way: a success that is not partial. */
bool outcome_is_whole(const char *outcome);

/* A topic of guidance: topics.tsv. */
struct topic {
	const char *code;      /* "VNEID2" */
	const char *brief;     /* Vietnamese label of at most 28 columns */
	const char *vi, *en;   /* the full name */
	const char *group;     /* vocab list topic_group */
	const char *unit;      /* what its count counts, in Vietnamese */
	bool cap_people;       /* the count is at most the people present */
	const char *status;    /* the figures of a household's status it moves (moves.h), or "" */
	const char *brief_en;  /* at most 25 columns; "" where `en` is no longer than that */
};

extern const struct topic catalog_topics[];
extern const size_t catalog_topic_count;

const struct topic *topic_find(const char *code);

/* The label for lists and screens: `brief`, or `brief_en` or `en`. */
const char *topic_label(const struct topic *t, bool english);

/* How a column of a report is put together over time and units. */
enum column_aggregation {
	AGGREGATE_TEXT,
	AGGREGATE_SUM,
	AGGREGATE_COUNT_DISTINCT, /* recomputed from rows, never added up */
	AGGREGATE_LAST,           /* as of the period's end */
	AGGREGATE_LAST_IN_TIME_SUM_OVER_UNITS,
	AGGREGATE_RATIO,
	AGGREGATE_CONCAT
};

/* A column of the report: report_columns.tsv. */
struct column {
	int order;                /* 1, 2, … as in the file */
	const char *code;         /* "so_luot" */
	const char *header;       /* Vietnamese */
	const char *brief;        /* Vietnamese, at most 12 columns */
	const char *en;
	const char *unit;         /* in Vietnamese; "text", "date" for what is no figure */
	enum column_aggregation aggregation;
	bool every_level;         /* else only from the commune up */
	const char *source;       /* the counting rule, in words */
	bool shown;               /* one of those shown unless others are asked for */
	const char *brief_en;     /* at most 20 columns; "" where `en` is no longer than that */
};

extern const struct column catalog_columns[];
extern const size_t catalog_column_count;

const struct column *column_find(const char *code);

/* A figure that no session has: it is typed in when a report is closed. */
bool column_is_typed(const struct column *c);

/* One of these that only the unit's own report has; others' would count nowhere. */
bool column_is_units_own(const struct column *c);

/*
 * A figure added up or counted from the sessions of a period, and from no others: what a campaign
 * may aim at.
 */
bool column_is_activity(const struct column *c);

/* The roles, in the order of vocab list "role" and of the columns of rights.tsv. */
enum role {
	ROLE_MEMBER,  /* thanh_vien */
	ROLE_LEADER,  /* to_truong */
	ROLE_OFFICER, /* can_bo_xa */
	ROLE_UPPER,   /* cap_tren */
	ROLE_ADMIN,   /* quan_tri */
	ROLES
};

/* ROLES for an unknown code. */
enum role role_find(const char *code);
const char *role_code(enum role role);

/* What rights are asked for: the rows of rights.tsv, named after their first column. */
enum right {
	RIGHT_SESSION_ADD,
	RIGHT_SESSION_EDIT_VOID,
	RIGHT_HOUSEHOLD_ADD_EDIT,
	RIGHT_STATUS_ADD,
	RIGHT_FOLLOW_UP_CLOSE,
	RIGHT_CONTACT_CONSENT,
	RIGHT_WEEK_CLOSE,
	RIGHT_VILLAGE_TEAM_MEMBER_EDIT,
	RIGHT_TOPIC_CARD_TARGET_CALENDAR,
	RIGHT_REPORT_SEND,
	RIGHT_REPORT_RETURN_APPROVE_LOCK,
	RIGHT_CONFLICT_RESOLVE,
	RIGHT_ERASE,
	RIGHT_RETAIN,
	RIGHT_DEVICE_ENROL_REVOKE,
	RIGHT_IMPORT,
	RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY,
	RIGHT_EXPORT_SUMMARY_LIST,
	RIGHT_AUDIT_READ,
	RIGHTS
};

/* Over what a right holds, within one's unit: the cells of rights.tsv. */
enum right_scope {
	SCOPE_NONE,               /* "-": not allowed */
	SCOPE_OWN,                /* what one did or wrote oneself */
	SCOPE_OWN_TEAM,
	SCOPE_MEMBER_OF_OWN_TEAM, /* the member records of one's team */
	SCOPE_UNIT,
	SCOPE_OF_TEAMS_BELOW,
	SCOPE_OF_COMMUNES_BELOW,
	SCOPE_REQUEST,            /* may be asked for; an officer decides */
	SCOPE_THIS_LAPTOP,
	SCOPE_OWN_LAPTOP,
	SCOPES
};

struct right_row {
	const char *operation;        /* as the file words it */
	enum right_scope scope[ROLES];
	const char *note;
};

extern const struct right_row catalog_rights[RIGHTS];

/* What a role may do with that right; SCOPE_NONE for a role or right that is none. */
enum right_scope right_scope(enum right right, enum role role);

/*
 * The administrative units in force since 1 July 2025, as of 30 April 2026:
 * units_2tier.tsv. Codes were used for other units before that day, so a code
 * alone names a unit only together with a date. What a province was made of besides the one
 * whose name it bears: former_provinces.tsv.
 */
struct unit {
	const char *code;           /* 2 digits a province, 5 a commune */
	const char *name;           /* with its kind: "Phường Tam Long" */
	const struct unit *parent;  /* the commune's province; NULL for a province */
	const char *former;         /* of a province: "Bình Dương, Bà Rịa - Vũng Tàu"; else "" */
};

extern const struct unit catalog_provinces[];
extern const size_t catalog_province_count;
extern const struct unit catalog_communes[]; /* those of a province stand together */
extern const size_t catalog_commune_count;

/* A commune in force, by its code; NULL for a code that is none. */
const struct unit *unit_commune(const char *code);
/* The first commune of a province and how many follow each other from there. */
const struct unit *unit_communes(const struct unit *province, size_t *count);

/* How a figure is compared with its target. */
enum indicator_operator { INDICATOR_ABOVE, INDICATOR_AT_LEAST, INDICATOR_AT_MOST };

/* How far a team's logs can move an indicator. */
enum indicator_measure { MEASURE_NONE, MEASURE_PARTIAL, MEASURE_HOUSEHOLD };

/* A figure of a province's plan: indicators.tsv. */
struct indicator {
	const char *code;
	const char *province;
	const char *year;          /* "2024" or "2021-2025" */
	const char *name;          /* Vietnamese */
	const char *unit;          /* "%", "hạng/63", … */
	enum indicator_operator operator;
	bool maintain;             /* reached before, to be kept */
	double number;             /* not a number when the value is a grade */
	const char *value;         /* as the table has it: "80", "95.52", "A" */
	const char *numerator;     /* a status figure or a sum of them, or "" */
	const char *denominator;   /* adults, age15plus, residents, households …, or "" */
	const char *kind;          /* "target", "actual" (a baseline) or "count" */
	enum indicator_measure measure;
	const char *seed_file;     /* the archived text it was read in */
	const char *quote;         /* its words there */
	const char *set;           /* vocab list target_set, or "" */
};

extern const struct indicator catalog_indicators[];
extern const size_t catalog_indicator_count;

const struct indicator *indicator_find(const char *code);

/* Public holidays (solar dates) and days to observe: holidays.tsv, by date. */
enum holiday_kind { HOLIDAY_SOLAR, HOLIDAY_LUNAR, HOLIDAY_OBSERVANCE /* a working day */ };

struct holiday {
	day_t day;
	const char *name; /* Vietnamese */
	enum holiday_kind kind;
};

extern const struct holiday catalog_holidays[];
extern const size_t catalog_holiday_count;

#endif
