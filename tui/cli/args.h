/*
 * args: the words of the command line.
 *
 * One table of options, here, and one of commands, handed in (commands.h):
 * parsing, the usage line, `help` and the refusals all come from them, so they
 * cannot disagree. Global options may stand before or after the command;
 * `--option=value` and `--option value` mean the same; `--` ends the options.
 * Source: the contract of the command line, section 7 of the design.
 *
 * Invariants: parsing looks at nothing but argv and changes nothing; the texts
 * in a struct args point into argv or into constants. One thread (gettext).
 */
#ifndef TUI_CLI_ARGS_H
#define TUI_CLI_ARGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct cli;

enum option {
	/* taken by every command */
	OPT_VAULT,
	OPT_PASSPHRASE_FILE,
	OPT_MEMBER,
	OPT_LANG,
	OPT_HELP,
	OPT_VERSION,
	/* the data file */
	OPT_LEVEL,
	OPT_UNIT,
	OPT_UNIT_NAME,
	OPT_CODES,
	OPT_RECOVERY_FILE,
	OPT_KDF_MEM,
	OPT_KDF_OPS,
	OPT_NEW_PASSPHRASE_FILE,
	OPT_CODE_FILE,
	/* registers */
	OPT_JSON,
	OPT_HOUSEHOLDS,
	OPT_KINDS,
	OPT_HINT,
	OPT_GUIDED_SINCE,
	OPT_VILLAGES,
	OPT_NAME,
	OPT_ROLE,
	OPT_TEAM,
	OPT_TAG,
	OPT_TARGETS,
	/* periods */
	OPT_WEEK,
	OPT_MONTH,
	OPT_QUARTER,
	OPT_YEAR,
	OPT_FROM,
	OPT_TO,
	OPT_REPORT,
	/* listings */
	OPT_VILLAGE,
	OPT_TOPIC,
	OPT_HOUSEHOLD,
	OPT_SEARCH,
	OPT_VOIDED,
	OPT_ALL,
	/* summaries and reports */
	OPT_BY,
	OPT_COLUMNS,
	OPT_PROFILE,
	OPT_FORMAT,
	OPT_OUTPUT,
	OPT_FORCE,
	OPT_NIL,
	OPT_TEXT,
	OPT_SET,
	OPT_CAMPAIGN,
	/* laptops */
	OPT_FINGERPRINT,
	OPT_EXPIRES,
	OPT_KEEP,
	/* what other laptops wrote */
	OPT_DRY_RUN,
	OPT_ROOT,
	OPT_ARMOUR,
	/* typing */
	OPT_METHOD,
	OPT_TONE,
	OPTIONS
};

/* OPT(VAULT): the bit of OPT_VAULT in a set of options. */
#define OPT(name) (UINT64_C(1) << OPT_##name)
/* Sets whose options go together: periods by their keys, checking of passphrases. */
#define OPTS_KEYED (OPT(WEEK) | OPT(MONTH) | OPT(QUARTER) | OPT(YEAR))
#define OPTS_KDF (OPT(KDF_MEM) | OPT(KDF_OPS))
/* What every command takes. */
#define ARGS_GLOBAL \
	(OPT(VAULT) | OPT(PASSPHRASE_FILE) | OPT(MEMBER) | OPT(LANG) | OPT(HELP) | OPT(VERSION))

#define ARGS_OPERANDS 4096 /* kept: one more than any command takes */
#define ARGS_SETS 64    /* how often --set, or --keep, may stand */

struct command {
	const char *name;
	const char *verb;     /* "add" of `village add`; NULL where there is none */
	const char *operands; /* N_(), as the usage line shows them; NULL none */
	const char *help;     /* N_() */
	int min, max;         /* operands; with --json, where it is taken as input, none */
	bool json_input;      /* --json reads records instead of operands and flags */
	bool no_vault;        /* it does not matter where the data file is */
	bool paths;           /* operands are names of files, taken as their bytes are */
	bool by_steps;        /* what it commits on its way is not yet what was asked for */
	uint64_t needs, takes; /* sets of options, besides the global ones */
	int (*run)(struct cli *cli); /* an exit code of sysexits.h; NULL: not in this version */
};

/* In the order of `help`; a command with verbs has a row for each. */
struct command_table {
	const struct command *rows;
	size_t count;
};

struct args {
	const struct command_table *table;
	const struct command *command; /* NULL: none was given, or none that there is */
	const char *name;              /* the first word where it lacks a verb there is; or NULL */
	const char *option[OPTIONS];   /* NULL: not given; "" for one without a value */
	const char *set[ARGS_SETS];    /* every value of --set, or --keep, in their order */
	int sets;
	const char *operand[ARGS_OPERANDS];
	int operands;
};

/*
 * Read argv against the table, which is borrowed as long as *out is used. False
 * when something in it cannot be, said in *why, which is in the person's
 * language, malloc'ed and the caller's to free; *what is
 * the word spoken of. Options that were understood are in *out even then, so
 * that --lang counts for the refusal: pass NULL for why and what to read argv
 * before the language is known.
 */
bool args_parse(struct args *out, const struct command_table *table, int argc, char **argv,
		const char **what, char **why);

/* The list of commands and of the options every command takes. */
void args_help(FILE *out, const struct command_table *table);

/* How a command is used: every row of its name. */
void args_usage(FILE *out, const struct command_table *table, const struct command *command);

/* The first row of that name, or NULL. */
const struct command *args_command(const struct command_table *table, const char *name);

/* Whether the option's value is a file's name, which is taken as its bytes are. */
bool args_is_path(enum option option);

/* "--json" of OPT_JSON, for messages. */
const char *args_option_name(enum option option);

/* What its value is called, untranslated: "FILE", or "a|b|c"; NULL: it takes none. */
const char *args_option_value(enum option option);

/*
 * Whether the word after an option is its value; `next` may be NULL. A period's key may be left
 * out, which stands for the present one.
 */
bool args_takes_value(enum option option, const char *next);

#endif
