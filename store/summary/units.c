#include "config.h"
#include "store/summary/units.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/ledger/roots.h"

/* What an id is kept for, in e->unit_of. */
enum { BY_TEAM, BY_LANE };

static int64_t of_code(struct engine *e, const char *code)
{
	for (uint32_t i = 0; i < e->unit_count; i++)
		if (!strcmp(e->units[i].code, code))
			return (int64_t)i + 1;
	if (e->unit_count == e->unit_room) {
		e->unit_room = e->unit_room ? e->unit_room * 2 : 16;
		e->units = memory_resize(e->units, e->unit_room, sizeof *e->units);
	}
	e->units[e->unit_count++] = (struct met_unit){ .code = memory_strdup(code) };
	return e->unit_count;
}

char *engine_unit_before(const struct engine *e, const char *team)
{
	const char *end = strchr(team, '/');

	return end ? memory_strndup(team, (size_t)(end - team)) : memory_strdup(e->in->unit);
}

static void is_registered(struct engine *e, const char *code)
{
	int64_t id = of_code(e, code);

	e->units[id - 1].registered = true;
}

static int of_roots(struct engine *e, struct fault *f)
{
	struct pinned_root *roots = NULL;
	size_t n = 0;
	int rc = roots_all(e->db, &roots, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (roots[i].whose == ROOT_CHILD && !roots[i].revoked)
			is_registered(e, roots[i].unit);
	free(roots);
	return rc;
}

static int of_teams(struct engine *e, struct fault *f)
{
	struct statement st = statement_of(e->db,
		"SELECT DISTINCT s.s FROM team t JOIN sym s ON s.k = t.code WHERE t.voided = 0", f);

	while (row_next(&st)) {
		char *unit = engine_unit_before(e, row_text(&st, 0));

		is_registered(e, unit);
		free(unit);
	}
	return statement_end(&st);
}

int engine_units(struct engine *e, struct fault *f)
{
	int rc;

	if (e->axis != SUMMARY_UNIT)
		return FAULT_OK;
	rc = of_roots(e, f);
	return rc ? rc : of_teams(e, f);
}

void engine_units_release(struct engine *e)
{
	for (uint32_t i = 0; i < e->unit_count; i++)
		free(e->units[i].code);
	free(e->units);
	summary_map_release(&e->unit_of);
}

int engine_unit_of_team(struct engine *e, int64_t team, int64_t *id, bool *itself, struct fault *f)
{
	uint32_t *known;
	char *code = NULL, *unit;
	int rc;

	if (!team) {
		*id = of_code(e, e->in->unit);
		*itself = true;
		return FAULT_OK;
	}
	known = summary_map_at(&e->unit_of, BY_TEAM, team);
	if (!*known) {
		rc = read_text_of(e->db, "SELECT s FROM sym WHERE k = ?1", team, &code, f);
		if (!rc && !code)
			rc = fault_set(f, FAULT_DAMAGED, "sym");
		if (rc)
			return rc;
		unit = engine_unit_before(e, code);
		*known = (uint32_t)of_code(e, unit) * 2 +
			 (*code && code[strlen(code) - 1] == '/');
		free(unit);
		free(code);
	}
	*id = *known / 2;
	*itself = *known % 2;
	return FAULT_OK;
}

int engine_unit_of_lane(struct engine *e, int64_t lane, int64_t *id, struct fault *f)
{
	uint32_t *known = summary_map_at(&e->unit_of, BY_LANE, lane);
	char *unit = NULL;

	if (!*known) {
		int rc = read_text_of(e->db, "SELECT nullif(unit, '') FROM lane"
				      " WHERE k = ?1 AND own IS NOT 1", lane, &unit, f);

		if (rc)
			return rc;
		*known = (uint32_t)of_code(e, unit ? unit : e->in->unit);
		free(unit);
	}
	*id = *known;
	return FAULT_OK;
}

int engine_unit_name(struct engine *e, int64_t id, char **out, struct fault *f)
{
	const char *code = e->units[id - 1].code;
	const struct unit *commune = unit_commune(code);
	struct pinned_root root;
	bool there = false;
	int rc = FAULT_OK;

	if (!strcmp(code, e->in->unit)) {
		*out = memory_strdup(e->in->unit_name);
		return FAULT_OK;
	}
	rc = roots_child(e->db, code, &root, &there, f);
	if (!rc)
		*out = memory_strdup(there && *root.unit_name ? root.unit_name :
				     commune ? commune->name : code);
	return rc;
}
