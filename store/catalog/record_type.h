/*
 * record_type: which records there are, their fields and the bounds of each.
 *
 * One table (data/records.tsv in C) behind entry, editing, operations and
 * listings: a field's name is its key in the command-line contract, in that
 * contract's order. No state, thread-safe.
 */
#ifndef STORE_CATALOG_RECORD_TYPE_H
#define STORE_CATALOG_RECORD_TYPE_H

#include "store/base/fault.h"

enum record_type {
	TYPE_ANY = -1,
	TYPE_VILLAGE,
	TYPE_HOUSEHOLD,
	TYPE_TEAM,
	TYPE_MEMBER,
	TYPE_TOPIC,
	TYPE_SESSION,
	TYPE_STATUS,
	TYPE_FOLLOWUP,
	TYPE_REPORT,
	TYPE_CAMPAIGN,
	TYPE_TARGET,
	TYPE_KEY,      /* certificates of a laptop or unit, and their revocation */
	TYPE_SETTINGS, /* what a unit sets for those below it */
	TYPE_ERASE,    /* records that are to be blank everywhere */
	TYPE_RETAIN,   /* sessions before a day are kept as figures alone */
	TYPES
};

enum field_type {
	FIELD_IDENT,     /* a code: bounds are its length, `list` its pattern's name */
	FIELD_TEXT,      /* bounds are characters; NFC, no control characters */
	FIELD_LONGTEXT,  /* the same, newlines allowed */
	FIELD_INT,       /* bounds are values */
	FIELD_NUMBER,    /* bounds are values; at most 2 decimals */
	FIELD_DATE,      /* YYYY-MM-DD, 2020-01-01 to today */
	FIELD_DAY,       /* YYYY-MM-DD, bounds are years; also in the future */
	FIELD_DUE,       /* YYYY-MM-DD, checked against the session's date */
	FIELD_TIME,      /* HH:MM */
	FIELD_MONTH,     /* YYYY-MM, not in the future */
	FIELD_BOOL,
	FIELD_CODE,      /* of vocabulary `list` */
	FIELD_CODES,     /* several, each once */
	FIELD_TEXTS,     /* up to 10 texts; max is the length of each */
	FIELD_VILLAGE,   /* code of a known village */
	FIELD_VILLAGES,
	FIELD_HOUSEHOLD, /* code in the record's village; kept as record id */
	FIELD_TEAM,      /* code of a known team */
	FIELD_MEMBERS,   /* codes of known members, each once */
	FIELD_TOPIC,     /* code of a known topic */
	FIELD_TOPICS,    /* list of {topic, outcome, count, blocker} */
	FIELD_FOLLOWUPS, /* list of {kind, due, topic}; each becomes a record of its own */
	FIELD_TARGETS,   /* list of {code, team, number} */
	FIELD_SESSION,   /* record id of a session */
	FIELD_PERIOD,    /* key of a reporting period: 2026-W47, 2026-11 … */
	FIELD_FIGURES,   /* an object of column codes and whole numbers */
	FIELD_ID,        /* id of a record */
	FIELD_IDS,       /* ids of records, up to `max` */
	FIELD_KEPT       /* up to `max` batches of a revoked key that go on counting: [lane, number, hash] */
};

enum {
	FIELD_REQUIRED = 1,
	FIELD_FIXED = 2,    /* cannot be changed once the record exists */
	FIELD_INTERNAL = 4, /* set by the program, refused in input objects */
	FIELD_LOCAL = 8,    /* never goes above the commune */
	FIELD_UNSHOWN = 16  /* not in a record's JSON: something else shows it */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	int min, max;
	const char *list;         /* vocabulary, pattern, or what a status figure is part of */
	enum fault_reason reason; /* why it is refused, of data/records.tsv */
};

struct record_type_info {
	const char *name;      /* "session": the operation's type and the command's name */
	const struct field *fields; /* ends with a NULL name */
};

const struct record_type_info *record_type_info(enum record_type type);
/* TYPE_ANY when there is none of that name (an operation of a newer program). */
enum record_type record_type_of_name(const char *name);
const struct field *record_type_field(enum record_type type, const char *name);

/* Whether such records say what others may do or hold (key, settings, erase, retain), and nothing of people. */
bool record_type_is_ruling(enum record_type type);
/* Whether a field names another record by its id. */
bool record_type_names_record(const struct field *field);

/*
 * What the objects of a list of that type have, ended by a NULL name: topics, follow-ups, targets
 * of a campaign. NULL for any other type.
 */
const struct field *record_type_parts(enum field_type type);

/*
 * Whether a person words it, so that it may hold what is not to be written down: texts, and codes
 * but a village's, which is made of figures and says nothing of anybody.
 */
bool record_type_has_words(enum record_type type, const struct field *field);

#endif
