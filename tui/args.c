#include "config.h"
#include "tui/args.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tui/cli.h"
#include "tui/gettext.h"

#define BIT(option) (UINT64_C(1) << (option))

#define GLOBAL \
	(BIT(OPT_VAULT) | BIT(OPT_PASSPHRASE_FILE) | BIT(OPT_MEMBER) | BIT(OPT_LANG) | \
	 BIT(OPT_HELP) | BIT(OPT_VERSION))
#define KEYED (BIT(OPT_WEEK) | BIT(OPT_MONTH) | BIT(OPT_QUARTER) | BIT(OPT_YEAR))
#define PERIOD (KEYED | BIT(OPT_FROM) | BIT(OPT_TO))
#define KDF (BIT(OPT_KDF_MEM) | BIT(OPT_KDF_OPS))

static const struct {
	const char *name;
	const char *value; /* N_(), NULL for one without */
	const char *help;  /* N_() */
} options[OPTIONS] = {
	[OPT_VAULT] = { "--vault", N_("FILE"), N_("the data file") },
	[OPT_PASSPHRASE_FILE] = { "--passphrase-file", N_("FILE"),
				  N_("its first line is the password; - is standard input") },
	[OPT_MEMBER] = { "--member", N_("NAME"), N_("who unlocks") },
	[OPT_LANG] = { "--lang", "vi|en", N_("language") },
	[OPT_HELP] = { "--help", NULL, N_("show how it is used") },
	[OPT_VERSION] = { "--version", NULL, N_("show the version") },

	[OPT_LEVEL] = { "--level", "team|commune|upper", N_("whose desk this is") },
	[OPT_UNIT] = { "--unit", N_("CODE"), N_("code of the unit") },
	[OPT_UNIT_NAME] = { "--unit-name", N_("NAME"), N_("name of the unit") },
	[OPT_RECOVERY_FILE] = { "--recovery-file", N_("FILE"),
				N_("write the recovery code there instead of showing it") },
	[OPT_KDF_MEM] = { "--kdf-mem", N_("MIB"),
			  N_("memory for checking the password, at least 19") },
	[OPT_KDF_OPS] = { "--kdf-ops", N_("N"),
			  N_("passes for checking the password, at least 2") },
	[OPT_NEW_PASSPHRASE_FILE] = { "--new-passphrase-file", N_("FILE"),
				      N_("its first line is the new password") },
	[OPT_CODE_FILE] = { "--code-file", N_("FILE"), N_("its first line is the recovery code") },

	[OPT_JSON] = { "--json", NULL, N_("JSON Lines (for add: read from standard input)") },
	[OPT_HOUSEHOLDS] = { "--households", N_("N"), N_("households of the village") },
	[OPT_KINDS] = { "--kinds", "a,b,…", N_("kinds of the household") },
	[OPT_HINT] = { "--hint", N_("TEXT"), N_("house number or landmark, no name, no phone") },
	[OPT_GUIDED_SINCE] = { "--guided-since", N_("YYYY-MM"), N_("month of the first guidance") },
	[OPT_VILLAGES] = { "--villages", "a,b,…", N_("villages of the team") },
	[OPT_NAME] = { "--name", N_("NAME"), N_("full name") },
	[OPT_ROLE] = { "--role", N_("CODE"),
		       "thanh_vien|to_truong|can_bo_xa|cap_tren|quan_tri" },
	[OPT_TEAM] = { "--team", N_("CODE"), N_("the team") },

	[OPT_WEEK] = { "--week", "2026-W47", N_("a week; alone: this one") },
	[OPT_MONTH] = { "--month", "2026-11", N_("a month; alone: this one") },
	[OPT_QUARTER] = { "--quarter", "2026-Q4", N_("a quarter; alone: this one") },
	[OPT_YEAR] = { "--year", "2026", N_("a year; alone: this one") },
	[OPT_FROM] = { "--from", N_("DATE"), N_("from this day, YYYY-MM-DD") },
	[OPT_TO] = { "--to", N_("DATE"), N_("to this day, YYYY-MM-DD") },
	[OPT_REPORT] = { "--report", N_("KEY"), N_("a reporting period") },

	[OPT_VILLAGE] = { "--village", N_("CODE"), N_("only of this village") },
	[OPT_TOPIC] = { "--topic", N_("CODE"), N_("only with this topic") },
	[OPT_HOUSEHOLD] = { "--household", N_("VILLAGE/CODE"), N_("only of this household") },
	[OPT_SEARCH] = { "--search", N_("TEXT"), N_("only where every word is found") },
	[OPT_VOIDED] = { "--voided", NULL, N_("only those taken out of the count") },
	[OPT_ALL] = { "--all", NULL, N_("closed ones too") },

	[OPT_BY] = { "--by", "village|team|member|group|topic|channel|outcome|blocker",
		     N_("figures for each of these") },
	[OPT_COLUMNS] = { "--columns", "a,b,…", N_("these columns, in this order") },
	[OPT_PROFILE] = { "--profile", N_("FILE"), N_("columns and headers from this file") },
	[OPT_FORMAT] = { "--format", "text|json|csv", N_("form of the result") },
	[OPT_OUTPUT] = { "--output", N_("FILE"), N_("write to this file (also -o)") },
	[OPT_FORCE] = { "--force", NULL, N_("overwrite the file") },
	[OPT_NIL] = { "--nil", NULL, N_("no activity in the period") },
	[OPT_TEXT] = { "--text", N_("FILE"),
		       N_("difficulties, proposals, plan …; - is standard input") },

	[OPT_METHOD] = { "--method", "telex|vni", N_("how it is typed") },
	[OPT_TONE] = { "--tone", "old|new", N_("where the tone stands: hòa or hoà") },
};

#define REGISTER(name, add_operands, max, add_takes, add_help, list_takes) \
	{ name, "add", add_operands, add_help, (max) > 0, max, true, 0, \
	  (add_takes) | BIT(OPT_JSON), cmd_register_add }, \
	{ name, "list", "", N_("list them"), 0, 0, false, 0, \
	  (list_takes) | BIT(OPT_JSON), cmd_register_list }, \
	{ name, "show", N_("CODE|ID"), N_("show one with its history"), 1, 1, false, 0, \
	  BIT(OPT_JSON), cmd_register_show }

static const struct command commands[] = {
	{ "init", NULL, N_("--member NAME"), N_("make a new data file and its recovery code"), 0, 0,
	  false, BIT(OPT_LEVEL) | BIT(OPT_UNIT) | BIT(OPT_UNIT_NAME), BIT(OPT_RECOVERY_FILE) | KDF,
	  cmd_init },
	REGISTER("village", N_("CODE NAME"), 2, BIT(OPT_HOUSEHOLDS), N_("register villages"), 0),
	REGISTER("household", N_("VILLAGE/CODE"), 1,
		 BIT(OPT_KINDS) | BIT(OPT_HINT) | BIT(OPT_GUIDED_SINCE),
		 N_("register households"), BIT(OPT_VILLAGE)),
	REGISTER("team", N_("CODE NAME"), 2, BIT(OPT_VILLAGES), N_("register teams"),
		 BIT(OPT_VILLAGE)),
	REGISTER("member", N_("NAME"), 1,
		 BIT(OPT_NAME) | BIT(OPT_ROLE) | BIT(OPT_TEAM) | BIT(OPT_NEW_PASSPHRASE_FILE) | KDF,
		 N_("register members; with a new password they can unlock"), 0),
	{ "member", "remove", N_("NAME"), N_("they can unlock no longer; the record stays"), 1, 1,
	  false, 0, 0, cmd_member_remove },
	REGISTER("topic", "", 0, 0, N_("add topics of your own"), 0),
	{ "log", NULL, "", N_("save sessions, JSON Lines on standard input"), 0, 0, false, 0,
	  BIT(OPT_JSON), cmd_log },
	{ "status", NULL, "", N_("save households' digital status, JSON Lines on standard input"),
	  0, 0, false, 0, BIT(OPT_JSON), cmd_status },
	{ "list", NULL, "", N_("list sessions"), 0, 0, false, 0,
	  PERIOD | BIT(OPT_VILLAGE) | BIT(OPT_TOPIC) | BIT(OPT_HOUSEHOLD) | BIT(OPT_SEARCH) |
		  BIT(OPT_VOIDED) | BIT(OPT_JSON),
	  cmd_list },
	{ "show", NULL, N_("ID"), N_("show one record with its history"), 1, 1, false, 0,
	  BIT(OPT_JSON), cmd_show },
	{ "edit", NULL, N_("ID"), N_("change fields, a JSON object on standard input"), 1, 1,
	  false, 0, BIT(OPT_JSON), cmd_edit },
	{ "void", NULL, N_("ID"), N_("take out of the count"), 1, 1, false, 0, 0, cmd_void },
	{ "undo", NULL, "", N_("take your last change back"), 0, 0, false, 0, 0, cmd_undo },
	{ "followup", "list", "", N_("list follow-ups"), 0, 0, false, 0,
	  BIT(OPT_ALL) | BIT(OPT_JSON), cmd_followup_list },
	{ "followup", "done", N_("ID"), N_("a follow-up is done"), 1, 1, false, 0, 0,
	  cmd_followup_done },
	{ "followup", "cancel", N_("ID"), N_("a follow-up is not needed any more"), 1, 1, false, 0,
	  0, cmd_followup_cancel },
	{ "due", NULL, "", N_("what is due, and whom to visit next"), 0, 0, false, 0,
	  BIT(OPT_JSON), cmd_due },
	{ "summary", NULL, "", N_("count a period; without one, this week"), 0, 0, false, 0,
	  PERIOD | BIT(OPT_REPORT) | BIT(OPT_BY) | BIT(OPT_COLUMNS) | BIT(OPT_PROFILE) |
		  BIT(OPT_FORMAT) | BIT(OPT_OUTPUT) | BIT(OPT_FORCE),
	  cmd_summary },
	{ "report", "close", N_("KEY"), N_("close a period, so that silence is a zero"), 1, 1,
	  false, 0, BIT(OPT_NIL) | BIT(OPT_TEXT) | BIT(OPT_TEAM), cmd_report_close },
	{ "report", "show", N_("KEY"), N_("show the closed reports of a period"), 1, 1, false, 0,
	  BIT(OPT_TEAM) | BIT(OPT_JSON), cmd_report_show },
	{ "report", "send", N_("KEY"), "", 1, 1, false, 0, 0, NULL },
	{ "report", "return", N_("KEY"), "", 1, 1, false, 0, 0, NULL },
	{ "report", "approve", N_("KEY"), "", 1, 1, false, 0, 0,
	  NULL },
	{ "report", "lock", N_("KEY"), "", 1, 1, false, 0, 0, NULL },
	{ "check", NULL, "", N_("verify the whole data file"), 0, 0, false, 0, 0, cmd_check },
	{ "backup", NULL, N_("FILE"), N_("back up, encrypted as it is"), 1, 1, false, 0, 0,
	  cmd_backup },
	{ "restore", NULL, N_("FILE"), N_("make a data file from a backup"), 1, 1, false, 0, 0,
	  cmd_restore },
	{ "passphrase", NULL, "", N_("change your password"), 0, 0, false, 0,
	  BIT(OPT_NEW_PASSPHRASE_FILE), cmd_passphrase },
	{ "recover", NULL, "", N_("set a new password with the recovery code"), 0, 0, false,
	  BIT(OPT_CODE_FILE), BIT(OPT_NEW_PASSPHRASE_FILE), cmd_recover },
	{ "demo", NULL, N_("[DIR]"), N_("a throw-away data file with invented data"), 0, 1, false,
	  0, 0, cmd_demo },
	{ "telex", NULL, "", N_("lines of typed keys in, Vietnamese text out"), 0, 0, false, 0,
	  BIT(OPT_METHOD) | BIT(OPT_TONE), cmd_telex },
	{ "help", NULL, N_("[COMMAND]"), N_("this list, or how a command is used"), 0, 2, false, 0,
	  BIT(OPT_JSON), cmd_help },
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

const char *args_option_name(enum option option)
{
	return options[option].name;
}

const struct command *args_command(const char *name)
{
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static const struct command *find_verb(const char *name, const char *verb)
{
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name) && commands[i].verb &&
		    !strcmp(commands[i].verb, verb))
			return &commands[i];
	return NULL;
}

/* A period's key may be left out, which stands for the present one. */
static bool takes_value(int option, const char *next)
{
	if (!options[option].value)
		return false;
	return !(BIT(option) & KEYED) || (next && isdigit((unsigned char)*next));
}

/* Where parsing stands; the first refusal wins. */
struct parser {
	struct args *out;
	uint64_t given;
	const char *what, *why; /* why: N_(), with one %s at most, for `word` */
	char word[80];
};

static void refuse_with(struct parser *p, const char *what, const char *why, const char *word)
{
	if (!p->why) {
		p->what = what;
		p->why = why;
		snprintf(p->word, sizeof p->word, "%s", word);
	}
}

static void refuse(struct parser *p, const char *what, const char *why)
{
	refuse_with(p, what, why, "");
}

static int find_option(const char *name, size_t len)
{
	for (int i = 0; i < OPTIONS; i++)
		if (strlen(options[i].name) == len && !memcmp(options[i].name, name, len))
			return i;
	return -1;
}

/* Read the option argv[0]; how many further words it took. */
static int parse_option(struct parser *p, char **argv)
{
	const char *word = argv[0], *value = NULL;
	const char *equals = strchr(word, '=');
	int option, taken = 0;

	if (!strcmp(word, "-o"))
		option = OPT_OUTPUT;
	else if (!strcmp(word, "-h"))
		option = OPT_HELP;
	else if (word[1] == '-')
		option = find_option(word, equals ? (size_t)(equals - word) : strlen(word));
	else
		option = -1;
	if (option < 0) {
		refuse(p, word, N_("no such option; see 'sotay help'"));
		return 0;
	}
	if (equals) {
		value = equals + 1;
		if (!options[option].value)
			refuse(p, word, N_("this option takes no value"));
	} else if (takes_value(option, argv[1])) {
		value = argv[1];
		if (value)
			taken = 1;
		else
			refuse(p, word, N_("this option needs a value"));
	}
	p->out->option[option] = value ? value : "";
	p->given |= BIT(option);
	return taken;
}

static void refuse_verb(struct parser *p, const char *name, const char *verb)
{
	char verbs[80] = "";

	for (int i = 0; i < COMMANDS; i++) {
		size_t n = strlen(verbs);

		if (!strcmp(commands[i].name, name) && commands[i].run)
			snprintf(verbs + n, sizeof verbs - n, "%s%s", n ? ", " : "",
				 commands[i].verb);
	}
	p->out->name = name;
	refuse_with(p, verb, N_("one of these is needed here: %s"), verbs);
}

static void find_command(struct parser *p, const char **words, int n)
{
	const struct command *command = args_command(words[0]);
	int used = 1;

	if (command && command->verb) {
		const char *verb = n > 1 ? words[1] : NULL;

		used = 2;
		if (p->given & BIT(OPT_HELP))
			p->out->command = command; /* its verbs are shown */
		command = verb ? find_verb(words[0], verb) : NULL;
		if (!command) {
			refuse_verb(p, words[0], verb);
			return;
		}
	}
	if (!command) {
		refuse(p, words[0], N_("no such command; see 'sotay help'"));
		return;
	}
	p->out->command = command;
	for (int i = used; i < n && p->out->operands < ARGS_OPERANDS; i++)
		p->out->operand[p->out->operands++] = words[i];
}

/* Refuse what is given of some options that mean nothing with, or without, another. */
static void refuse_fields(struct parser *p, uint64_t set, enum option other)
{
	for (int i = 0; i < OPTIONS; i++)
		if (p->given & set & BIT(i))
			refuse_with(p, options[i].name,
				    other == OPT_JSON ? N_("not together with %s")
						      : N_("only together with %s"),
				    options[other].name);
}

/* Whether what is given is what the command takes. */
static void check_command(struct parser *p)
{
	const struct command *c = p->out->command;
	int min = c->min, max = c->max;

	if (c->json_input && (p->given & BIT(OPT_JSON)))
		min = max = 0;
	if (p->out->operands < min)
		refuse_with(p, NULL, N_("something is missing; see 'sotay help %s'"), c->name);
	if (p->out->operands > max)
		refuse_with(p, p->out->operand[max],
			    N_("one word too many; see 'sotay help %s'"), c->name);
	if (c->json_input && (p->given & BIT(OPT_JSON)))
		refuse_fields(p, c->takes & ~BIT(OPT_JSON), OPT_JSON);
	else if (c->json_input && !(p->given & BIT(OPT_NEW_PASSPHRASE_FILE)))
		refuse_fields(p, KDF, OPT_NEW_PASSPHRASE_FILE);
	for (int i = 0; i < OPTIONS; i++) {
		if ((p->given & BIT(i)) && !((GLOBAL | c->needs | c->takes) & BIT(i)))
			refuse_with(p, options[i].name,
				    N_("this command has no such option; see 'sotay help %s'"),
				    c->name);
		else if (!(p->given & BIT(i)) && (c->needs & BIT(i)))
			refuse(p, options[i].name, N_("this option is required"));
	}
}

bool args_is_path(enum option option)
{
	const char *value = options[option].value;

	return value && !strcmp(value, "FILE");
}

bool args_parse(struct args *out, int argc, char **argv, const char **what, char **why)
{
	const char *words[ARGS_OPERANDS + 2]; /* command, verb and operands */
	struct parser p = { .out = out };
	bool options_end = false;
	int n = 0;

	memset(out, 0, sizeof *out);
	for (int i = 1; i < argc; i++) {
		if (!options_end && !strcmp(argv[i], "--"))
			options_end = true;
		else if (!options_end && argv[i][0] == '-' && argv[i][1])
			i += parse_option(&p, argv + i);
		else if (n < (int)(sizeof words / sizeof words[0]))
			words[n++] = argv[i];
	}
	if (n)
		find_command(&p, words, n);
	if (out->command && !p.why && !(p.given & (BIT(OPT_HELP) | BIT(OPT_VERSION))))
		check_command(&p);
	/* Asking for help is answered whatever else is there. */
	if (out->option[OPT_HELP] && (out->command || !n))
		return true;
	if (what && p.why) {
		*what = p.what;
		if (asprintf(why, _(p.why), p.word) < 0)
			*why = NULL;
	}
	return !p.why;
}

static void print_options(FILE *out, uint64_t set)
{
	for (int i = 0; i < OPTIONS; i++) {
		if (!(set & BIT(i)))
			continue;
		fprintf(out, "  %s", options[i].name);
		if (options[i].value)
			fprintf(out, " %s", _(options[i].value));
		fprintf(out, "\n        %s\n", _(options[i].help));
	}
}

static void print_row(FILE *out, const struct command *c)
{
	fprintf(out, "sotay %s", c->name);
	if (c->verb)
		fprintf(out, " %s", c->verb);
	if (c->operands[0])
		fprintf(out, " %s", _(c->operands));
	for (int i = 0; i < OPTIONS; i++)
		if (c->needs & BIT(i))
			fprintf(out, " %s %s", options[i].name, _(options[i].value));
	fprintf(out, "%s\n    %s\n", c->takes ? _(" [options]") : "", _(c->help));
}

void args_help(FILE *out)
{
	fprintf(out, "%s\n\n",
		_("sotay: the offline logbook of community digital technology teams"));
	fprintf(out, "%s\n\n", _("Usage: sotay [options] COMMAND …"));
	for (int i = 0; i < COMMANDS; i++) {
		char name[40];

		if (!commands[i].run)
			continue;
		snprintf(name, sizeof name, "%s%s%s", commands[i].name,
			 commands[i].verb ? " " : "", commands[i].verb ? commands[i].verb : "");
		fprintf(out, "  %-18s%s\n", name, _(commands[i].help));
	}
	fprintf(out, "\n%s\n", _("Options of every command:"));
	print_options(out, GLOBAL);
	fprintf(out, "\n%s\n", _("How a command is used: sotay help COMMAND, or man sotay"));
}

void args_usage(FILE *out, const struct command *command)
{
	uint64_t set = 0;

	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, command->name) != 0 || !commands[i].run)
			continue;
		print_row(out, &commands[i]);
		set |= commands[i].needs | commands[i].takes;
	}
	if (set)
		fprintf(out, "\n%s\n", _("Options:"));
	print_options(out, set);
}
