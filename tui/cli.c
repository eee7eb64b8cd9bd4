#include "config.h"
#include "tui/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/rights.h"
#include "store/text.h"
#include "tui/gettext.h"
#include "tui/lang.h"
#include "tui/out.h"
#include "tui/pass.h"
#include "tui/say.h"

/* Keep the NFC form of a word in *room, if it is another. */
static void normalise(const char **word, char **room)
{
	size_t len;

	if (*word && !text_nfc(*word, strlen(*word), room, &len))
		*word = *room;
}

int cli_init(struct cli *cli)
{
	const struct command *c = cli->args.command;
	const char *member = getenv("SOTAY_MEMBER");
	bool paths = c && (c->run == cmd_backup || c->run == cmd_restore || c->run == cmd_demo);

	for (int i = 0; i < OPTIONS; i++)
		if (!args_is_path((enum option)i))
			normalise(&cli->args.option[i], &cli->texts[i]);
	for (int i = 0; i < ARGS_OPERANDS && !paths; i++)
		normalise(&cli->args.operand[i], &cli->texts[OPTIONS + i]);
	if (!cli->args.option[OPT_MEMBER] && member && *member) {
		cli->args.option[OPT_MEMBER] = member;
		normalise(&cli->args.option[OPT_MEMBER], &cli->texts[OPT_MEMBER]);
	}
	jsonl_init(&cli->in, STDIN_FILENO);
	return launch_init(&cli->launch, cli_option(cli, OPT_VAULT), cli_option(cli, OPT_MEMBER),
			   cli_option(cli, OPT_LANG) != NULL)
		       ? EX_OK
		       : cli_refuse(cli, EX_OSERR, NULL, _("not enough memory"));
}

void cli_release(struct cli *cli)
{
	book_close(cli->book);
	jsonl_release(&cli->in);
	launch_release(&cli->launch);
	for (size_t i = 0; i < sizeof cli->texts / sizeof cli->texts[0]; i++)
		free(cli->texts[i]);
}

const char *cli_option(const struct cli *cli, enum option option)
{
	return cli->args.option[option];
}

/* "household add" */
static const char *command_name(const struct cli *cli, char *out, size_t size)
{
	const struct command *c = cli->args.command;

	if (!c)
		return cli->args.name;
	snprintf(out, size, "%s%s%s", c->name, c->verb ? " " : "", c->verb ? c->verb : "");
	return out;
}

int cli_fail(const struct cli *cli, const struct fault *f)
{
	char name[40];

	return say_fault(command_name(cli, name, sizeof name), NULL, f);
}

int cli_refuse(const struct cli *cli, int status, const char *what, const char *why)
{
	char name[40];

	say_line(command_name(cli, name, sizeof name), what, why);
	return status;
}

void cli_warn(const struct cli *cli, int line, const char *field, const char *why,
	      const char *code)
{
	char name[40];

	say_warning(command_name(cli, name, sizeof name), line, field, why, code);
}

int cli_fail_file(const struct cli *cli, const struct fault *f, const char *path)
{
	char name[40];

	return say_fault(command_name(cli, name, sizeof name),
			 f->code == FAULT_CLOCK ? NULL : path, f);
}

int cli_no_vault(const struct cli *cli, const char *path)
{
	return cli_refuse(cli, EX_NOINPUT, path,
			  _("there is no data file; 'sotay init' makes one"));
}

int cli_open(struct cli *cli)
{
	const char *path = cli->launch.vault;
	struct vault_pass pass = { 0 };
	struct fault f = { 0 };
	int status;

	/* Nobody should type a password for nothing. */
	if (access(path, F_OK) && errno == ENOENT)
		status = cli_no_vault(cli, path);
	else
		status = pass_current(cli, &pass);
	if (!status && book_open(path, cli->launch.member, pass, &cli->book, &f)) {
		cli->book = NULL;
		status = f.code == FAULT_NO_FILE ? cli_no_vault(cli, path)
						 : cli_fail_file(cli, &f, path);
	}
	vault_pass_release(&pass);
	if (status)
		return status;
	if (!cli->launch.language_given) {
		const char *language = book_setting(cli->book, "language");

		if (language)
			lang_set(language);
	}
	return EX_OK;
}

bool cli_number(const struct cli *cli, enum option option, long min, long max, long *out)
{
	const char *text = cli_option(cli, option);
	char *end;
	long value;

	if (!text)
		return true;
	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < min || value > max) {
		cli_refuse(cli, EX_USAGE, args_option_name(option),
			   _("not a number, or out of range"));
		return false;
	}
	*out = value;
	return true;
}

static const struct {
	enum option option;
	enum period_kind kind;
} period_options[] = {
	{ OPT_WEEK, PERIOD_WEEK },
	{ OPT_MONTH, PERIOD_MONTH },
	{ OPT_QUARTER, PERIOD_QUARTER },
	{ OPT_YEAR, PERIOD_YEAR },
	{ OPT_REPORT, PERIOD_KINDS }, /* its key says which */
};

static int refuse_period(const struct cli *cli, enum option option)
{
	return cli_refuse(cli, EX_USAGE, args_option_name(option), _("there is no such period"));
}

static int one_period(const struct cli *cli, size_t i, day_t today, struct period *p)
{
	enum option option = period_options[i].option;
	const char *key = cli_option(cli, option);
	int rc;

	if (period_options[i].kind == PERIOD_KINDS)
		rc = period_parse_key(p, key);
	else if (*key)
		rc = period_parse(p, period_options[i].kind, key);
	else
		rc = period_of_day(p, period_options[i].kind, today);
	return rc ? refuse_period(cli, option) : EX_OK;
}

static int range(const struct cli *cli, day_t today, struct period *p)
{
	const char *from = cli_option(cli, OPT_FROM), *to = cli_option(cli, OPT_TO);
	day_t first, last = today;

	date_make(&first, 2020, 1, 1); /* nothing is older (data/records.tsv) */
	if (from && !date_parse(&first, from))
		return cli_refuse(cli, EX_USAGE, "--from", _("not a date (YYYY-MM-DD)"));
	if (to && !date_parse(&last, to))
		return cli_refuse(cli, EX_USAGE, "--to", _("not a date (YYYY-MM-DD)"));
	if (period_range(p, first, last))
		return cli_refuse(cli, EX_USAGE, "--to", _("end date before start date"));
	return EX_OK;
}

int cli_period(const struct cli *cli, struct period *p, bool *given)
{
	struct moment now;
	struct fault f = { 0 };
	int status = EX_OK, n = 0;

	if (clock_now(&now, clock_build_day(), &f))
		return cli_fail(cli, &f);
	for (size_t i = 0; !status && i < sizeof period_options / sizeof period_options[0]; i++) {
		if (!cli_option(cli, period_options[i].option))
			continue;
		n++;
		status = one_period(cli, i, now.day, p);
	}
	if (!status && (cli_option(cli, OPT_FROM) || cli_option(cli, OPT_TO))) {
		n++;
		status = range(cli, now.day, p);
	}
	if (!status && n > 1)
		status = cli_refuse(cli, EX_USAGE, NULL, _("only one period can be given"));
	*given = n > 0;
	return status;
}

void cli_print_json(json_t *object)
{
	if (object)
		jsonl_write(stdout, object);
	json_decref(object);
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

int cli_saved(const struct cli *cli)
{
	if (!fflush(stdout) && !ferror(stdout))
		return EX_OK;
	return cli_refuse(cli, EX_IOERR, _("standard output"),
			  _("cannot be written, but all is saved: do not enter it again"));
}

void cli_print_path(const char *label, const char *path)
{
	printf("%s ", label);
	out_text(stdout, path);
	putchar('\n');
}

int cli_find(struct cli *cli, enum kind kind, const char *text, rec_t *out)
{
	static const enum kind registers[] = { KIND_VILLAGE, KIND_TEAM, KIND_MEMBER, KIND_TOPIC };
	struct fault f = { 0 }, other = { 0 };
	int rc = record_find(cli->book, kind, text, out, &f);

	if (rc != FAULT_NOT_FOUND && rc != FAULT_USAGE)
		return rc ? cli_fail(cli, &f) : EX_OK;
	for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++)
		if ((kind == KIND_ANY || kind == registers[i]) &&
		    !record_find_code(cli->book, registers[i], text, out, &other))
			return EX_OK;
	if (kind == KIND_ANY || kind == KIND_HOUSEHOLD) {
		rc = household_find(cli->book, text, out, &other);
		if (!rc)
			return EX_OK;
		if (rc == FAULT_AMBIGUOUS)
			return cli_fail(cli, &other);
	}
	/* A register's code need not look like an id. */
	if (f.code == FAULT_USAGE && kind != KIND_ANY && kind != KIND_FOLLOWUP)
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

int cli_may_keep_keys(struct cli *cli)
{
	const struct rights_on on = { 0 };
	struct fault f = { 0 };

	return rights_check(cli->book, RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY, &on, &f)
		       ? cli_fail(cli, &f)
		       : EX_OK;
}

int cli_end_list(const struct cli *cli, const struct fault *f, int shown)
{
	if (f->code)
		return cli_fail(cli, f);
	if (!shown && !cli_option(cli, OPT_JSON))
		puts(_("No results"));
	return EX_OK;
}
