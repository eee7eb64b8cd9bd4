#include "config.h"
#include "tests/sync/identity/laptops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/keys.h"
#include "store/book/transaction.h"
#include "store/ledger/certificates.h"
#include "tests/store/record/exchange.h"

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

void known_desk_open(struct known_desk *d, enum book_level level, const char *unit)
{
	struct fault f;

	desk_open_as(&d->desk, level, unit);
	ok(identity_read(&d->id, d->desk.book, &f), &f, "identity");
	desk_refresh(d);
}

void known_desk_close(struct known_desk *d)
{
	desk_check(&d->desk);
	identity_release(&d->id);
	desk_close(&d->desk);
}

struct vector_key desk_root(struct known_desk *d)
{
	struct vector_key key;
	struct fault f;

	memcpy(key.sign_pk, d->id.root_pk, sizeof key.sign_pk);
	ok(keys_read(book_db(d->desk.book), OWN_ROOT_SK, key.sign_sk, sizeof key.sign_sk, &f), &f,
	   "root");
	key.box = d->id.boxes[1];
	return key;
}

static void begin(struct known_desk *d, const char *verb)
{
	struct fault f;

	ok(book_begin(d->desk.book, verb, &f), &f, verb);
}

static void commit(struct known_desk *d)
{
	struct fault f;

	ok(book_commit(d->desk.book, NULL, &f), &f, "commit");
}

static bool refresh(struct known_desk *d)
{
	struct fault f;
	bool changed, again;

	ok(trust_refresh(d->desk.book, &d->id, false, &changed, &f), &f, "refresh");
	ok(trust_refresh(d->desk.book, &d->id, true, &again, &f), &f, "refresh");
	if (again)
		fail_msg("what was worked out does not stand");
	return changed;
}

bool desk_refresh(struct known_desk *d)
{
	bool changed;

	begin(d, "settle");
	changed = refresh(d);
	commit(d);
	return changed;
}

void desk_certify(struct known_desk *d)
{
	struct fault f;

	begin(d, "settle");
	refresh(d);
	ok(enrol_self(d->desk.book, &d->id, &f), &f, "self");
	refresh(d);
	commit(d);
}

void desk_forget(struct known_desk *d)
{
	struct fault f;

	begin(d, "settle");
	ok(db_exec(book_db(d->desk.book), "DELETE FROM laptop", &f), &f, "forget");
	ok(db_exec(book_db(d->desk.book), "DELETE FROM certificate", &f), &f, "forget");
	ok(db_exec(book_db(d->desk.book), "DELETE FROM root", &f), &f, "forget");
	ok(trust_set_stale(book_db(d->desk.book), true, &f), &f, "forget");
	commit(d);
}

/* ---- certificates ---- */

struct certificate certificate_of(const struct vector_key *laptop, int64_t number)
{
	struct certificate c = { .kind = CERTIFIED_LAPTOP, .unit = "26572", .level = CERTIFIED_TEAM,
				 .team = "T01", .name = "Tổ Ấp Bắc", .expires = DAY_MAX,
				 .number = number };

	memcpy(c.sign_pk, laptop->sign_pk, sizeof c.sign_pk);
	memcpy(c.box_pk, laptop->box.pk, sizeof c.box_pk);
	date_parse(&c.issued, DESK_TODAY);
	return c;
}

struct buffer certificate_sign(struct certificate *c, const struct vector_key *root)
{
	struct buffer payload = { 0 }, link = { 0 };

	memcpy(c->issuer, root->sign_pk, sizeof c->issuer);
	certificate_write(&payload, c);
	chain_append(&link, buffer_text(&payload), payload.len, root->sign_sk);
	buffer_release(&payload);
	return link;
}

void desk_keep(struct known_desk *d, struct certificate c, const struct vector_key *root)
{
	struct buffer bytes = certificate_sign(&c, root);
	struct chain_link link;
	struct fault f;
	size_t at = 0;

	assert_true(chain_next((const uint8_t *)buffer_text(&bytes), bytes.len, &at, &link));
	begin(d, "settle");
	ok(trust_keep_link(d->desk.book, &link, &f), &f, "keep");
	commit(d);
	buffer_release(&bytes);
}

void desk_pin(struct known_desk *d, const struct vector_key *root, enum root_whose whose,
	      enum book_level level, const char *unit, const char *codes)
{
	struct pinned_root pinned = { .whose = whose, .level = level };
	struct fault f;

	memcpy(pinned.pk, root->sign_pk, sizeof pinned.pk);
	memcpy(pinned.box, root->box.pk, sizeof pinned.box);
	snprintf(pinned.unit, sizeof pinned.unit, "%s", unit);
	snprintf(pinned.codes, sizeof pinned.codes, "%s", codes);
	begin(d, "settle");
	ok(roots_put(book_db(d->desk.book), &pinned, &f), &f, "pin");
	commit(d);
}

static const char *text_of(struct known_desk *d, const struct laptop *l)
{
	static const char *const levels[] = { "team", "commune", "upper" };
	static char text[512];
	struct kept_certificate newest = { 0 };
	char day[DATE_SIZE] = "never";
	struct fault f;

	if (l->newest)
		ok(certificates_get(book_db(d->desk.book), l->newest, &newest, &f), &f, "newest");
	if (l->expires != DAY_MAX)
		date_format(day, l->expires);
	snprintf(text, sizeof text, "%s %s %s %s %s %lld %lld%s", levels[l->level], l->unit,
		 *l->team ? l->team : "-", *l->codes ? l->codes : "-", day, (long long)l->number,
		 (long long)newest.number, l->revoked ? " revoked" : "");
	free(newest.payload);
	return text;
}

const char *laptop_text(struct known_desk *d, const uint8_t sign[LEDGER_KEY])
{
	struct laptop l;
	struct fault f;
	bool there;

	ok(laptops_find(book_db(d->desk.book), sign, &l, &there, &f), &f, "laptop");
	return there ? text_of(d, &l) : "";
}

/* ---- what other lanes wrote ---- */

void desk_hears(struct known_desk *d, int lane, enum book_level level, const char *unit,
		const uint8_t *by, const char *set)
{
	struct lane is = { .id = { (uint8_t)lane }, .known = true, .level = level };
	char id[LANE_TEXT], line[8192];
	struct parcel parcel = { 0 };
	static int n;
	struct fault f;
	int64_t key;
	bool fits;

	n++;
	snprintf(is.unit, sizeof is.unit, "%s", unit);
	if (level != LEVEL_UPPER)
		snprintf(is.codes, sizeof is.codes, "%s", unit);
	lane_text(id, is.id);
	snprintf(line, sizeof line, "{\"n\":%d,\"lane\":\"%s\",\"type\":\"key\",\"set\":%s,"
		 "\"hlc\":%d,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"%026d\"}", n, id, set, n, n);
	begin(d, "settle");
	ok(lane_intern(book_db(d->desk.book), is.id, &key, &f), &f, "lane");
	if (by)
		ok(laptops_bind_lane(book_db(d->desk.book), key, by, &fits, &f), &f, "bind");
	parcel_add(&parcel, &is, line);
	desk_take_within(&d->desk, &parcel);
	commit(d);
	parcel_release(&parcel);
}

char *revoking(const uint8_t sign[LEDGER_KEY])
{
	char letters[2 * HEX_BYTES + 1], *text = malloc(128);

	hex_text(letters, sign, LEDGER_KEY);
	snprintf(text, 128, "{\"sign\":\"%s\",\"keep\":[]}", letters);
	return text;
}

/* ---- packages ---- */

struct package *package_of(struct certificate *laptop, const struct vector_key *root,
			   struct certificate *unit, const struct vector_key *above)
{
	struct package *p = calloc(1, sizeof *p);
	struct buffer link = certificate_sign(laptop, root);
	size_t at = 0;

	memcpy(p->signer, laptop->sign_pk, sizeof p->signer);
	memcpy(p->chain, link.text, link.len);
	p->chain_len = link.len;
	buffer_release(&link);
	if (unit) {
		link = certificate_sign(unit, above);
		memcpy(p->chain + p->chain_len, link.text, link.len);
		p->chain_len += link.len;
		buffer_release(&link);
	}
	while (chain_next(p->chain, p->chain_len, &at, &p->links[p->n_links]))
		p->n_links++;
	return p;
}

const char *chain_text(struct known_desk *d, const struct package *p)
{
	static char text[600];
	enum chain_worth worth;
	struct laptop signer;
	struct fault f;

	ok(trust_weigh(d->desk.book, p, &worth, &signer, &f), &f, "weigh");
	snprintf(text, sizeof text, "%s%s%s", worth == CHAIN_COUNTS ? "counts" :
		 worth == CHAIN_ROOT_REVOKED ? "revoked" : "unknown",
		 worth == CHAIN_COUNTS ? " " : "", worth == CHAIN_COUNTS ? text_of(d, &signer) : "");
	return text;
}
