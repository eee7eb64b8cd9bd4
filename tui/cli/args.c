#include "config.h"
#include "tui/cli/args.h"

#include <ctype.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"

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
	[OPT_CODES] = { "--codes", "26572,26575",
			N_("codes of the communes it was made of: villages may begin with them") },
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
	[OPT_TAG] = { "--tag", N_("TEXT"), N_("the tag of its sessions") },
	[OPT_TARGETS] = { "--targets", "a=1,b=2,…", N_("columns of the report and what they are to reach") },

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

	[OPT_BY] = { "--by", "unit|village|team|member|group|topic|channel|outcome|blocker|day",
		     N_("figures for each of these") },
	[OPT_COLUMNS] = { "--columns", "a,b,…", N_("these columns, in this order") },
	[OPT_PROFILE] = { "--profile", N_("FILE"), N_("columns and headers from this file") },
	[OPT_FORMAT] = { "--format", "text|json|csv", N_("form of the result") },
	[OPT_OUTPUT] = { "--output", N_("FILE"), N_("write to this file (also -o)") },
	[OPT_FORCE] = { "--force", NULL, N_("overwrite the file") },
	[OPT_NIL] = { "--nil", NULL, N_("no activity in the period") },
	[OPT_TEXT] = { "--text", N_("FILE"),
		       N_("difficulties, proposals, plan …; - is standard input") },

	[OPT_SET] = { "--set", "a=N", N_("a figure no session has, as so_tin=12; may stand several times") },
	[OPT_CAMPAIGN] = { "--campaign", N_("CODE"), N_("only the sessions of this campaign") },

	[OPT_DRY_RUN] = { "--dry-run", NULL, N_("say what would come of it, and change nothing") },
	[OPT_ROOT] = { "--root", N_("CODE"), N_("the code of the unit above, as its people read it out") },
	[OPT_ARMOUR] = { "--armour", NULL, N_("as text, for ways that carry only text") },

	[OPT_FINGERPRINT] = { "--fingerprint", N_("CODE"), N_("the laptop's code, as the other side reads it out") },
	[OPT_EXPIRES] = { "--expires", N_("DATE"), N_("until this day, YYYY-MM-DD") },
	[OPT_KEEP] = { "--keep", N_("LANE:N"),
		       N_("a batch that stays, with all before it; may stand several times") },

	[OPT_METHOD] = { "--method", "telex|vni", N_("how it is typed") },
	[OPT_TONE] = { "--tone", "old|new", N_("where the tone stands: hòa or hoà") },
};

const char *args_option_name(enum option option)
{
	return options[option].name;
}

const char *args_option_value(enum option option)
{
	return options[option].value;
}

static uint64_t bit(int option)
{
	return UINT64_C(1) << option;
}

/* The row of that name and, unless it is NULL, that verb. */
static const struct command *find(const struct command_table *table, const char *name,
				  const char *verb)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct command *c = &table->rows[i];

		if (!strcmp(c->name, name) && (!verb || (c->verb && !strcmp(c->verb, verb))))
			return c;
	}
	return NULL;
}

const struct command *args_command(const struct command_table *table, const char *name)
{
	return find(table, name, NULL);
}

bool args_takes_value(enum option option, const char *next)
{
	if (!options[option].value)
		return false;
	return !(bit((int)option) & OPTS_KEYED) || (next && isdigit((unsigned char)*next));
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

/* Of those one command takes one at most. */
static bool is_repeated(int option)
{
	return option == OPT_SET || option == OPT_KEEP;
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
	} else if (args_takes_value((enum option)option, argv[1])) {
		value = argv[1];
		if (value)
			taken = 1;
		else
			refuse(p, word, N_("this option needs a value"));
	}
	p->out->option[option] = value ? value : "";
	if (is_repeated(option) && value && p->out->sets < ARGS_SETS)
		p->out->set[p->out->sets++] = value;
	else if (is_repeated(option) && value)
		refuse(p, word, N_("this option is given too often"));
	p->given |= bit(option);
	return taken;
}

static void refuse_verb(struct parser *p, const char *name, const char *verb)
{
	const struct command_table *table = p->out->table;
	char verbs[80] = "";

	for (size_t i = 0; i < table->count; i++) {
		const struct command *c = &table->rows[i];
		size_t n = strlen(verbs);

		if (!strcmp(c->name, name) && c->run)
			snprintf(verbs + n, sizeof verbs - n, "%s%s", n ? ", " : "", c->verb);
	}
	p->out->name = name;
	refuse_with(p, verb, N_("one of these is needed here: %s"), verbs);
}

static void find_command(struct parser *p, const char **words, int n)
{
	const struct command_table *table = p->out->table;
	const struct command *command = find(table, words[0], NULL);
	const struct command *verbed = n > 1 ? find(table, words[0], words[1]) : NULL;
	int used = 1;

	if (command && !command->verb && verbed) { /* one that goes with and without a verb */
		command = verbed;
		used = 2;
	} else if (command && command->verb) {
		const char *verb = n > 1 ? words[1] : NULL;

		used = 2;
		if (p->given & OPT(HELP))
			p->out->command = command; /* its verbs are shown */
		command = verb ? find(table, words[0], verb) : NULL;
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
		if (p->given & set & bit(i))
			refuse_with(p, options[i].name,
				    other == OPT_JSON ? N_("not together with %s")
						      : N_("only together with %s"),
				    options[other].name);
}

/* Whether what is given is what the command takes. */
static void check_command(struct parser *p)
{
	const struct command *c = p->out->command;
	bool input = c->json_input && (p->given & OPT(JSON)); /* instead of operands and flags */
	int min = input ? 0 : c->min, max = input ? 0 : c->max;

	if (p->out->operands < min)
		refuse_with(p, NULL, N_("something is missing; see 'sotay help %s'"), c->name);
	if (p->out->operands > max)
		refuse_with(p, p->out->operand[max],
			    N_("one word too many; see 'sotay help %s'"), c->name);
	if (input)
		refuse_fields(p, (c->needs | c->takes) & ~OPT(JSON), OPT_JSON);
	else if (c->json_input && !(p->given & OPT(NEW_PASSPHRASE_FILE)))
		refuse_fields(p, OPTS_KDF, OPT_NEW_PASSPHRASE_FILE);
	if ((c->takes & OPT(CODE_FILE)) && !(p->given & OPT(CODE_FILE)))
		refuse_fields(p, OPT(NEW_PASSPHRASE_FILE), OPT_CODE_FILE);
	for (int i = 0; i < OPTIONS; i++) {
		if ((p->given & bit(i)) && !((ARGS_GLOBAL | c->needs | c->takes) & bit(i)))
			refuse_with(p, options[i].name,
				    N_("this command has no such option; see 'sotay help %s'"),
				    c->name);
		else if (!input && !(p->given & bit(i)) && (c->needs & bit(i)))
			refuse(p, options[i].name, N_("this option is required"));
	}
}

bool args_is_path(enum option option)
{
	const char *value = options[option].value;

	return value && !strcmp(value, "FILE");
}

bool args_parse(struct args *out, const struct command_table *table, int argc, char **argv,
		const char **what, char **why)
{
	const char *words[ARGS_OPERANDS + 2]; /* command, verb and operands */
	struct parser p = { .out = out };
	bool options_end = false;
	int n = 0;

	*out = (struct args){ .table = table };
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
	if (out->command && !out->command->run) /* what it will take is not known either */
		p.why = NULL;
	else if (out->command && !p.why && !(p.given & (OPT(HELP) | OPT(VERSION))))
		check_command(&p);
	/* Asking for help is answered whatever else is there. */
	if (out->option[OPT_HELP] && (out->command || !n))
		return true;
	if (what && p.why) {
		*what = p.what;
		*why = memory_format(_(p.why), p.word);
	}
	return !p.why;
}

static void print_options(FILE *out, uint64_t set)
{
	for (int i = 0; i < OPTIONS; i++) {
		if (!(set & bit(i)))
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
	if (c->operands)
		fprintf(out, " %s", _(c->operands));
	for (int i = 0; i < OPTIONS; i++)
		if (c->needs & bit(i))
			fprintf(out, " %s %s", options[i].name, _(options[i].value));
	fprintf(out, "%s\n    %s\n", c->takes ? _(" [options]") : "", _(c->help));
}

void args_help(FILE *out, const struct command_table *table)
{
	fprintf(out, "%s\n\n",
		_("sotay: the offline logbook of community digital technology teams"));
	fprintf(out, "%s\n", _("Usage: sotay [options] COMMAND …"));
	fprintf(out, "%s\n\n", _("Without a command: the screen."));
	for (size_t i = 0; i < table->count; i++) {
		const struct command *c = &table->rows[i];
		char name[40];

		if (!c->run)
			continue;
		snprintf(name, sizeof name, "%s%s%s", c->name, c->verb ? " " : "",
			 c->verb ? c->verb : "");
		fprintf(out, "  %-18s%s\n", name, _(c->help));
	}
	fprintf(out, "\n%s\n", _("Options of every command:"));
	print_options(out, ARGS_GLOBAL);
	fprintf(out, "\n%s\n", _("How a command is used: sotay help COMMAND, or man sotay"));
	fprintf(out, "%s\n", _("For beginners, in Vietnamese: sotay help bat-dau"));
}

void args_usage(FILE *out, const struct command_table *table, const struct command *command)
{
	uint64_t set = 0;

	for (size_t i = 0; i < table->count; i++) {
		const struct command *c = &table->rows[i];

		if (strcmp(c->name, command->name) != 0 || !c->run)
			continue;
		print_row(out, c);
		set |= c->needs | c->takes;
	}
	if (set)
		fprintf(out, "\n%s\n", _("Options:"));
	print_options(out, set);
}
