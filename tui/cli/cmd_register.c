#include "config.h"
#include "tui/cli/cmd_register.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/book/transaction.h"
#include "store/query/list_register.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/record/topics.h"
#include "store/record/undo.h"
#include "tui/cli/intake.h"
#include "tui/cli/open.h"
#include "tui/cli/passphrase.h"
#include "tui/cli/record.h"
#include "tui/env/translate.h"
#include "tui/words/number.h"
#include "tui/words/out.h"
#include "tui/words/slot_words.h"
#include "tui/words/text_record.h"

static enum record_type type_of_command(const struct cli *cli)
{
	return record_type_of_name(cli->args.command->name);
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
		char *item = memory_strndup(text, strcspn(text, ","));
		json_t *value = text_value(cli, field, item, status);

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
	char *village = slash ? memory_strndup(text, (size_t)(slash - text)) : NULL;

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

/* "12", "95.5", "95,5" as a number; what is none is refused by the field's name. */
static void set_number(const struct cli *cli, json_t *object, const char *field, const char *text,
		       int *status)
{
	json_t *value = text && !*status ? number_value(text) : NULL;
	struct fault f = { 0 };

	if (value) {
		json_object_set_new(object, field, value);
	} else if (text && !*status) {
		fault_field(&f, field, REASON_BAD_NUMBER, text);
		*status = cli_fail(cli, &f);
	}
}

/* "so_luot=500,kq_ddai=300": what the whole unit is to reach. */
static void set_targets(const struct cli *cli, json_t *object, int *status)
{
	const char *text = cli_option(cli, OPT_TARGETS);
	json_t *list = json_array();

	while (text && *text && !*status) {
		char *item = memory_strndup(text, strcspn(text, ",")), *equals = strchr(item, '=');
		json_t *target = json_object();

		if (equals)
			*equals++ = 0;
		set_text(cli, target, "code", item, status);
		set_number(cli, target, "number", equals, status);
		json_array_append_new(list, target);
		free(item);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	json_object_set_new(object, "targets", list);
}

static void campaign_from_options(const struct cli *cli, json_t *object, int *status)
{
	set_text(cli, object, "code", cli->args.operand[0], status);
	set_text(cli, object, "name",
		 cli->args.operands > 1 ? cli->args.operand[1] : cli->args.operand[0], status);
	set_text(cli, object, "from", cli_option(cli, OPT_FROM), status);
	set_text(cli, object, "to", cli_option(cli, OPT_TO), status);
	set_text(cli, object, "tag", cli_option(cli, OPT_TAG), status);
	set_targets(cli, object, status);
}

static void target_from_options(const struct cli *cli, json_t *object, int *status)
{
	const struct args *args = &cli->args;

	set_text(cli, object, "set", args->operand[0], status);
	set_text(cli, object, "code", args->operands > 1 ? args->operand[1] : NULL, status);
	set_number(cli, object, "number", args->operands > 2 ? args->operand[2] : NULL, status);
	set_text(cli, object, "team", cli_option(cli, OPT_TEAM), status);
}

/* ---- members who can unlock ---- */

/* Say why a slot cannot be given or taken away, if it cannot. */
static int refuse_slot(const struct cli *cli, const char *name, enum slot_no no)
{
	static const int status[] = {
		[SLOT_FINE] = EX_OK,        [SLOT_HELD] = EX_CANTCREAT,
		[SLOT_FULL] = EX_CANTCREAT, [SLOT_LONG_NAME] = EX_DATAERR,
		[SLOT_ELSEWHERE] = EX_DATAERR,
		[SLOT_LAST] = EX_NOPERM,    [SLOT_NOT_HELD] = EX_NOINPUT,
		[SLOT_OWN] = EX_NOPERM,
	};

	return no ? cli_refuse(cli, status[no], name, slot_why(no)) : EX_OK;
}

/* The transaction's change of the record: a new one, or the fields given of a known one. */
static int change_member(struct cli *cli, rec_t *rec, const json_t *object, struct fault *f)
{
	json_t *changes;
	int rc;

	if (!*rec)
		return record_add(cli->book, TYPE_MEMBER, object, rec, f);
	changes = json_copy((json_t *)(uintptr_t)object);
	json_object_del(changes, "code");
	if (!cli_option(cli, OPT_NAME)) /* that of a new one would be his code */
		json_object_del(changes, "name");
	rc = json_object_size(changes) ? record_edit(cli->book, *rec, changes, f)
				       : fault_set(f, FAULT_NOTHING, NULL);
	json_decref(changes);
	return rc;
}

/* The record, new or changed; *rec is there then. FAULT_NOTHING: it is as it was. */
static int save_member(struct cli *cli, rec_t *rec, const json_t *object, struct fault *f)
{
	int rc = book_begin(cli->book, *rec ? "edit" : UNDO_MEMBER_WITH_KEY, f);

	if (rc)
		return rc;
	rc = change_member(cli, rec, object, f);
	if (!rc)
		rc = book_commit(cli->book, NULL, f);
	if (rc)
		book_rollback(cli->book);
	return rc;
}

/* The record first: no password ever stands without one. */
static int save_with_slot(struct cli *cli, rec_t known, const json_t *object,
			  struct vault_pass pass, const struct vault_kdf *kdf)
{
	const char *name = cli->args.operand[0];
	struct fault f = { 0 };
	rec_t rec = known;
	int rc = save_member(cli, &rec, object, &f);
	bool unchanged = rc == FAULT_NOTHING;

	if (rc && !unchanged)
		return cli_fail(cli, &f);
	rc = known ? keyring_give(cli->book, name, pass, kdf, &f)
		   : keyring_give_added(cli->book, name, pass, kdf, &f);
	if (!rc)
		return cli_print_id(cli, rec);
	if (unchanged && rc != FAULT_UNSURE)
		return cli_fail_file(cli, &f, name);
	return cli_half(cli, &f, name,
			rc == FAULT_UNSURE
				? _("saved; the password may hold or not: try it (%s)")
				: _("saved, but has no password yet: the same command once more "
				    "gives one (%s)"));
}

/* Register a member who can unlock; who is registered already may be given a slot later. */
static int add_with_slot(struct cli *cli, const json_t *object)
{
	const char *name = cli->args.operand[0];
	struct vault_pass pass = { 0 };
	struct vault_kdf kdf;
	struct fault f = { 0 };
	rec_t known = 0;
	bool given;
	int rc, status = cli_may_keep_keys(cli);

	if (!status)
		status = refuse_slot(cli, name, keyring_may_give(cli->book, name));
	if (!status)
		status = pass_kdf(cli, &kdf, &given);
	if (!status)
		status = pass_new(cli, OPT_NEW_PASSPHRASE_FILE, &pass);
	if (status)
		return status;
	rc = record_lookup_code(cli->book, TYPE_MEMBER, name, &known, &f);
	if (rc && rc != FAULT_NOT_FOUND)
		status = cli_fail(cli, &f);
	else
		status = save_with_slot(cli, rc ? 0 : known, object, pass,
					given ? &kdf : NULL);
	vault_pass_release(&pass);
	return status;
}

static int add_member(struct cli *cli, json_t *object)
{
	int status;

	if (!cli_option(cli, OPT_NEW_PASSPHRASE_FILE))
		return intake_one(cli, TYPE_MEMBER, "member_add", object);
	status = add_with_slot(cli, object);
	json_decref(object);
	return status;
}

int cmd_member_remove(struct cli *cli)
{
	const char *name = cli->args.operand[0];
	struct fault f = { 0 };
	int rc, status = cli_open(cli);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status)
		status = refuse_slot(cli, name, keyring_may_take(cli->book, name));
	if (status)
		return status;
	rc = keyring_take(cli->book, name, &f);
	if (rc == FAULT_UNSURE)
		return cli_half(cli, &f, name,
				_("may be able to unlock still: run this command once more (%s)"));
	if (rc)
		return cli_fail_file(cli, &f, name);
	printf(_("%s cannot unlock this data file any more. A copy made before still opens with "
		 "the old password.\n"), name);
	return cli_done(cli);
}

/* ---- the commands ---- */

int cmd_register_add(struct cli *cli)
{
	static void (*const from_options[TYPES])(const struct cli *, json_t *, int *) = {
		[TYPE_VILLAGE] = village_from_options,
		[TYPE_HOUSEHOLD] = household_from_options,
		[TYPE_TEAM] = team_from_options,
		[TYPE_MEMBER] = member_from_options,
		[TYPE_CAMPAIGN] = campaign_from_options,
		[TYPE_TARGET] = target_from_options,
	};
	enum record_type type = type_of_command(cli);
	char verb[33];
	json_t *object;
	int status = EX_OK;

	snprintf(verb, sizeof verb, "%s_add", cli->args.command->name);
	if (cli_option(cli, OPT_JSON)) {
		status = cli_open(cli);
		return status ? status : intake_lines(cli, type, verb);
	}
	if (!from_options[type])
		return cli_refuse(cli, EX_USAGE, "--json", _("this option is required"));
	object = json_object();
	from_options[type](cli, object, &status);
	if (!status)
		status = cli_open(cli);
	if (status) {
		json_decref(object);
		return status;
	}
	if (type == TYPE_MEMBER)
		return add_member(cli, object);
	return intake_one(cli, type, verb, object);
}

struct listing {
	struct cli *cli;
	enum record_type type;
	int status, shown;
};

static void show_row(struct listing *list, json_t *object)
{
	struct buffer text = { 0 };

	list->shown++;
	if (cli_option(list->cli, OPT_JSON)) {
		cli_print_json(object);
		return;
	}
	text_register_row(&text, list->cli->book, list->type, object);
	out_print(&text);
	json_decref(object);
}

static int each_row(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct fault f = { 0 };
	json_t *object = record_read(list->cli->book, rec, &f);

	if (object && list->type == TYPE_HOUSEHOLD && joined_tell(list->cli->book, rec, object, &f)) {
		json_decref(object);
		object = NULL;
	}
	if (!object) {
		list->status = cli_fail(list->cli, &f);
		return LIST_STOP;
	}
	show_row(list, object);
	return ferror(stdout) ? LIST_STOP : 0;
}

/* The catalogue's topics and those added here. */
static void list_topics(struct listing *list, struct fault *f)
{
	size_t count;
	const struct topic *topics;

	if (topics_load(list->cli->book, f))
		return;
	topics = book_topics(list->cli->book, &count);
	for (size_t i = 0; i < count; i++)
		show_row(list, cli_topic(&topics[i]));
}

int cmd_register_list(struct cli *cli)
{
	struct listing list = { .cli = cli, .type = type_of_command(cli) };
	const char *village = cli_option(cli, OPT_VILLAGE);
	struct fault f = { 0 };
	rec_t known;
	int status = cli_open(cli);

	if (status)
		return status;
	if (list.type == TYPE_TOPIC)
		list_topics(&list, &f);
	else if (!village || !record_lookup_code(cli->book, TYPE_VILLAGE, village, &known, &f))
		list_register(cli->book, list.type, village, each_row, &list, &f);
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
	const char *code = cli->args.operand[0];
	bool shown = false;
	int status = cli_open(cli);
	rec_t rec;

	if (!status && type_of_command(cli) == TYPE_TOPIC)
		status = cli_show_topic(cli, code, &shown);
	if (!status && !shown)
		status = cli_lookup(cli, type_of_command(cli), code, &rec);
	return status || shown ? status : cli_show(cli, rec);
}
