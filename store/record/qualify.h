/*
 * qualify: codes of other teams and units as people see them, and back.
 *
 * An operation holds codes as they were typed on the laptop it comes from: "Lan", "T01". Whoever
 * reads a record here sees them with what tells them apart at this desk (scope.h): "T02/Lan",
 * "26575/T01"; and gives them so when he changes it.
 *
 * A person of a team whom the commune's own register has under that code with that team is the
 * same person, and bears the commune's code: where Lan of T01 is registered, "T01/Lan" is "Lan".
 *
 * Invariant: a function of the records and of what lanes are; no operation is changed.
 */
#ifndef STORE_RECORD_QUALIFY_H
#define STORE_RECORD_QUALIFY_H

#include <jansson.h>

#include "store/catalog/record_type.h"
#include "store/record/scope.h"

/*
 * The key in `sym` of the code by which the commune's register has the person of the code `code`
 * (an SQL text, a column by its
 * table's name); NULL where it does not have him, or `code` is the register's own. A code is
 * unit/team/name, team/name or name: what stands before the last '/' is the team; that without
 * its own last part, and the name, are the code in the register.
 */
#define BEFORE_LAST(text) "rtrim(" text ", replace(" text ", '/', ''))"
#define TEAM_BEFORE(code) "rtrim(" BEFORE_LAST(code) ", '/')"
#define REGISTERED_AS(code) \
	"(SELECT r.code FROM member r CROSS JOIN op ro ON ro.k = r.rec" \
	" CROSS JOIN lane rl ON rl.k = ro.lane" \
	" WHERE r.code = (SELECT k FROM sym WHERE s = " BEFORE_LAST(TEAM_BEFORE(code)) \
	" || substr(" code ", length(" BEFORE_LAST(code) ") + 1))" \
	" AND r.team = (SELECT k FROM sym WHERE s = " TEAM_BEFORE(code) ")" \
	" AND r.voided = 0 AND rl.level = 1 LIMIT 1)"

/* The keys in `sym` of all codes that mean the person whose code has the key `key` (an SQL number). */
#define CODES_OF_PERSON(key) \
	"(SELECT " key " UNION SELECT a.k FROM member r JOIN sym c ON c.k = r.code" \
	" JOIN sym t ON t.k = r.team" \
	" JOIN sym a ON a.s = t.s || '/' || substr(c.s, length(" BEFORE_LAST("c.s") ") + 1)" \
	" WHERE r.code = " key " AND " REGISTERED_AS("a.s") " = r.code)"

/*
 * The code by which people see the person whom an operation calls `code`, `before` being what
 * stands before people's codes there (scope.h); malloc'ed.
 */
int qualify_person(struct book *book, const char *before, const char *code, char **out,
		   struct fault *f);

/* A field's value of a record of that scope as people see it; a new reference. */
int qualify_value(struct book *book, const struct scope *scope, enum record_type type,
		  const struct field *fd, json_t *value, json_t **out, struct fault *f);

/* Changes to a record of that scope, as people give them, with its own codes; a new reference. */
json_t *qualify_back(const struct scope *scope, enum record_type type, const json_t *changes);

#endif
