#include "config.h"
#include "store/used.h"

#include "store/statement.h"

static const char *const used_sql[KINDS] = {
	[KIND_HOUSEHOLD] =
		"SELECT EXISTS(SELECT 1 FROM session WHERE household = ?1 AND NOT voided)"
		" OR EXISTS(SELECT 1 FROM status WHERE household = ?1 AND NOT voided)",
	[KIND_VILLAGE] =
		"SELECT EXISTS(SELECT 1 FROM session s JOIN village v ON v.code = s.village"
		" WHERE v.rec = ?1 AND NOT s.voided)"
		" OR EXISTS(SELECT 1 FROM household h JOIN village v ON v.code = h.village"
		" WHERE v.rec = ?1 AND NOT h.voided)"
		" OR EXISTS(SELECT 1 FROM team_village x JOIN team t ON t.rec = x.team"
		" JOIN village v ON v.code = x.village WHERE v.rec = ?1 AND NOT t.voided)",
	[KIND_TOPIC] =
		"SELECT EXISTS(SELECT 1 FROM session_topic x JOIN session s ON s.rec = x.session"
		" JOIN topic t ON t.code = x.topic WHERE t.rec = ?1 AND NOT s.voided)",
	[KIND_TEAM] =
		"SELECT EXISTS(SELECT 1 FROM member m JOIN team t ON t.code = m.team"
		" WHERE t.rec = ?1 AND NOT m.voided)"
		" OR EXISTS(SELECT 1 FROM report r JOIN team t ON t.code = r.team"
		" WHERE t.rec = ?1 AND NOT r.voided)",
	[KIND_MEMBER] =
		"SELECT EXISTS(SELECT 1 FROM session_by b JOIN session s ON s.rec = b.session"
		" JOIN member m ON m.code = b.member WHERE m.rec = ?1 AND NOT s.voided)",
};

int record_used(struct book *book, rec_t rec, enum kind kind, bool *yes, struct fault *f)
{
	int64_t used = 0;
	int rc = used_sql[kind] ? read_int_of(book_db(book), used_sql[kind], rec, &used, f) : FAULT_OK;

	*yes = used != 0;
	return rc;
}
