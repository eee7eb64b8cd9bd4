#include "config.h"
#include "sync/identity/request.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "sync/crypto/package.h"

/* Of a team's laptop the team, if it knows it; no other has one. */
static bool read_team(struct request *r, const json_t *object)
{
	if (json_is_null(json_object_get(object, "team")))
		return true;
	return r->level == CERTIFIED_TEAM && signed_name(object, "team", r->team) && *r->team;
}

/* A list of codes, for people to look at. */
static bool read_codes(const json_t *object, const char *key, size_t max)
{
	const json_t *list = json_object_get(object, key), *each;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) > max)
		return false;
	json_array_foreach((json_t *)(uintptr_t)list, i, each)
		if (!json_is_string(each))
			return false;
	return true;
}

static bool read_object(struct request *r, const json_t *object)
{
	return signed_hex(object, "sign", r->sign_pk, sizeof r->sign_pk) &&
	       signed_hex(object, "box", r->box_pk, sizeof r->box_pk) &&
	       signed_code(object, "unit", r->unit) &&
	       signed_name(object, "unit_name", r->unit_name) &&
	       certified_level_read(object, "level", &r->level) && read_team(r, object) &&
	       signed_name(object, "name", r->name) &&
	       signed_hex(object, "lane", r->lane, sizeof r->lane) &&
	       read_codes(object, "villages", LIMIT_MANIFEST) &&
	       read_codes(object, "members", REQUEST_MEMBERS);
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

enum refusal request_open(struct request *out, struct input *in)
{
	struct package *p = memory_alloc(sizeof *p);
	struct manifest m;
	uint64_t lines;
	enum refusal no = package_read(p, in);

	if (!no && !manifest_read(&m, p->manifest, p->manifest_len))
		no = REFUSAL_BAD_MANIFEST;
	if (!no && m.format != FORMAT_REQUEST)
		no = REFUSAL_NOT_FOR_US;
	if (!no && m.reader > MANIFEST_READER)
		no = REFUSAL_NEWER;
	if (!no && (p->n_links || p->body || !request_read(out, p->manifest, p->manifest_len)))
		no = REFUSAL_BAD_MANIFEST;
	if (!no)
		no = package_check_body(p, &m, &lines);
	free(p);
	return no;
}

json_t *request_keys(const struct request *r, json_t *villages, json_t *members)
{
	json_t *object = json_object();

	json_object_set_new(object, "sign", hex_json(r->sign_pk, sizeof r->sign_pk));
	json_object_set_new(object, "box", hex_json(r->box_pk, sizeof r->box_pk));
	json_object_set_new(object, "unit_name", json_string(r->unit_name));
	json_object_set_new(object, "level", json_string(certified_level_name(r->level)));
	json_object_set_new(object, "team", *r->team ? json_string(r->team) : json_null());
	json_object_set_new(object, "name", json_string(r->name));
	json_object_set_new(object, "lane", hex_json(r->lane, sizeof r->lane));
	json_object_set_new(object, "villages", villages);
	json_object_set_new(object, "members", members);
	return object;
}
