#include "config.h"
#include "tui/cli/cmd_inspect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/base/text.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/package.h"
#include "sync/identity/request.h"
#include "sync/identity/trust.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/package_words.h"

/* What became known of a file; the first thing that is wrong ends it. */
struct finding {
	const char *path;
	enum refusal refusal;
	enum container container;
	bool contained; /* it is an envelope or a package at all */
	int recipients;
	struct package package;
	bool has_manifest, has_signer, has_request, has_body;
	struct manifest manifest;
	struct certificate signer;
	bool is_weighed; /* whether its certificate counts here: asked where the data file is open */
	enum chain_worth worth;
	bool revoked;    /* of one that counts: the laptop is */
	struct request request;
	uint64_t lines;
	struct identity identity; /* of this desk; empty where it was not asked */
};

static const char *const containers[] = { "age", "armour", "package" };

/* ---- finding out ---- */

/* Every certificate must be one, signed by the issuer it names: who that is, is not asked here. */
static bool find_signer(struct finding *found)
{
	const struct package *p = &found->package;

	for (int i = p->n_links; i-- > 0;) {
		const struct chain_link *link = &p->links[i];

		if (!certificate_read(&found->signer, link->payload, link->n) ||
		    !certificate_verify(&found->signer, link->payload, link->n, link->signature))
			return false;
	}
	found->has_signer = p->n_links;
	return true;
}

static enum refusal find_manifest(struct finding *found)
{
	const struct package *p = &found->package;
	struct manifest *m = &found->manifest;

	if (!manifest_read(m, p->manifest, p->manifest_len))
		return REFUSAL_BAD_MANIFEST;
	found->has_manifest = true;
	if (m->format == FORMAT_REQUEST)
		found->has_request = request_read(&found->request, p->manifest, p->manifest_len);
	if ((m->format == FORMAT_REQUEST) != !p->n_links ||
	    (m->format == FORMAT_REQUEST && !found->has_request) ||
	    (found->has_signer && strcmp(found->signer.unit, m->unit)))
		return REFUSAL_BAD_MANIFEST;
	if (m->reader > MANIFEST_READER || m->format == FORMAT_UNKNOWN)
		return REFUSAL_NEWER;
	return REFUSAL_NONE;
}

static enum refusal find_package(struct finding *found, struct input *content)
{
	enum refusal no = package_read(&found->package, content);

	if (no)
		return no;
	if (!find_signer(found))
		return REFUSAL_BAD_SIGNATURE;
	no = find_manifest(found);
	if (no)
		return no;
	no = package_check_body(&found->package, &found->manifest, &found->lines);
	found->has_body = !no;
	return no;
}

static void find_content(struct finding *found, struct input *file)
{
	struct envelope *e;

	found->refusal = envelope_open(&e, file, found->identity.boxes, found->identity.n_boxes);
	if (!found->refusal) {
		struct input *content = envelope_content(e);

		found->recipients = envelope_recipients(e);
		found->refusal = find_package(found, content);
		file->sys = content->sys;
	}
	envelope_close(e);
}

static int weigh(struct finding *found, struct cli *cli)
{
	struct fault f = { 0 };
	struct laptop laptop;

	if (!found->has_signer || !cli->book)
		return EX_OK;
	if (trust_weigh(cli->book, &found->package, &found->worth, &laptop, &f))
		return cli_fail(cli, &f);
	found->is_weighed = true;
	found->revoked = laptop.revoked;
	return EX_OK;
}

/* What is sealed is opened with this desk's keys: for that the data file is unlocked. */
static int find(struct finding *found, struct cli *cli, struct input_file *file)
{
	int status;

	found->refusal = envelope_sniff(&file->in, &found->container);
	found->contained = !found->refusal;
	if (found->refusal)
		return EX_OK;
	if (found->container != CONTAINER_PACKAGE) {
		status = cli_open_identity(cli, &found->identity);
		if (status)
			return status;
	}
	find_content(found, &file->in);
	return weigh(found, cli);
}

/* ---- showing it ---- */

/* The first letters of a fingerprint; the whole is only ever told by whose it is. */
static void glimpse(char out[FINGERPRINT_TEXT], const struct request *r)
{
	uint8_t bytes[FINGERPRINT_BYTES];

	fingerprint_of(bytes, r->sign_pk, r->box_pk);
	fingerprint_text(out, bytes);
	out[FINGERPRINT_GLIMPSE] = 0;
}

static bool is_own(const struct finding *found, const uint8_t pk[SIGN_PUBLIC_BYTES])
{
	return found->identity.boxes && !memcmp(found->identity.sign_pk, pk, SIGN_PUBLIC_BYTES);
}

/* Whether the certificate was issued by this desk's own root. */
static bool own_root(const struct finding *found)
{
	return found->identity.has_unit && found->has_signer &&
	       !memcmp(found->identity.root_pk, found->signer.issuer, SIGN_PUBLIC_BYTES);
}

/* Whether what it signs is taken here. */
static bool counts(const struct finding *found)
{
	return found->worth == CHAIN_COUNTS && !found->revoked;
}

/* A laptop that is addressed, by the name folders have for it. */
static void addressee(const struct manifest *m, char out[2 * HEX_BYTES + 1])
{
	uint8_t tag[TAG_BYTES];

	key_tag(tag, m->to_pk);
	hex_text(out, tag, sizeof tag);
}

static void put_manifest_json(json_t *object, const struct finding *found)
{
	const struct manifest *m = &found->manifest;
	char to[2 * HEX_BYTES + 1], hash_letters[2 * HEX_BYTES + 1];
	uint8_t hash[HASH_BYTES];

	addressee(m, to);
	manifest_hash(hash, found->package.manifest, found->package.manifest_len);
	hex_text(hash_letters, hash, sizeof hash);
	json_object_set_new(object, "format", json_string(m->format_name));
	json_object_set_new(object, "reader", json_integer(m->reader));
	json_object_set_new(object, "app", json_string(m->app));
	json_object_set_new(object, "unit", json_string(m->unit));
	json_object_set_new(object, "to_unit", cli_json_text(m->to_code));
	json_object_set_new(object, "to_laptop", m->to_laptop ? json_string(to) : json_null());
	json_object_set_new(object, "made", cli_json_moment(m->day, m->minute));
	json_object_set_new(object, "clk", json_string(trust_in_clock_name(m->clk)));
	json_object_set_new(object, "bytes", json_integer(m->raw));
	json_object_set_new(object, "hash", json_string(hash_letters));
}

static json_t *signer_json(const struct finding *found)
{
	const struct certificate *c = &found->signer;

	return json_pack("{ss ss ss ss so ss so so sI sb so}", "kind", certified_name(c->kind), "unit",
			 c->unit, "unit_name", c->unit_name, "level", certified_level_name(c->level),
			 "team", cli_json_text(c->team), "name", c->name, "issued",
			 cli_json_day(c->issued, DAY_MAX), "expires", cli_json_day(c->expires, DAY_MAX), "number",
			 (json_int_t)c->number, "own_root", own_root(found), "counts",
			 found->is_weighed ? json_boolean(counts(found)) : json_null());
}

static json_t *asked_json(const struct request *r)
{
	char letters[FINGERPRINT_TEXT];

	glimpse(letters, r);
	return json_pack("{ss ss so ss ss}", "unit_name", r->unit_name, "level",
			 certified_level_name(r->level), "team", cli_json_text(r->team), "name",
			 r->name, "fingerprint_begins", letters);
}

static void show_json(const struct finding *found)
{
	const char *reason = refusal_name(found->refusal);
	char *path = memory_alloc(TEXT_ROOM(strlen(found->path))); /* a name may be any bytes */
	json_t *object = json_object();

	text_printable(path, TEXT_ROOM(strlen(found->path)), found->path, strlen(found->path));
	json_object_set_new(object, "file", json_string(path));
	json_object_set_new(object, "verdict",
			    json_string(verdict_name(refusal_verdict(found->refusal))));
	json_object_set_new(object, "reason", cli_json_text(reason));
	json_object_set_new(object, "container",
			    found->contained ? json_string(containers[found->container]) :
					       json_null());
	json_object_set_new(object, "recipients",
			    found->recipients ? json_integer(found->recipients) : json_null());
	if (found->has_manifest)
		put_manifest_json(object, found);
	if (found->has_signer)
		json_object_set_new(object, "signer", signer_json(found));
	if (found->has_request)
		json_object_set_new(object, "request", asked_json(&found->request));
	if (found->has_body)
		json_object_set_new(object, "lines", json_integer((json_int_t)found->lines));
	cli_print_json(object);
	free(path);
}

static void put_line(struct buffer *out, const char *label, const char *text)
{
	enum { LABEL = 18 };

	out_column(out, label, LABEL);
	buffer_put_char(out, ' ');
	out_clean(out, text);
	buffer_put_char(out, '\n');
}

/* "name · team T01 · 26572 Phường Tam Long" */
static void put_who(struct buffer *out, const char *label, const char *name,
		    enum certified_level level, const char *team, const char *unit,
		    const char *unit_name)
{
	struct buffer who = { 0 };

	buffer_print(&who, "%s%s%s", name, *name ? " · " : "", certified_level_text(level));
	if (*team)
		buffer_print(&who, " %s", team);
	buffer_print(&who, " · %s %s", unit, unit_name);
	put_line(out, label, buffer_text(&who));
	buffer_release(&who);
}

static void put_to(struct buffer *out, const struct finding *found)
{
	const struct manifest *m = &found->manifest;
	char tag[2 * HEX_BYTES + 1];

	addressee(m, tag);
	if (m->to_laptop)
		put_line(out, _("For"), is_own(found, m->to_pk) ? _("this laptop") : tag);
	else if (m->to_unit)
		put_line(out, _("For"), m->to_code);
}

static void put_manifest(struct buffer *out, const struct finding *found)
{
	const struct manifest *m = &found->manifest;
	char day[DATE_SIZE], minute[TIME_SIZE], letters[FINGERPRINT_TEXT];
	char *text;

	if (found->has_request) {
		const struct request *r = &found->request;

		put_who(out, _("Claims to be"), r->name, r->level, r->team, m->unit, r->unit_name);
		glimpse(letters, r);
		text = memory_format("%s-…", letters);
		put_line(out, _("Code begins with"), text);
		free(text);
	}
	put_to(out, found);
	date_format_vn(day, m->day);
	time_format(minute, m->minute);
	text = memory_format("%s %s", day, minute);
	put_line(out, _("Made"), text);
	free(text);
}

static const char *worth_text(const struct finding *found)
{
	switch (found->worth) {
	case CHAIN_COUNTS:
		if (found->revoked)
			return _("counts no longer: the laptop is revoked");
		return own_root(found) ? _("issued here, and counts") : _("counts here");
	case CHAIN_ROOT_REVOKED:
		return _("does not count: its unit's key is revoked");
	default:
		return _("does not count: of a unit this laptop does not know");
	}
}

static void put_signer(struct buffer *out, const struct finding *found)
{
	const struct certificate *c = &found->signer;

	put_who(out, _("From"), c->name, c->level, c->team, c->unit, c->unit_name);
	if (found->is_weighed)
		put_line(out, _("Certificate"), worth_text(found));
}

static void show_text(const struct finding *found)
{
	struct buffer out = { 0 };
	char *text;

	put_line(&out, _("File"), found->path);
	if (found->has_manifest)
		put_line(&out, _("What it is"), package_format_text(found->manifest.format));
	if (found->has_signer)
		put_signer(&out, found);
	if (found->has_manifest)
		put_manifest(&out, found);
	if (found->recipients) {
		text = memory_format(P_("%d key", "%d keys", found->recipients), found->recipients);
		put_line(&out, _("Sealed for"), text);
		free(text);
	}
	if (found->has_body) {
		text = memory_format(P_("%d line", "%d lines", (int)found->lines), (int)found->lines);
		put_line(&out, _("Content"), text);
		free(text);
	}
	text = refusal_verdict(found->refusal) == VERDICT_FINE ?
		       memory_strdup(refusal_text(found->refusal)) :
		       memory_format("%s [%s]", refusal_text(found->refusal),
				     refusal_name(found->refusal));
	put_line(&out, _("Verdict"), text);
	free(text);
	out_print(&out);
}

/* ---- the command ---- */

/* What could not be read is no verdict. */
static int unread(const struct cli *cli, const struct finding *found, int sys)
{
	struct fault f = { 0 };

	fault_sys(&f, found->refusal == REFUSAL_NOMEM ? FAULT_NOMEM : FAULT_IO,
		  found->refusal == REFUSAL_NOMEM ? ENOMEM : sys, found->path);
	return cli_fail_file(cli, &f, found->path);
}

static int show(const struct cli *cli, const struct finding *found)
{
	enum verdict verdict = refusal_verdict(found->refusal);

	if (cli_option(cli, OPT_JSON))
		show_json(found);
	else
		show_text(found);
	return verdict == VERDICT_DAMAGED || verdict == VERDICT_FOREIGN ? EX_DATAERR : EX_OK;
}

/* 0, or what the system says; a folder and what else is no plain file is none of ours. */
static int open_file(struct finding *found, struct input_file *file, handle_t *handle)
{
	int err = platform_open(found->path, FILE_READ_PLAIN, handle);

	*handle = err ? HANDLE_NONE : *handle;
	if (err == EISDIR || err == EINVAL) {
		found->refusal = REFUSAL_NOT_OURS;
		return 0;
	}
	return err ? err : input_file_init(file, *handle);
}

int cmd_inspect(struct cli *cli)
{
	struct finding *found = memory_alloc_zero(1, sizeof *found);
	struct input_file file = { .file = HANDLE_NONE };
	struct fault f = { 0 };
	handle_t handle;
	int status = EX_OK, err;

	found->path = cli->args.operand[0];
	err = open_file(found, &file, &handle);
	if (err) {
		fault_sys(&f, err == ENOENT ? FAULT_NO_FILE : FAULT_IO, err, found->path);
		status = cli_fail_file(cli, &f, found->path);
	} else if (handle != HANDLE_NONE) {
		status = find(found, cli, &file);
	}
	if (!status && refusal_verdict(found->refusal) == VERDICT_UNKNOWN)
		status = unread(cli, found, file.in.sys);
	else if (!status)
		status = show(cli, found);
	if (handle != HANDLE_NONE)
		platform_close(handle);
	identity_release(&found->identity);
	memory_free_wiped(found);
	return status;
}
