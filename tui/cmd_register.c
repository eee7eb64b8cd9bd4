#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/list.h"
#include "tui/cli.h"
#include "tui/gettext.h"
#include "tui/intake.h"
#include "tui/pass.h"
#include "tui/text_record.h"

static enum kind kind_of_command(const struct cli *cli)
{
	return kind_of_name(cli->args.command->name);
}

/* ---- records from options ---- */

/* A text of argv as JSON; one that is not UTF-8 is refused by name. NULL is null. */
static json_t *text_value(const struct cli *cli, const char *field, const char *text, int *status)
{
	json_t *value = text ? json_string(text) : json_null();

	if (!value) {
		struct fault f = { 0 };

		fault_field(&f, field, REASON_BAD_TEXT, NULL);
		*status = cli_fail(cli, &f);
	}
	return value;
}

/* "a,b" as a list of texts. */
static json_t *list_value(const struct cli *cli, const char *field, const char *text, int *status)
{
	json_t *list = json_array();

	while (text && *text && !*status) {
		char *item = strndup(text, strcspn(text, ","));
		json_t *value = item ? text_value(cli, field, item, status) : NULL;

		if (value)
			json_array_append_new(list, value);
		free(item);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	return list;
}

static void set_text(const struct cli *cli, json_t *object, const char *field, const char *text,
		     int *status)
{
	json_t *value = text && !*status ? text_value(cli, field, text, status) : NULL;

	if (value)
		json_object_set_new(object, field, value);
}

static void set_list(const struct cli *cli, json_t *object, const char *field,
		     enum option option, int *status)
{
	const char *text = cli_option(cli, option);

	if (text && !*status)
		json_object_set_new(object, field, list_value(cli, field, text, status));
}

static void village_from_options(const struct cli *cli, json_t *object, int *status)
{
	long households = -1;

	set_text(cli, object, "code", cli->args.operand[0], status);
	set_text(cli, object, "name",
		 cli->args.operands > 1 ? cli->args.operand[1] : cli->args.operand[0], status);
	if (!cli_number(cli, OPT_HOUSEHOLDS, 0, 1000000, &households))
		*status = EX_USAGE;
	if (households >= 0)
		json_object_set_new(object, "households", json_integer(households));
}

/* "26572-01/H001" */
static void household_from_options(const struct cli *cli, json_t *object, int *status)
{
	const char *text = cli->args.operand[0], *slash = strchr(text, '/');
	char *village = slash ? strndup(text, (size_t)(slash - text)) : NULL;

	if (!village)
		*status = cli_refuse(cli, EX_USAGE, text,
				     _("write the village too, as 26572-01/H001"));
	set_text(cli, object, "village", village, status);
	set_text(cli, object, "code", slash ? slash + 1 : NULL, status);
	set_list(cli, object, "kinds", OPT_KINDS, status);
	set_text(cli, object, "hint", cli_option(cli, OPT_HINT), status);
	set_text(cli, object, "guided_since", cli_option(cli, OPT_GUIDED_SINCE), status);
	free(village);
}

static void team_from_options(const struct cli *cli, json_t *object, int *status)
{
	set_text(cli, object, "code", cli->args.operand[0], status);
	set_text(cli, object, "name",
		 cli->args.operands > 1 ? cli->args.operand[1] : cli->args.operand[0], status);
	set_list(cli, object, "villages", OPT_VILLAGES, status);
}

static void member_from_options(const struct cli *cli, json_t *object, int *status)
{
	const char *name = cli_option(cli, OPT_NAME);

	set_text(cli, object, "code", cli->args.operand[0], status);
	set_text(cli, object, "name", name ? name : cli->args.operand[0], status);
	set_text(cli, object, "role", cli_option(cli, OPT_ROLE), status);
	set_text(cli, object, "team", cli_option(cli, OPT_TEAM), status);
}

/* ---- members who can unlock ---- */

/* Give the member named by the operand a slot with the new password. */
static int give_slot(struct cli *cli)
{
	const char *name = cli->args.operand[0];
	struct vault_pass pass;
	struct vault_kdf kdf;
	struct fault f = { 0 };
	bool given;
	int status = cli_may_keep_keys(cli);

	if (!status)
		status = pass_kdf(cli, &kdf, &given);
	if (!status)
		status = pass_new(cli, OPT_NEW_PASSPHRASE_FILE, &pass);
	if (status)
		return status;
	if (vault_slot_add(book_vault(cli->book), name, pass, &kdf, &f))
		status = cli_fail_file(cli, &f, name);
	pass_release(&pass);
	return status;
}

/* Who is registered already may be given a slot later. */
static int add_slot_to(struct cli *cli, rec_t member)
{
	struct fault f = { 0 };
	int status = give_slot(cli);

	if (!status && book_audit(cli->book, "slot_add", NULL, &f))
		status = cli_fail(cli, &f);
	return status ? status : cli_print_id(cli, member);
}

/* The record and the slot: both or neither. */
static int add_member_with_slot(struct cli *cli, const json_t *object)
{
	struct fault f = { 0 };
	bool has_slot = false;
	int status = EX_OK;
	rec_t rec;

	if (book_begin(cli->book, "member_add", &f))
		return cli_fail(cli, &f);
	if (record_add(cli->book, KIND_MEMBER, object, &rec, &f))
		status = cli_fail(cli, &f);
	if (!status) {
		status = give_slot(cli);
		has_slot = !status;
	}
	if (!status && book_commit(cli->book, NULL, &f))
		status = cli_fail(cli, &f);
	if (!status)
		return cli_print_id(cli, rec);
	book_rollback(cli->book);
	if (has_slot)
		vault_slot_remove(book_vault(cli->book), cli->args.operand[0], &f);
	return status;
}

static int add_member(struct cli *cli, json_t *object)
{
	struct fault f = { 0 };
	rec_t known;
	int status;

	if (!cli_option(cli, OPT_NEW_PASSPHRASE_FILE))
		return intake_one(cli, KIND_MEMBER, "member_add", object);
	if (!record_find_code(cli->book, KIND_MEMBER, cli->args.operand[0], &known, &f))
		status = add_slot_to(cli, known);
	else
		status = add_member_with_slot(cli, object);
	json_decref(object);
	return status;
}

int cmd_member_remove(struct cli *cli)
{
	const char *name = cli->args.operand[0];
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (status)
		return status;
	switch (vault_slot_remove(book_vault(cli->book), name, &f)) {
	case FAULT_OK:
		break;
	case FAULT_NOT_PERMITTED:
		return cli_refuse(cli, EX_NOPERM, name, _("the last one who can unlock stays"));
	default:
		return cli_fail_file(cli, &f, name);
	}
	if (book_audit(cli->book, "slot_remove", NULL, &f))
		return cli_fail(cli, &f);
	return EX_OK;
}

/* ---- the commands ---- */

int cmd_register_add(struct cli *cli)
{
	static void (*const from_options[KINDS])(const struct cli *, json_t *, int *) = {
		[KIND_VILLAGE] = village_from_options,
		[KIND_HOUSEHOLD] = household_from_options,
		[KIND_TEAM] = team_from_options,
		[KIND_MEMBER] = member_from_options,
	};
	enum kind kind = kind_of_command(cli);
	char verb[33];
	json_t *object;
	int status = EX_OK;

	snprintf(verb, sizeof verb, "%s_add", cli->args.command->name);
	if (cli_option(cli, OPT_JSON)) {
		status = cli_open(cli);
		return status ? status : intake_lines(cli, kind, verb);
	}
	if (!from_options[kind])
		return cli_refuse(cli, EX_USAGE, "--json", _("this option is required"));
	object = json_object();
	from_options[kind](cli, object, &status);
	if (!status)
		status = cli_open(cli);
	if (status) {
		json_decref(object);
		return status;
	}
	if (kind == KIND_MEMBER)
		return add_member(cli, object);
	return intake_one(cli, kind, verb, object);
}

struct listing {
	struct cli *cli;
	enum kind kind;
	int status, shown;
};

static void show_row(struct listing *list, json_t *object)
{
	list->shown++;
	if (cli_option(list->cli, OPT_JSON)) {
		cli_print_json(object);
		return;
	}
	text_register_row(stdout, list->kind, object);
	json_decref(object);
}

static int each_row(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct fault f = { 0 };
	json_t *object = record_read(list->cli->book, rec, &f);

	if (!object) {
		list->status = cli_fail(list->cli, &f);
		return 1;
	}
	show_row(list, object);
	return ferror(stdout) ? 1 : 0;
}

/* The catalogue's topics and those added here, as `topic add --json` takes them. */
static void list_topics(struct listing *list)
{
	size_t count;
	const struct topic *topics = book_topics(list->cli->book, &count);

	for (size_t i = 0; i < count; i++) {
		const struct topic *t = &topics[i];

		show_row(list, json_pack("{ss ss ss ss? ss ss? ss ss?}", "code", t->code, "short",
					 t->brief, "vi", t->vi, "en", *t->en ? t->en : NULL,
					 "group", t->group, "unit", *t->unit ? t->unit : NULL,
					 "cap", t->cap_people ? "people" : "none",
					 "status", *t->status ? t->status : NULL));
	}
}

int cmd_register_list(struct cli *cli)
{
	struct listing list = { .cli = cli, .kind = kind_of_command(cli) };
	const char *village = cli_option(cli, OPT_VILLAGE);
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	if (list.kind == KIND_TOPIC)
		list_topics(&list);
	else
		list_register(cli->book, list.kind, village, each_row, &list, &f);
	if (list.status)
		return list.status;
	if (f.code)
		return cli_fail_file(cli, &f, village);
	if (!list.shown && !cli_option(cli, OPT_JSON))
		puts(_("No data yet"));
	return EX_OK;
}

int cmd_register_show(struct cli *cli)
{
	int status = cli_open(cli);
	rec_t rec;

	if (!status)
		status = cli_find(cli, kind_of_command(cli), cli->args.operand[0], &rec);
	return status ? status : cli_show(cli, rec);
}
