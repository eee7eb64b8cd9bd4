#include "config.h"
#include "store/record/scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/cache.h"
#include "store/oplog/judge.h"
#include "store/record/unit_codes.h"

int scope_lane(struct book *book, int64_t key, struct lane *out, struct fault *f)
{
	const char *codes;
	int rc = lane_load(book_db(book), key, out, f);

	if (rc || !out->own)
		return rc;
	codes = book_setting(book, UNIT_CODES_SETTING);
	snprintf(out->codes, sizeof out->codes, "%s%s%s", book_unit(book),
		 codes && *codes ? "," : "", codes ? codes : "");
	return FAULT_OK;
}

/* The scopes asked for so far. */
struct scopes {
	struct known {
		int64_t lane;
		struct scope scope;
	} **all; /* each stays where it is */
	int n;
	struct lane own;
	bool has_own;
};

static void release(void *cache)
{
	struct scopes *scopes = cache;

	for (int i = 0; i < scopes->n; i++)
		free(scopes->all[i]);
	free(scopes->all);
}

static const struct cache_kind kind = { .size = sizeof(struct scopes), .release = release };

void scope_changed(struct book *book)
{
	book_cache_drop(book, &kind);
}

/* Whether a lane's unit is this desk's, by any of its codes. */
static bool of_this_unit(const struct lane *own, const struct lane *lane)
{
	return !*lane->unit || lane_has_code(own->codes, lane->unit);
}

static struct scope made(const struct lane *own, const struct lane *lane)
{
	bool here = of_this_unit(own, lane);
	bool mine = lane->own || lane->level != LEVEL_TEAM ||
		    (own->level == LEVEL_TEAM && !strcmp(own->team, lane->team));
	struct scope scope = { "", "", "" };

	if (lane->own || (here && mine))
		return scope;
	/* What the level above sets is everybody's. */
	if (!here && lane->level == LEVEL_UPPER)
		return scope;
	if (!here)
		snprintf(scope.unit, sizeof scope.unit, "%s/", lane->unit);
	snprintf(scope.person, sizeof scope.person, "%s%s%s", scope.unit, lane->team,
		 *lane->team ? "/" : "");
	if (*lane->team)
		snprintf(scope.team, sizeof scope.team, "%s%s", scope.unit, lane->team);
	return scope;
}

int scope_of(struct book *book, int64_t lane, const struct scope **out, struct fault *f)
{
	static const struct scope none;
	struct scopes *scopes = book_cache(book, &kind);
	struct known *known;
	struct lane what;
	int rc = FAULT_OK;

	*out = &none;
	if (!lane || lane == book_lane(book))
		return FAULT_OK;
	for (int i = 0; i < scopes->n; i++)
		if (scopes->all[i]->lane == lane) {
			*out = &scopes->all[i]->scope;
			return FAULT_OK;
		}
	if (!scopes->has_own)
		rc = scope_lane(book, book_lane(book), &scopes->own, f);
	scopes->has_own = !rc;
	if (!rc)
		rc = scope_lane(book, lane, &what, f);
	if (rc)
		return rc;
	scopes->all = memory_resize(scopes->all, (size_t)scopes->n + 1, sizeof *scopes->all);
	known = memory_alloc(sizeof *known);
	*known = (struct known){ lane, made(&scopes->own, &what) };
	scopes->all[scopes->n++] = known;
	*out = &known->scope;
	return FAULT_OK;
}

int scope_own_team(struct book *book, char *out, struct fault *f)
{
	struct lane own;
	int rc;

	*out = 0;
	if (book_level(book) != LEVEL_TEAM)
		return FAULT_OK;
	rc = lane_load(book_db(book), book_lane(book), &own, f);
	if (!rc)
		memcpy(out, own.team, sizeof own.team);
	return rc;
}

int scope_may_name(struct book *book, int64_t a, int64_t b, bool *may, struct fault *f)
{
	struct lane one, other;
	int rc;

	*may = true;
	if (a == b || !a || !b)
		return FAULT_OK;
	rc = scope_lane(book, a, &one, f);
	if (!rc)
		rc = scope_lane(book, b, &other, f);
	if (!rc)
		*may = judge_may_name(&one, &other);
	return rc;
}
