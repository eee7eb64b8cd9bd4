#include "config.h"
#include "sync/identity/enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/keys.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/query/list_register.h"
#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/rights.h"
#include "store/record/unit_codes.h"
#include "sync/crypto/base64.h"
#include "sync/crypto/package.h"
#include "sync/identity/codes.h"
#include "sync/identity/trust.h"

#define ENROL_VERB "device_enrol"

enum { TEAM_LETTERS = 16 };

/* ---- asking ---- */

static json_t *own_codes(const json_t *codes, size_t max)
{
	json_t *own = json_array(), *each;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)codes, i, each)
		if (!strchr(json_string_value(each), '/') && json_array_size(own) < max)
			json_array_append(own, each);
	return own;
}

/* Villages it looks after, and people who write here: of a team's laptop those of its team. */
static int read_registers(struct book *book, struct request *r, json_t **villages,
			  json_t **members, struct fault *f)
{
	json_t *team = NULL, *all;
	rec_t rec;
	int rc = *r->team ? record_lookup_code(book, TYPE_TEAM, r->team, &rec, f) : FAULT_NOT_FOUND;

	if (!rc && !(team = record_read(book, rec, f)))
		rc = (int)f->code;
	if (rc && rc != FAULT_NOT_FOUND)
		return rc;
	if (team)
		snprintf(r->name, sizeof r->name, "%s",
			 json_string_value(json_object_get(team, "name")));
	all = json_array_size(json_object_get(team, "villages")) ?
		      json_incref(json_object_get(team, "villages")) :
		      list_register_codes(book, TYPE_VILLAGE, f);
	json_decref(team);
	if (!all)
		return (int)f->code;
	*villages = own_codes(all, REQUEST_VILLAGES);
	json_decref(all);
	all = list_register_codes(book, TYPE_MEMBER, f);
	*members = own_codes(all, REQUEST_MEMBERS);
	json_decref(all);
	return all ? FAULT_OK : (int)f->code;
}

static enum trust_in_clock clock_word(const struct moment *now)
{
	switch (now->trust) {
	case CLOCK_RIGHT:
		return CLK_OK;
	case CLOCK_ASKED:
		return CLK_ASKED;
	default:
		return CLK_BAD;
	}
}

static void write_request(struct book *book, const struct request *r, json_t *own,
			  const uint8_t secret[SIGN_SECRET_BYTES], struct buffer *package)
{
	const struct moment *now = book_now(book);
	const struct buffer none = { 0 };
	struct buffer text = { 0 };
	struct manifest m = { .format = FORMAT_REQUEST, .reader = MANIFEST_READER,
			      .app = PACKAGE_VERSION, .day = now->day, .minute = now->minute,
			      .clk = clock_word(now) };

	memcpy(m.unit, r->unit, sizeof m.unit);
	hash_bytes(m.root, sizeof m.root, "", 0);
	manifest_write(&text, &m, own);
	package_write(package, &none, &text, &none, secret);
	buffer_release(&text);
}

static void fill_request(struct request *r, struct book *book, const struct identity *id,
			 const char *team)
{
	const struct box_key *box = &id->boxes[id->n_boxes - 1];

	memset(r, 0, sizeof *r);
	memcpy(r->sign_pk, id->has_unit ? id->root_pk : id->sign_pk, sizeof r->sign_pk);
	memcpy(r->box_pk, box->pk, sizeof r->box_pk);
	snprintf(r->unit, sizeof r->unit, "%s", book_unit(book));
	snprintf(r->unit_name, sizeof r->unit_name, "%s", book_unit_name(book));
	r->level = (enum certified_level)book_level(book);
	if (r->level == CERTIFIED_TEAM)
		snprintf(r->team, sizeof r->team, "%s", team);
	snprintf(r->name, sizeof r->name, "%s", book_member(book));
}

int enrol_request(struct book *book, const struct identity *id, const char *team,
		  struct buffer *package, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES];
	json_t *villages = NULL, *members = NULL;
	struct request r;
	struct lane lane;
	int rc = lane_load(book_db(book), book_lane(book), &lane, f);

	if (rc)
		return rc;
	fill_request(&r, book, id, team);
	memcpy(r.lane, lane.id, sizeof r.lane);
	rc = read_registers(book, &r, &villages, &members, f);
	if (!rc)
		rc = keys_read(book_db(book), id->has_unit ? OWN_ROOT_SK : OWN_SIGN_SK, secret,
			       sizeof secret, f);
	if (rc) {
		json_decref(villages);
		json_decref(members);
	} else {
		write_request(book, &r, request_keys(&r, villages, members), secret, package);
	}
	wipe(secret, sizeof secret);
	return rc;
}

/* ---- issuing ---- */

/* One more than the last of this root, or the time. */
static int next_number(struct book *book, const uint8_t root[LEDGER_KEY], int64_t *out,
		       struct fault *f)
{
	struct kept_certificate *all;
	size_t n;
	int rc = certificates_of(book_db(book), NULL, &all, &n, f);

	*out = book_now(book)->ms;
	for (size_t i = 0; i < n; i++)
		if (!memcmp(all[i].issuer, root, LEDGER_KEY) && all[i].number >= *out)
			*out = all[i].number + 1;
	certificates_free(all, n);
	return rc;
}

/* A link of a chain with the signature of this desk's root. */
static int sign(struct book *book, const struct identity *id, struct certificate *c,
		struct buffer *link, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES];
	struct buffer payload = { 0 };
	int rc = keys_read(book_db(book), OWN_ROOT_SK, secret, sizeof secret, f);

	memcpy(c->issuer, id->root_pk, sizeof c->issuer);
	c->issued = book_now(book)->day;
	if (!rc)
		rc = next_number(book, c->issuer, &c->number, f);
	if (!rc) {
		certificate_write(&payload, c);
		chain_append(link, buffer_text(&payload), payload.len, secret);
	}
	wipe(secret, sizeof secret);
	buffer_release(&payload);
	return rc;
}

static int put_record(struct book *book, const struct certificate *c, const struct buffer *link,
		      struct fault *f)
{
	char *text = memory_alloc(BASE64_LEN(link->len) + 1);
	json_t *set = json_object();
	rec_t rec;
	int rc = key_record_of(book, c->sign_pk, &rec, f);

	base64_encode(text, (const uint8_t *)buffer_text(link), link->len);
	if (!rec)
		json_object_set_new(set, "sign", hex_json(c->sign_pk, sizeof c->sign_pk));
	json_object_set_new(set, "cert", json_string(text));
	if (!rc)
		rc = record_append(book, rec, TYPE_KEY, set, &rec, f);
	json_decref(set);
	free(text);
	return rc;
}

/* Number, issuer and day are filled in; kept at once, so that the next has another number. */
static int issue(struct book *book, const struct identity *id, struct certificate *c, bool recorded,
		 struct fault *f)
{
	struct buffer bytes = { 0 };
	struct chain_link link;
	size_t at = 0;
	int rc = sign(book, id, c, &bytes, f);

	if (!rc && !chain_next((const uint8_t *)buffer_text(&bytes), bytes.len, &at, &link))
		rc = fault_set(f, FAULT_INTERNAL, "enrol");
	if (!rc)
		rc = trust_keep_link(book, &link, f);
	if (!rc && recorded)
		rc = put_record(book, c, &bytes, f);
	buffer_release(&bytes);
	return rc;
}

/* Its own root as it is to be pinned, with what the level above gave it. */
static int own_root(struct book *book, const struct identity *id, struct pinned_root *own,
		    struct fault *f)
{
	struct pinned_root pinned;
	bool there = false;
	int rc = trust_own_root(book, id, own, f);

	if (!rc)
		rc = roots_own(book_db(book), &pinned, &there, f);
	if (rc || !there)
		return rc;
	codes_add_list(own->codes, pinned.codes);
	own->revoked = pinned.revoked;
	return FAULT_OK;
}

/* ---- granting ---- */

static int check_fingerprint(const struct request *r, const char *typed, struct fault *f)
{
	uint8_t is[FINGERPRINT_BYTES], said[FINGERPRINT_BYTES];

	fingerprint_of(is, r->sign_pk, r->box_pk);
	return fingerprint_read(said, typed) && !memcmp(is, said, sizeof is) ?
		       FAULT_OK : fault_set(f, FAULT_NOT_PERMITTED, "fingerprint");
}

static int check_box(const struct request *r, struct fault *f)
{
	const uint8_t key[FILE_KEY_BYTES] = { 0 };
	struct wrapped_key wrapped;

	return box_wrap(&wrapped, key, r->box_pk) ? FAULT_OK :
						    fault_field(f, "box", REASON_BAD_CODE, NULL);
}

/* A commune enrols its teams' laptops, an upper level communes. */
static int check_place(struct book *book, const struct request *r, struct fault *f)
{
	bool commune = book_level(book) == LEVEL_COMMUNE;

	if (book_level(book) == LEVEL_TEAM)
		return fault_set(f, FAULT_NOT_PERMITTED, NULL);
	if (r->level != (commune ? CERTIFIED_TEAM : CERTIFIED_COMMUNE))
		return fault_field(f, "level", REASON_BAD_CODE, certified_level_name(r->level));
	if (commune ? strcmp(r->unit, book_unit(book)) != 0 :
		      !unit_code_fits(LEVEL_COMMUNE, r->unit))
		return fault_field(f, "unit", REASON_BAD_UNIT, r->unit);
	return FAULT_OK;
}

static bool fits_team(const char *code)
{
	size_t n = strlen(code);

	return n && text_chars(code, n) <= TEAM_LETTERS && !text_has_control(code, n, false) &&
	       !text_has_invisible(code, n) && !strpbrk(code, "/,");
}

/* The team is the laptop's for life: as it is certified, as said, as asked. */
static int choose_team(struct book *book, const struct request *r, const struct grant *grant,
		       struct certificate *c, struct fault *f)
{
	const char *team = grant->team;
	struct laptop laptop;
	bool there;
	int rc = laptops_find(book_db(book), r->sign_pk, &laptop, &there, f);

	if (rc)
		return rc;
	if (r->level != CERTIFIED_TEAM)
		return team ? fault_field(f, "team", REASON_UNKNOWN_TEAM, team) : FAULT_OK;
	if (!team)
		team = there ? laptop.team : r->team;
	if (!*team)
		return fault_missing(f, "team", REASON_UNKNOWN_TEAM);
	if (there && strcmp(team, laptop.team) != 0)
		return fault_field(f, "team", REASON_FIXED, team);
	if (!fits_team(team))
		return fault_field(f, "team", REASON_BAD_CODE, team);
	snprintf(c->team, sizeof c->team, "%s", team);
	return FAULT_OK;
}

/* The unit's own is always among them: by it its laptops know each other. */
static int choose_codes(const struct pinned_root *own, const struct grant *grant,
			struct certificate *c, struct fault *f)
{
	bool unit = c->kind == CERTIFIED_UNIT;
	char codes[LANE_CODES] = "";
	char *said;
	int rc = unit_codes_read(grant->codes ? grant->codes : unit ? "" : own->codes, &said, f);

	if (rc)
		return rc;
	codes_add(codes, c->unit);
	codes_add_list(codes, said);
	if (!unit && !codes_include(own->codes, codes))
		rc = fault_field(f, "codes", REASON_NOT_OURS, said);
	free(said);
	codes_certify(c, codes);
	return rc;
}

static int choose(struct book *book, const struct identity *id, const struct request *r,
		  const struct grant *grant, struct certificate *c, struct fault *f)
{
	struct pinned_root own;
	int rc = own_root(book, id, &own, f);

	if (rc)
		return rc;
	memset(c, 0, sizeof *c);
	c->kind = r->level == CERTIFIED_TEAM ? CERTIFIED_LAPTOP : CERTIFIED_UNIT;
	memcpy(c->sign_pk, r->sign_pk, sizeof c->sign_pk);
	memcpy(c->box_pk, r->box_pk, sizeof c->box_pk);
	memcpy(c->unit, r->unit, sizeof c->unit);
	snprintf(c->unit_name, sizeof c->unit_name, "%s",
		 c->kind == CERTIFIED_UNIT ? r->unit_name : book_unit_name(book));
	c->level = r->level;
	memcpy(c->name, r->name, sizeof c->name);
	c->expires = grant->expires;
	if (grant->expires < book_now(book)->day)
		return fault_field(f, "expires", REASON_BAD_DATE, NULL);
	rc = choose_team(book, r, grant, c, f);
	return rc ? rc : choose_codes(&own, grant, c, f);
}

/*
 * Answers go to a unit's code: of two roots of it that stand one would hear nothing, or of what is
 * not its own. A desk that lost its data file takes the place of the former, which is revoked first.
 */
static int check_alone(struct book *book, const struct request *r, struct fault *f)
{
	struct pinned_root root;
	bool there;
	int rc;

	if (r->level == CERTIFIED_TEAM)
		return FAULT_OK;
	rc = roots_child(book_db(book), r->unit, &root, &there, f);
	return !rc && there && !root.revoked && memcmp(root.pk, r->sign_pk, LEDGER_KEY) != 0 ?
		       fault_set(f, FAULT_NOT_PERMITTED, ENROL_SECOND) : rc;
}

static int check_request(struct book *book, const struct request *r, const char *fingerprint,
			 struct fault *f)
{
	static const struct rights_on on;
	bool revoked = false;
	int rc = rights_check(book, RIGHT_DEVICE_ENROL_REVOKE, &on, f);

	if (!rc)
		rc = check_place(book, r, f);
	if (!rc)
		rc = check_fingerprint(r, fingerprint, f);
	if (!rc)
		rc = check_box(r, f);
	if (!rc)
		rc = trust_is_revoked(book, r->sign_pk, &revoked, f);
	if (!rc && revoked)
		rc = fault_set(f, FAULT_NOT_PERMITTED, "revoked");
	return rc ? rc : check_alone(book, r, f);
}

bool enrol_is_verb(const char *verb)
{
	return !strcmp(verb, ENROL_VERB) || !strcmp(verb, REVOKE_VERB);
}

int enrol_grant(struct book *book, const struct identity *id, const struct request *request,
		const char *fingerprint, const struct grant *grant, struct fault *f)
{
	char tag_letters[2 * HEX_BYTES + 1];
	uint8_t tag[TAG_BYTES];
	struct certificate c;
	int rc = check_request(book, request, fingerprint, f);

	if (!rc)
		rc = choose(book, id, request, grant, &c, f);
	if (!rc)
		rc = book_begin(book, ENROL_VERB, f);
	if (rc)
		return rc;
	key_tag(tag, request->sign_pk);
	hex_text(tag_letters, tag, sizeof tag);
	rc = issue(book, id, &c, true, f);
	if (!rc)
		rc = book_commit(book, tag_letters, f);
	if (rc)
		book_rollback(book);
	return rc;
}

/* ---- oneself ---- */

static void about_own(struct certificate *c, const struct pinned_root *own)
{
	memset(c, 0, sizeof *c);
	memcpy(c->unit, own->unit, sizeof c->unit);
	memcpy(c->unit_name, own->unit_name, sizeof own->unit_name);
	c->level = (enum certified_level)own->level;
	codes_certify(c, own->codes);
	c->expires = DAY_MAX;
}

/* Whether a list has all the codes of a certificate. */
static bool has_all(const char *codes, const struct certificate *c)
{
	for (int i = 0; i < c->n_codes; i++)
		if (!lane_has_code(codes, c->codes[i]))
			return false;
	return true;
}

/* What the root says of itself: what others show of it, and nobody believes. */
static int certify_root(struct book *book, const struct identity *id, const struct pinned_root *own,
			struct fault *f)
{
	struct kept_certificate *all;
	struct certificate c, is;
	bool fits = false;
	size_t n;
	int rc = certificates_of(book_db(book), own->pk, &all, &n, f);

	about_own(&c, own);
	for (size_t i = 0; !fits && i < n; i++) {
		char codes[LANE_CODES] = "";

		if (memcmp(all[i].issuer, own->pk, LEDGER_KEY) != 0 ||
		    !certificate_read(&is, all[i].payload, all[i].n))
			continue;
		codes_add_certificate(codes, &is, NULL);
		fits = has_all(codes, &c);
	}
	certificates_free(all, n);
	if (rc || fits)
		return rc;
	c.kind = CERTIFIED_UNIT;
	memcpy(c.sign_pk, own->pk, sizeof c.sign_pk);
	memcpy(c.box_pk, own->box, sizeof c.box_pk);
	return issue(book, id, &c, false, f);
}

static int certify_laptop(struct book *book, const struct identity *id,
			  const struct pinned_root *own, struct fault *f)
{
	struct laptop laptop;
	struct certificate c;
	bool there;
	int rc = trust_own(book, id, &laptop, &there, f);

	about_own(&c, own);
	if (rc || (there && has_all(laptop.codes, &c) && laptop.expires == DAY_MAX))
		return rc;
	c.kind = CERTIFIED_LAPTOP;
	memcpy(c.sign_pk, id->sign_pk, sizeof c.sign_pk);
	memcpy(c.box_pk, id->boxes[0].pk, sizeof c.box_pk);
	snprintf(c.name, sizeof c.name, "%s", book_member(book));
	return issue(book, id, &c, true, f);
}

int enrol_self(struct book *book, const struct identity *id, struct fault *f)
{
	struct pinned_root own;
	bool revoked;
	int rc;

	if (!id->has_unit)
		return FAULT_OK;
	rc = own_root(book, id, &own, f);
	if (!rc)
		rc = trust_is_revoked(book, id->sign_pk, &revoked, f);
	if (rc || revoked || own.revoked)
		return rc;
	rc = certify_root(book, id, &own, f);
	return rc ? rc : certify_laptop(book, id, &own, f);
}
