#include "config.h"
#include "store/record/references.h"

#include "store/db/statement.h"

/* What needs a record of the type now, and what it leaves behind when it goes. */
static const struct {
	const char *now, *behind;
} references_sql[TYPES] = {
	[TYPE_HOUSEHOLD] = {
		.now = "SELECT EXISTS(SELECT 1 FROM session WHERE household = ?1 AND NOT voided)"
		       " OR EXISTS(SELECT 1 FROM status WHERE household = ?1 AND NOT voided)",
	},
	[TYPE_VILLAGE] = {
		.now = "SELECT EXISTS(SELECT 1 FROM session s JOIN village v ON v.code = s.village"
		       " WHERE v.rec = ?1 AND NOT s.voided)"
		       " OR EXISTS(SELECT 1 FROM household h JOIN village v ON v.code = h.village"
		       " WHERE v.rec = ?1 AND NOT h.voided)"
		       " OR EXISTS(SELECT 1 FROM team_village x JOIN team t ON t.rec = x.team"
		       " JOIN village v ON v.code = x.village WHERE v.rec = ?1 AND NOT t.voided)",
	},
	[TYPE_TOPIC] = {
		.now = "SELECT EXISTS(SELECT 1 FROM session_topic x JOIN session s"
		       " ON s.rec = x.session JOIN topic t ON t.code = x.topic"
		       " WHERE t.rec = ?1 AND NOT s.voided)",
	},
	[TYPE_TEAM] = {
		.now = "SELECT EXISTS(SELECT 1 FROM member m JOIN team t ON t.code = m.team"
		       " WHERE t.rec = ?1 AND NOT m.voided) OR EXISTS(SELECT 1 FROM target p"
		       " JOIN team t ON t.code = p.team WHERE t.rec = ?1 AND NOT p.voided)",
		.behind = "SELECT EXISTS(SELECT 1 FROM report r JOIN team t ON t.code = r.team"
			  " WHERE t.rec = ?1 AND NOT r.voided)",
	},
	[TYPE_MEMBER] = {
		.behind = "SELECT EXISTS(SELECT 1 FROM session_by b JOIN session s"
			  " ON s.rec = b.session JOIN member m ON m.code = b.member"
			  " WHERE m.rec = ?1 AND NOT s.voided)",
	},
};

static int ask(struct book *book, const char *sql, rec_t rec, bool *yes, struct fault *f)
{
	int64_t count = 0;
	int rc = sql ? read_int_of(book_db(book), sql, rec, &count, f) : FAULT_OK;

	*yes = count != 0;
	return rc;
}

int record_is_referenced(struct book *book, rec_t rec, enum record_type type, bool *yes,
			 struct fault *f)
{
	return ask(book, type < 0 ? NULL : references_sql[type].now, rec, yes, f);
}

int record_was_referenced(struct book *book, rec_t rec, enum record_type type, bool *yes,
			  struct fault *f)
{
	int rc = record_is_referenced(book, rec, type, yes, f);

	if (rc || *yes || type < 0)
		return rc;
	return ask(book, references_sql[type].behind, rec, yes, f);
}
