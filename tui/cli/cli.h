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
 * main(), which closes the book after the command. One thread. How the book is
 * opened: open.h; records for listings: record.h; periods: period.h.
 */
#ifndef TUI_CLI_CLI_H
#define TUI_CLI_CLI_H

#include <jansson.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "store/record/read.h"
#include "sync/io/jsonl.h"
#include "tui/cli/args.h"
#include "tui/env/launch.h"

struct cli {
	struct args args;
	struct launch launch;
	struct jsonl in;   /* standard input */
	struct book *book; /* NULL until cli_open() */
	char *texts[OPTIONS + ARGS_OPERANDS]; /* words that were evened out */
};

/*
 * Even out the words of the command line (text_name()), but for names of files and what
 * is not UTF-8 (refused where it is used), and find out what was launched.
 * cli_release() frees all that, closes the book and wipes what was read.
 */
void cli_init(struct cli *cli);
void cli_release(struct cli *cli);

/* The value of an option, or NULL; "" for one given without a value. */
const char *cli_option(const struct cli *cli, enum option option);

/*
 * Say what went wrong, with the command's name before it; the exit code for it. When something
 * in the book could not be read (book_trouble()), that is said instead: what looks like "no
 * such record" may come of it.
 */
int cli_fail(const struct cli *cli, const struct fault *f);

/*
 * A command has ended with `status`: the same, unless something could not be read meanwhile and
 * has not been said. What was printed may then lack something: the line and code of it.
 */
int cli_end(const struct cli *cli, int status);

/* The same about a file (NULL: none), which is named unless the fault names something else. */
int cli_fail_file(const struct cli *cli, const struct fault *f, const char *path);

/*
 * The same in words of the command's own (already translated); `what` is the
 * option, code or file spoken of, or NULL. Returns `status`; the same exception.
 */
int cli_refuse(const struct cli *cli, int status, const char *what, const char *why);

/* Something about a line of the input (0: none) that was taken all the same. */
void cli_warn(const struct cli *cli, int line, const char *field, const char *why,
	      const char *code);

/*
 * Whether a file that was named may be written (kept.h): EX_OK, or an exit code after
 * having said why not.
 */
int cli_may_write(const struct cli *cli, const char *path);

/*
 * A whole number of an option: false after having said that it is none or not
 * within min..max. *out is unchanged when the option is not given.
 */
bool cli_number(const struct cli *cli, enum option option, long min, long max, long *out);

/* After a listing: the exit code for a fault, said; where nothing was shown to a person, that is said. */
int cli_end_list(const struct cli *cli, const struct fault *f, int shown);

/* One object as a line of JSON on standard output; takes the reference. */
void cli_print_json(json_t *object);

/* Values of such an object: a text, null for ""; a day "2026-11-21", null for `none`; a moment "2026-11-21T16:40". */
json_t *cli_json_text(const char *text);
json_t *cli_json_day(day_t day, day_t none);
json_t *cli_json_moment(day_t day, int minute);

/*
 * After a change that is saved: see that what was printed has arrived. EX_OK,
 * or EX_IOERR after having said that the change stands all the same.
 */
int cli_saved(const struct cli *cli);

/* The same after what is no entry: a backup, a password. */
int cli_done(const struct cli *cli);

/*
 * Something is only half done: `format` (translated) says what holds now, its %s is what went
 * wrong with the rest. The exit code for that.
 */
int cli_half(const struct cli *cli, const struct fault *f, const char *what, const char *format);

/* A line of a label (already translated) and a path, made printable. */
void cli_print_path(const char *label, const char *path);

#endif
