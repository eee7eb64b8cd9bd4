#include "config.h"
#include "store/record/rights.h"

#include <string.h>

#include "store/db/statement.h"

struct who {
	bool known;     /* has a live record here */
	enum role role;
	bool in_team;   /* belongs to a team that is known here */
	int64_t team;   /* its interned code */
};

static int who_unlocked(struct book *book, struct who *who, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT r.s, m.team, EXISTS(SELECT 1 FROM team t WHERE t.code = m.team AND NOT t.voided)"
		" FROM member m LEFT JOIN sym r ON r.k = m.role"
		" WHERE m.code = (SELECT k FROM sym WHERE s = ?) AND NOT m.voided"
		" ORDER BY m.rec LIMIT 1", f);

	memset(who, 0, sizeof *who);
	who->role = ROLE_MEMBER;
	bind_text(&st, book_member(book));
	if (row_next(&st)) {
		who->known = true;
		who->role = role_find(row_text(&st, 0));
		if (who->role == ROLES)
			who->role = ROLE_MEMBER;
		who->team = row_int(&st, 1);
		who->in_team = row_int(&st, 2);
	}
	return statement_end(&st);
}

/* Whether the act falls on the team of who unlocked: its code, or a village it looks after. */
static int in_own_team(struct book *book, const struct who *who, const struct rights_on *on,
		       bool *yes, struct fault *f)
{
	struct statement st;

	*yes = true;
	if (!who->in_team || (!on->team && !on->village))
		return FAULT_OK;
	st = statement_of(book_db(book),
		"SELECT ?1 = (SELECT k FROM sym WHERE s = ?2)"
		" OR EXISTS(SELECT 1 FROM team t JOIN team_village v ON v.team = t.rec"
		"  WHERE t.code = ?1 AND NOT t.voided AND v.village = (SELECT k FROM sym WHERE s = ?3))"
		" OR (?3 IS NOT NULL AND NOT EXISTS(SELECT 1 FROM team t"
		"  JOIN team_village v ON v.team = t.rec WHERE t.code = ?1 AND NOT t.voided))", f);
	bind_int(&st, who->team);
	bind_text(&st, on->team);
	bind_text(&st, on->village);
	*yes = row_next(&st) && row_int(&st, 0);
	return statement_end(&st);
}

/* A team without a leader closes its weeks itself (note of rights.tsv). */
static int has_leader(struct book *book, const struct who *who, bool *yes, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT EXISTS(SELECT 1 FROM member m JOIN sym r ON r.k = m.role"
		" WHERE m.team IS ? AND r.s = 'to_truong' AND NOT m.voided)", f);

	bind_optional(&st, who->in_team, who->team);
	*yes = row_next(&st) && row_int(&st, 0);
	return statement_end(&st);
}

static int scope_holds(struct book *book, enum right_scope scope, const struct who *who,
		       const struct rights_on *on, bool *yes, struct fault *f)
{
	switch (scope) {
	case SCOPE_UNIT:
	case SCOPE_THIS_LAPTOP:
	case SCOPE_OWN_LAPTOP:
		*yes = true;
		return FAULT_OK;
	case SCOPE_OWN:
		*yes = on->own;
		return FAULT_OK;
	case SCOPE_MEMBER_OF_OWN_TEAM:
		*yes = false;
		if (!on->member || !on->team || !who->in_team)
			return FAULT_OK;
		return in_own_team(book, who, on, yes, f);
	case SCOPE_OWN_TEAM:
		return in_own_team(book, who, on, yes, f);
	default:
		*yes = false;
		return FAULT_OK;
	}
}

int rights_give(struct book *book, const char *role, struct fault *f)
{
	enum role wanted = role ? role_find(role) : ROLE_MEMBER;
	struct who who;
	int rc = who_unlocked(book, &who, f);

	if (rc || book_is_owner(book))
		return rc;
	/* The roles stand in their order; the administrator's is above all. */
	return wanted <= who.role ? FAULT_OK : fault_set(f, FAULT_NOT_PERMITTED, NULL);
}

int rights_check(struct book *book, enum right right, const struct rights_on *on,
		 struct fault *f)
{
	struct who who;
	enum right_scope scope;
	bool yes = false, leader = false;
	int rc = who_unlocked(book, &who, f);

	if (rc)
		return rc;
	scope = right_scope(right, who.role);
	if (right == RIGHT_WEEK_CLOSE && who.role == ROLE_MEMBER) {
		rc = has_leader(book, &who, &leader, f);
		scope = leader ? SCOPE_NONE : SCOPE_OWN_TEAM;
	}
	/* Whose record was taken out holds a slot still, but no rights. */
	if (!rc && who.known)
		rc = scope_holds(book, scope, &who, on, &yes, f);
	if (!rc && !yes && book_is_owner(book))
		rc = scope_holds(book, right_scope(right, ROLE_ADMIN), &who, on, &yes, f);
	if (rc)
		return rc;
	return yes ? FAULT_OK : fault_set(f, FAULT_NOT_PERMITTED, NULL);
}
