#include "config.h"
#include "tui/cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/base/clock.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/vault/kept.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/say.h"

/* Keep the form of a word that a name has (text_name()) in *room. */
static void normalise(const char **word, char **room)
{
	size_t len;

	if (*word && !text_name(*word, strlen(*word), room, &len))
		*word = *room;
}

void cli_init(struct cli *cli)
{
	const struct command *c = cli->args.command;
	const char *member = getenv("SOTAY_MEMBER");
	bool paths = c && c->paths;
	static const enum option inputs[] = { OPT_PASSPHRASE_FILE, OPT_NEW_PASSPHRASE_FILE,
					      OPT_CODE_FILE, OPT_PROFILE, OPT_TEXT };

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
	launch_init(&cli->launch, cli_option(cli, OPT_VAULT), cli_option(cli, OPT_MEMBER),
		    cli_option(cli, OPT_LANG) != NULL);
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
		launch_reads(&cli->launch, cli_option(cli, inputs[i]));
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

/* Whether something in the book could not be read; that goes before whatever came of it. */
static bool in_trouble(const struct cli *cli, struct fault *trouble)
{
	return cli->book && book_trouble(cli->book, trouble) != FAULT_OK;
}

static int say_trouble(const struct cli *cli, const struct fault *trouble)
{
	char name[40], *text;

	command_name(cli, name, sizeof name);
	if (!book_committed(cli->book) || (cli->args.command && cli->args.command->by_steps))
		return say_fault(name, cli->launch.vault, trouble);
	text = say_cause(trouble);
	say_line(name, _("all is saved: do not enter it again; but"), text);
	free(text);
	return say_exit_code(trouble->code);
}

/* Say a fault about a file, or NULL. */
static int say(const struct cli *cli, const char *path, const struct fault *f)
{
	struct fault trouble;
	char name[40];

	/* What has become of the person's work goes before what else there is. */
	if (!fault_says_what_holds(f->code) && in_trouble(cli, &trouble))
		return say_trouble(cli, &trouble);
	return say_fault(command_name(cli, name, sizeof name), path, f);
}

int cli_fail(const struct cli *cli, const struct fault *f)
{
	return say(cli, NULL, f);
}

int cli_end(const struct cli *cli, int status)
{
	struct fault trouble;

	if (!in_trouble(cli, &trouble) || status == say_exit_code(trouble.code))
		return status;
	return say_trouble(cli, &trouble);
}

int cli_refuse(const struct cli *cli, int status, const char *what, const char *why)
{
	struct fault trouble;
	char name[40];

	if (in_trouble(cli, &trouble))
		return say_trouble(cli, &trouble);
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
	return say(cli, f->code == FAULT_CLOCK ? NULL : path, f);
}

int cli_may_write(const struct cli *cli, const char *path)
{
	struct fault f = { 0 };

	return kept_check(path, cli->launch.vault, cli->launch.inputs, &f) ? cli_fail(cli, &f)
									   : EX_OK;
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

void cli_print_json(json_t *object)
{
	if (object)
		jsonl_write(stdout, object);
	json_decref(object);
}

json_t *cli_json_text(const char *text)
{
	return *text ? json_string(text) : json_null();
}

json_t *cli_json_day(day_t day, day_t none)
{
	char text[DATE_SIZE];

	date_format(text, day);
	return day == none ? json_null() : json_string(text);
}

json_t *cli_json_moment(day_t day, int minute)
{
	char text[DATE_SIZE + TIME_SIZE];

	date_format(text, day);
	text[DATE_SIZE - 1] = 'T';
	time_format(text + DATE_SIZE, minute);
	return json_string(text);
}

static int arrived(const struct cli *cli, const char *why)
{
	if (!fflush(stdout) && !ferror(stdout))
		return EX_OK;
	return cli_refuse(cli, EX_IOERR, _("standard output"), why);
}

int cli_saved(const struct cli *cli)
{
	return arrived(cli, _("cannot be written, but all is saved: do not enter it again"));
}

int cli_done(const struct cli *cli)
{
	return arrived(cli, _("cannot be written, but it is done"));
}

int cli_half(const struct cli *cli, const struct fault *f, const char *what, const char *format)
{
	char *reason = say_cause(f), why[512], name[40];

	snprintf(why, sizeof why, format, reason);
	free(reason);
	say_line(command_name(cli, name, sizeof name), what, why);
	return say_exit_code(f->code);
}

void cli_print_path(const char *label, const char *path)
{
	printf("%s ", label);
	out_text(stdout, path);
	putchar('\n');
}

int cli_end_list(const struct cli *cli, const struct fault *f, int shown)
{
	if (f->code)
		return cli_fail(cli, f);
	if (!shown && !cli_option(cli, OPT_JSON))
		puts(_("None"));
	return EX_OK;
}
