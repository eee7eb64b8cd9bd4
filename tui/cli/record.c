#include "config.h"
#include "tui/cli/record.h"

#include <ctype.h>
#include <sysexits.h>

#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/topics.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/text_record.h"

/* By the code of a register: FAULT_NOT_FOUND when no record of the type has it. */
static int lookup_code(struct cli *cli, enum record_type type, const char *text, rec_t *out,
		       struct fault *f)
{
	static const enum record_type registers[] =
	{ TYPE_VILLAGE, TYPE_TEAM, TYPE_MEMBER, TYPE_TOPIC, TYPE_CAMPAIGN };
	int rc = FAULT_NOT_FOUND;

	for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++) {
		if (type == TYPE_ANY || type == registers[i])
			rc = record_lookup_code(cli->book, registers[i], text, out, f);
		if (rc != FAULT_NOT_FOUND)
			return rc;
	}
	if (type == TYPE_ANY || type == TYPE_HOUSEHOLD)
		rc = household_lookup(cli->book, text, out, f);
	if (rc == FAULT_NOT_FOUND && (type == TYPE_ANY || type == TYPE_TARGET))
		rc = target_lookup(cli->book, text, out, f);
	return rc;
}

/* Whether it was meant as a code: no id has such signs. */
static bool is_code(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text))
			return true;
	return false;
}

int cli_lookup(struct cli *cli, enum record_type type, const char *text, rec_t *out)
{
	bool has_codes = type != TYPE_SESSION && type != TYPE_FOLLOWUP;
	struct fault f = { 0 }, other = { 0 };
	int rc = record_lookup(cli->book, type, text, out, &f);

	if (rc != FAULT_NOT_FOUND && rc != FAULT_USAGE)
		return rc ? cli_fail(cli, &f) : EX_OK;
	rc = lookup_code(cli, type, text, out, &other);
	if (rc != FAULT_NOT_FOUND)
		return rc ? cli_fail(cli, &other) : EX_OK;
	if (f.code == FAULT_USAGE && has_codes && (type != TYPE_ANY || is_code(text)))
		f.code = FAULT_NOT_FOUND;
	if (f.code == FAULT_USAGE)
		return cli_refuse(cli, EX_USAGE, text,
				  has_codes ? _("no record's code, and not an id: at least 6 of "
						"its letters are needed")
					    : _("not an id: at least 6 of its letters are needed"));
	return cli_fail(cli, &f);
}

/* ---- topics, which need be no record ---- */

json_t *cli_topic(const struct topic *t)
{
	return json_pack("{ss ss ss ss? ss ss? ss ss?}", "code", t->code, "short", t->brief,
			 "vi", t->vi, "en", *t->en ? t->en : NULL, "group", t->group,
			 "unit", *t->unit ? t->unit : NULL,
			 "cap", t->cap_people ? "people" : "none",
			 "status", *t->status ? t->status : NULL);
}

int cli_show_topic(struct cli *cli, const char *code, bool *shown)
{
	const struct topic *topic;
	struct buffer text = { 0 };
	struct fault f = { 0 };
	json_t *object;
	rec_t rec;

	*shown = false;
	if (topics_load(cli->book, &f))
		return cli_fail(cli, &f);
	topic = book_topic(cli->book, code);
	if (!topic || record_lookup_code(cli->book, TYPE_TOPIC, code, &rec, &f) != FAULT_NOT_FOUND)
		return EX_OK;
	*shown = true;
	object = cli_topic(topic);
	if (!cli_option(cli, OPT_JSON)) {
		text_fields(&text, cli->book, TYPE_TOPIC, object);
		out_print(&text);
		json_decref(object);
	} else {
		json_t *whole = json_pack("{ss}", "type", "topic");

		json_object_update(whole, object);
		json_decref(object);
		cli_print_json(whole);
	}
	return EX_OK;
}

/* ---- records ---- */

json_t *cli_listed(struct cli *cli, rec_t rec, struct record_facts *facts, int *status)
{
	struct fault f = { 0 };
	json_t *object = record_read(cli->book, rec, &f);

	if (object && record_facts(cli->book, rec, facts, &f)) {
		json_decref(object);
		object = NULL;
	}
	if (!object) {
		*status = cli_fail(cli, &f);
		return NULL;
	}
	json_object_set_new(object, "id", json_string(facts->id));
	json_object_set_new(object, "state", json_string(facts->state));
	json_object_set_new(object, "origin", json_string(facts->lane));
	json_object_set_new(object, "version", json_integer(facts->version));
	json_object_set_new(object, "voided", json_boolean(facts->voided));
	return object;
}

int cli_show(struct cli *cli, rec_t rec)
{
	struct record_facts facts;
	struct fault f = { 0 };
	int status = EX_OK;
	json_t *object = cli_listed(cli, rec, &facts, &status), *history;
	struct buffer text = { 0 };

	if (!object)
		return status;
	history = facts.type == TYPE_HOUSEHOLD && joined_tell(cli->book, rec, object, &f)
			  ? NULL : record_history(cli->book, rec, &f);
	if (!history) {
		json_decref(object);
		return cli_fail(cli, &f);
	}
	if (cli_option(cli, OPT_JSON)) {
		const struct record_type_info *info = record_type_info(facts.type);
		json_t *whole = json_object();

		json_object_set_new(whole, "type", json_string(info ? info->name : ""));
		json_object_update(whole, object);
		json_object_set_new(whole, "conflict", json_boolean(facts.conflict));
		json_object_set(whole, "history", history);
		cli_print_json(whole);
	} else {
		text_record(&text, cli->book, &facts, object, history);
		out_print(&text);
	}
	json_decref(history);
	json_decref(object);
	return EX_OK;
}

int cli_print_ids(struct cli *cli, const rec_t *records, size_t count)
{
	struct record_facts facts;
	struct fault f = { 0 };

	for (size_t i = 0; i < count; i++) {
		if (record_facts(cli->book, records[i], &facts, &f))
			return cli_fail(cli, &f);
		puts(facts.id);
	}
	return cli_saved(cli);
}

int cli_print_id(struct cli *cli, rec_t rec)
{
	return cli_print_ids(cli, &rec, 1);
}
