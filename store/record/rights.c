#include "config.h"
#include "store/record/rights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book/meta.h"
#include "store/db/statement.h"

struct who {
	bool known;     /* has a live record here */
	enum role role;
	bool in_team;   /* belongs to a team that is known here */
	int64_t team;   /* its interned code */
};

static int who_is(struct book *book, const char *code, struct who *who, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT r.s, m.team, EXISTS(SELECT 1 FROM team t WHERE t.code = m.team AND NOT t.voided)"
		" FROM member m LEFT JOIN sym r ON r.k = m.role"
		" WHERE m.code = (SELECT k FROM sym WHERE s = ?) AND NOT m.voided"
		" ORDER BY m.rec LIMIT 1", f);

	memset(who, 0, sizeof *who);
	who->role = ROLE_MEMBER;
	bind_text(&st, code);
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
	case SCOPE_OF_TEAMS_BELOW:
		*yes = book_level(book) == LEVEL_COMMUNE;
		return FAULT_OK;
	case SCOPE_OF_COMMUNES_BELOW:
		*yes = book_level(book) == LEVEL_UPPER;
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

/* An act, as it is asked for. */
struct act {
	enum right right;
	const struct rights_on *on;
	bool giving; /* a role, instead of all that */
	bool anew;   /* which he has not had */
	enum role role;
};

/*
 * Whether such a role is given at this desk: the roles stand in their order, and a team's laptop
 * gives those of a team alone (oplog/judge.h: others would put the rest aside).
 */
static bool gives(const struct book *book, const struct act *act)
{
	return !act->anew || book_level(book) != LEVEL_TEAM || act->role <= ROLE_LEADER;
}

/* Whether a member may; owner: who set the laptop up, its administrator besides his own role. */
static int may(struct book *book, const char *code, bool owner, const struct act *act, bool *yes,
	       struct fault *f)
{
	struct who who;
	enum right_scope scope;
	bool leader = false;
	int rc = who_is(book, code, &who, f);

	*yes = false;
	if (rc)
		return rc;
	if (act->giving) {
		*yes = gives(book, act) && (owner || act->role <= who.role);
		return FAULT_OK;
	}
	scope = right_scope(act->right, who.role);
	if (act->right == RIGHT_WEEK_CLOSE && who.role == ROLE_MEMBER) {
		rc = has_leader(book, &who, &leader, f);
		scope = leader ? SCOPE_NONE : SCOPE_OWN_TEAM;
	}
	/* Whose record was taken out holds a slot still, but no rights. */
	if (!rc && who.known)
		rc = scope_holds(book, scope, &who, act->on, yes, f);
	if (!rc && !*yes && owner)
		rc = scope_holds(book, right_scope(act->right, ROLE_ADMIN), &who, act->on, yes, f);
	return rc;
}

static void add_name(char *out, size_t size, const char *name)
{
	size_t n = strlen(out);

	if (n + strlen(name) + sizeof ", " <= size)
		snprintf(out + n, size - n, "%s%s", n ? ", " : "", name);
}

/* Names the members who may, of those that are registered. */
static int refuse(struct book *book, const struct act *act, struct fault *f)
{
	char *owner = NULL, who[sizeof f->who] = "";
	struct statement st;
	int rc = meta_text(book_db(book), "owner", &owner, f);

	/* Those of other teams and units are not asked at this desk. */
	st = statement_of(book_db(book), "SELECT c.s FROM member m JOIN sym c ON c.k = m.code"
					 " WHERE NOT m.voided AND instr(c.s, '/') = 0 ORDER BY m.rec", f);
	while (!rc && row_next(&st)) {
		const char *code = row_text(&st, 0);
		bool yes, owns = owner && !strcmp(code, owner);

		rc = st.rc = may(book, code, owns, act, &yes, f);
		if (!rc && yes && strcmp(code, book_member(book)) != 0)
			add_name(who, sizeof who, code);
	}
	rc = statement_end(&st);
	free(owner);
	if (rc)
		return rc;
	fault_set(f, FAULT_NOT_PERMITTED, NULL);
	memcpy(f->who, who, sizeof who);
	return FAULT_NOT_PERMITTED;
}

static int check(struct book *book, const struct act *act, struct fault *f)
{
	bool yes;
	int rc = may(book, book_member(book), book_is_owner(book), act, &yes, f);

	return rc || yes ? rc : refuse(book, act, f);
}

int rights_give(struct book *book, const char *role, bool anew, struct fault *f)
{
	const struct act act = { .giving = true, .anew = anew,
				 .role = role ? role_find(role) : ROLE_MEMBER };

	return check(book, &act, f);
}

int rights_check(struct book *book, enum right right, const struct rights_on *on,
		 struct fault *f)
{
	const struct act act = { .right = right, .on = on };

	return check(book, &act, f);
}
