#include "config.h"
#include "tui/cli/record.h"

#include <sysexits.h>

#include "store/record/lookup.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/text_record.h"

int cli_lookup(struct cli *cli, enum record_type type, const char *text, rec_t *out)
{
	static const enum record_type registers[] =
	{ TYPE_VILLAGE, TYPE_TEAM, TYPE_MEMBER, TYPE_TOPIC };
	struct fault f = { 0 }, other = { 0 };
	int rc = record_lookup(cli->book, type, text, out, &f);

	if (rc != FAULT_NOT_FOUND && rc != FAULT_USAGE)
		return rc ? cli_fail(cli, &f) : EX_OK;
	for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
		if ((type == TYPE_ANY || type == registers[i]) &&
		    !record_lookup_code(cli->book, registers[i], text, out, &other))
			return EX_OK;
	if (type == TYPE_ANY || type == TYPE_HOUSEHOLD) {
		rc = household_lookup(cli->book, text, out, &other);
		if (!rc)
			return EX_OK;
		if (rc == FAULT_AMBIGUOUS)
			return cli_fail(cli, &other);
	}
	/* A register's code need not look like an id. */
	if (f.code == FAULT_USAGE && type != TYPE_ANY && type != TYPE_FOLLOWUP)
		f.code = FAULT_NOT_FOUND;
	if (f.code == FAULT_USAGE)
		return cli_refuse(cli, EX_USAGE, text,
				  _("not an id: at least 6 of its letters are needed"));
	return cli_fail(cli, &f);
}

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
	history = record_history(cli->book, rec, &f);
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
