/*
 * rules: how each column of a report is counted, as a table.
 *
 * One row a column of the catalogue; the engine (count.h) has one
 * piece of code a kind of rule, so a new result column is a new line here.
 * The table follows the column `source` of report_columns.tsv, and a test
 * reads that text to see that they agree. Constant, thread-safe.
 */
#ifndef STORE_SUMMARY_RULES_H
#define STORE_SUMMARY_RULES_H

#include <stdint.h>

#include "store/catalog/catalog.h"

/* The figures of a household's status, in the order of the table `status`. */
enum status_figure {
	STATUS_RESIDENTS,
	STATUS_ADULTS,
	STATUS_AGE15PLUS,
	STATUS_SMARTPHONES,
	STATUS_FIBRE,
	STATUS_EID1,
	STATUS_EID2,
	STATUS_DVC,
	STATUS_BANK,
	STATUS_EWALLET,
	STATUS_SIGNATURE,
	STATUS_HEALTH_RECORD,
	STATUS_VSSID,
	STATUS_TELEHEALTH,
	STATUS_SHOP,
	STATUS_BANK18,
	STATUS_WELFARE,
	STATUS_LITERATE,
	STATUS_CASHLESS,
	STATUS_APP,
	STATUS_PHONE2G,
	STATUS_BIZ_EPAY,
	STATUS_STORED,
	STATUS_EID = STATUS_STORED, /* eid1 + eid2, known where both are */
	STATUS_BUSINESS_EPAY,       /* biz_epay, known where the household is a business */
	STATUS_FIGURES
};

enum rule_kind {
	RULE_PERIOD,        /* worded by the writer */
	RULE_UNIT_NAME,
	RULE_TEAMS,         /* registered */
	RULE_MEMBERS,
	RULE_HOUSEHOLDS,    /* of the villages' registers */
	RULE_VISITED,       /* distinct households guided at home */
	RULE_FIRST,         /* those of them never guided before */
	RULE_YEAR_TO_DATE,  /* distinct households guided since 1 January */
	RULE_SESSIONS,
	RULE_ATTEMPTS,
	RULE_PEOPLE,
	RULE_FEMALE,
	RULE_OVER60,
	RULE_GATHERINGS,    /* group classes and village meetings */
	RULE_GATHERED,      /* people there */
	RULE_HOURS,
	RULE_RESULT,        /* counts of the entries on `topics` that came to something */
	RULE_BILLS,         /* distinct households that did one of `topics` themselves */
	RULE_TOPIC_PEOPLE,  /* people of sessions with one of `topics` */
	RULE_GROUP_PEOPLE,  /* people of sessions with a topic of the group `topics` */
	RULE_STATUS_HAVING, /* households whose `figure` is at least 1 */
	RULE_STATUS_SUM,    /* sum of `figure` */
	RULE_COVERAGE,      /* year to date of all households, per cent */
	RULE_STATUS_RATE,   /* `figure` of `whole`, per cent */
	RULE_STATUS_SHARE,  /* households whose `figure` is at least 1, of those that have it */
	RULE_OPEN,          /* follow-ups */
	RULE_OVERDUE,
	RULE_DIFFICULTIES,  /* top blockers, then as RULE_NARRATIVE */
	RULE_NARRATIVE,     /* what the closed reports say in the field of this name */
	RULE_PREPARED_BY,
	RULE_PREPARED_ON,
	RULE_TYPED_SUM,     /* typed in with the reports: all of them */
	RULE_TYPED_LAST     /* the unit's own last one */
};

struct rule {
	const char *column;
	enum rule_kind kind;
	const char *topics; /* codes with commas between, or a topic group; NULL */
	enum status_figure figure, whole;
};

/* As many as there are columns; in their order. */
extern const struct rule summary_rules[];
extern const size_t summary_rule_count;

/*
 * Result and people rules have a slot each, below RULE_SLOTS; what a topic
 * adds to is a set of slots.
 */
#define RULE_SLOTS 32

/* The slot of a rule, or -1 for a kind that has none. */
int rule_slot(const struct rule *rule);

/* What an entry on one topic counts for. */
struct rule_topic {
	uint32_t results; /* slots of RULE_RESULT */
	uint32_t people;  /* slots of RULE_TOPIC_PEOPLE and RULE_GROUP_PEOPLE */
	bool bills;
};

/* By the topic's code and its group's, which may be "". */
struct rule_topic rule_of_topic(const char *code, const char *group);

#endif
