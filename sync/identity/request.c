#include "config.h"
#include "sync/identity/request.h"

#include <string.h>

/* A team's laptop names its team, no other does. */
static bool read_team(struct request *r, const json_t *object)
{
	if (r->level == CERTIFIED_TEAM)
		return signed_name(object, "team", r->team) && *r->team;
	return json_is_null(json_object_get(object, "team"));
}

static bool read_object(struct request *r, const json_t *object)
{
	return signed_hex(object, "sign", r->sign_pk, sizeof r->sign_pk) &&
	       signed_hex(object, "box", r->box_pk, sizeof r->box_pk) &&
	       signed_name(object, "unit_name", r->unit_name) &&
	       certified_level_read(object, "level", &r->level) && read_team(r, object) &&
	       signed_name(object, "name", r->name);
}

bool request_read(struct request *out, const char *manifest, size_t n)
{
	json_t *object = signed_json(manifest, n);
	bool fine;

	memset(out, 0, sizeof *out);
	fine = object && read_object(out, object);
	json_decref(object);
	return fine;
}
