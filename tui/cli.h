/*
 * cli: what every command of the command line shares.
 *
 * A command gets its parsed words, opens the logbook when it needs it, and
 * returns an exit code of sysexits.h; what it has to say about a failure goes
 * through cli_fail() or cli_refuse(), one line on standard error, and results
 * go to standard output with stdio, checked once at the end by main().
 *
 * Invariants: standard input is read only through `in`, because its first
 * line may be the passphrase and the rest data. A struct cli belongs to
 * main(), which closes the book after the command. One thread.
 */
#ifndef TUI_CLI_H
#define TUI_CLI_H

#include <jansson.h>

#include "store/book.h"
#include "store/record.h"
#include "sync/jsonl.h"
#include "tui/args.h"
#include "tui/launch.h"

struct cli {
	struct args args;
	struct launch launch;
	struct jsonl in;   /* standard input */
	struct book *book; /* NULL until cli_open() */
	char *texts[OPTIONS + ARGS_OPERANDS]; /* words that were brought to NFC */
};

/*
 * Bring the words of the command line to NFC, but for names of files and what
 * is not UTF-8 (refused where it is used), and find out what was launched.
 * EX_OK, or EX_OSERR after having said why. cli_release() frees all that,
 * closes the book and wipes what was read.
 */
int cli_init(struct cli *cli);
void cli_release(struct cli *cli);

/* The value of an option, or NULL; "" for one given without a value. */
const char *cli_option(const struct cli *cli, enum option option);

/* Say what went wrong, with the command's name before it; the exit code for it. */
int cli_fail(const struct cli *cli, const struct fault *f);

/* The same about a file (NULL: none), which is named unless the fault names something else. */
int cli_fail_file(const struct cli *cli, const struct fault *f, const char *path);

/*
 * The same in words of the command's own (already translated); `what` is the
 * option, code or file spoken of, or NULL. Returns `status`.
 */
int cli_refuse(const struct cli *cli, int status, const char *what, const char *why);

/* The data file is missing: EX_NOINPUT. */
int cli_no_vault(const struct cli *cli, const char *path);

/* Something about a line of the input (0: none) that was taken all the same. */
void cli_warn(const struct cli *cli, int line, const char *field, const char *why,
	      const char *code);

/*
 * Unlock the data file, asking for the passphrase where there is a terminal
 * and no file with it. EX_OK with cli->book set and the language of its
 * settings chosen, or an exit code after having said why.
 */
int cli_open(struct cli *cli);

/*
 * A whole number of an option: false after having said that it is none or not
 * within min..max. *out is unchanged when the option is not given.
 */
bool cli_number(const struct cli *cli, enum option option, long min, long max, long *out);

/*
 * The period the options name (--week, --from …); *given says whether there is
 * any, and without one *p is as it was. A kind without its key means the one
 * today lies in; --from alone ends today. EX_OK, or an exit code after having
 * said why.
 */
int cli_period(const struct cli *cli, struct period *p, bool *given);

/*
 * Slots and backups are for those who look after the laptop (data/rights.tsv):
 * EX_OK, or an exit code after having said why.
 */
int cli_may_keep_keys(struct cli *cli);

/* Print a record with its history, as text or with --json. */
int cli_show(struct cli *cli, rec_t rec);

/*
 * The record a person means: an id or the start of one, or a register's code.
 * KIND_ANY takes any kind. EX_OK, or an exit code after having said why.
 */
int cli_find(struct cli *cli, enum kind kind, const char *text, rec_t *out);

/*
 * A record as listings give it: its fields, then id, state, origin, version,
 * voided (new reference); NULL with *status set after having said why.
 */
json_t *cli_listed(struct cli *cli, rec_t rec, struct record_facts *facts, int *status);

/* After a listing: the exit code for a fault, said; where nothing was shown to a person, that is said. */
int cli_end_list(const struct cli *cli, const struct fault *f, int shown);

/* One object as a line of JSON on standard output; takes the reference. */
void cli_print_json(json_t *object);

/*
 * The ids of records that have been saved, a line each on standard output, and
 * cli_saved(). EX_OK, or an exit code after having said why.
 */
int cli_print_ids(struct cli *cli, const rec_t *records, size_t count);
int cli_print_id(struct cli *cli, rec_t rec);

/*
 * After a change that is saved: see that what was printed has arrived. EX_OK,
 * or EX_IOERR after having said that the change stands all the same.
 */
int cli_saved(const struct cli *cli);

/* A line of a label (already translated) and a path, made printable. */
void cli_print_path(const char *label, const char *path);

/* The commands; each returns an exit code. */
int cmd_help(struct cli *cli);
int cmd_init(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_passphrase(struct cli *cli);
int cmd_recover(struct cli *cli);
int cmd_register_add(struct cli *cli);
int cmd_register_list(struct cli *cli);
int cmd_register_show(struct cli *cli);
int cmd_member_remove(struct cli *cli);
int cmd_log(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_list(struct cli *cli);
int cmd_show(struct cli *cli);
int cmd_edit(struct cli *cli);
int cmd_void(struct cli *cli);
int cmd_undo(struct cli *cli);
int cmd_followup_list(struct cli *cli);
int cmd_followup_done(struct cli *cli);
int cmd_followup_cancel(struct cli *cli);
int cmd_due(struct cli *cli);
int cmd_summary(struct cli *cli);
int cmd_report_close(struct cli *cli);
int cmd_report_show(struct cli *cli);
int cmd_demo(struct cli *cli);
int cmd_telex(struct cli *cli);

#endif
