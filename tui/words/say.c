#include "config.h"
#include "tui/words/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/text_value.h"
#include "tui/words/transaction_words.h"

static const struct {
	int status;
	const char *why;
} faults[FAULT_CODES] = {
	[FAULT_OK] = { EX_OK, "" },
	[FAULT_USAGE] = { EX_USAGE, N_("this makes no sense here") },
	[FAULT_FIELD] = { EX_DATAERR, N_("bad data") },
	[FAULT_JSON] = { EX_DATAERR, N_("not valid JSON") },
	[FAULT_NOT_FOUND] = { EX_NOINPUT, N_("not found") },
	[FAULT_AMBIGUOUS] = { EX_USAGE, N_("fits more than one; write more of it") },
	[FAULT_NOT_PERMITTED] = { EX_NOPERM, N_("you do not have permission") },
	[FAULT_NOTHING] = { EX_DATAERR, N_("there is nothing to change") },
	[FAULT_USED] = { EX_DATAERR,
			 N_("sessions or other records stand on it; it cannot be taken out") },
	[FAULT_HAS_KEY] = { EX_DATAERR,
			    N_("can unlock this laptop: take the password away first") },
	[FAULT_FINAL] = { EX_NOPERM, N_("this cannot be taken back") },
	[FAULT_NO_FILE] = { EX_NOINPUT, N_("there is no such file") },
	[FAULT_NOT_A_VAULT] = { EX_DATAERR, N_("this is no data file of sotay") },
	[FAULT_DAMAGED] = { EX_DATAERR, N_("the data file is damaged; restore a backup") },
	[FAULT_STALE_LOG] = { EX_DATAERR,
			      N_("the -wal file beside it is of an older copy; move it away") },
	[FAULT_OLD_HEADER] = { EX_DATAERR,
			       N_("its header was put back from an older copy; try 'sotay recover', "
				  "else restore a backup") },
	[FAULT_NEWER] = { EX_CONFIG, N_("written by a newer sotay; update the program") },
	[FAULT_COSTLY] = { EX_DATAERR,
			   N_("made by a former version with memory × passes above 4096 MiB: "
			      "it is not opened") },
	[FAULT_READONLY] = { EX_NOPERM, N_("cannot be written: read-only") },
	[FAULT_IN_USE] = { EX_TEMPFAIL,
			   N_("the data file is in use by another sotay: close its screen first") },
	[FAULT_STOPPED] = { EX_TEMPFAIL,
			    N_("the data file is open in a sotay that is stopped in the background; "
			       "'fg' goes back to it") },
	[FAULT_PASSPHRASE] = { EX_NOPERM, N_("wrong password") },
	[FAULT_FOREIGN] = { EX_NOPERM, N_("no user of that name can open this data file") },
	[FAULT_EXISTS] = { EX_CANTCREAT, N_("already exists; it is not overwritten") },
	[FAULT_KEPT] = { EX_CANTCREAT,
			 N_("a data file, backup, password or recovery file: never overwritten") },
	[FAULT_CANT_CREATE] = { EX_CANTCREAT, N_("cannot be created") },
	[FAULT_IO] = { EX_IOERR, N_("reading or writing failed") },
	[FAULT_FULL] = { EX_IOERR, N_("the disk is full") },
	[FAULT_UNSURE] = { EX_IOERR,
			   N_("may have been saved: look before you enter it again") },
	[FAULT_HALF] = { EX_IOERR,
			 N_("cannot unlock any more, but the record is still there: undo once more") },
	[FAULT_MAY_UNLOCK] = { EX_IOERR,
			       N_("may still be able to unlock this laptop: undo once more") },
	[FAULT_DONE] = { EX_IOERR, N_("done, but then the disk reported an error") },
	[FAULT_GONE] = { EX_IOERR, N_("the data file is gone; nothing is saved until it is back") },
	[FAULT_NOMEM] = { EX_OSERR, N_("not enough memory") },
	[FAULT_CLOCK] = { EX_CONFIG,
			  N_("this computer's date cannot be right: set it, or run 'sotay' alone, "
			     "which asks for the date") },
	[FAULT_UNAVAILABLE] = { EX_UNAVAILABLE, N_("not available in this version") },
	[FAULT_INTERNAL] = { EX_SOFTWARE, N_("unexpected error in the program") },
};

static const char *const reasons[REASONS] = {
	[REASON_NONE] = N_("bad data"),
	[REASON_BAD_CODE] = N_("empty, too long, or with / or , or invisible characters"),
	[REASON_TAKEN_CODE] = N_("already taken (capitals do not matter)"),
	[REASON_BAD_VILLAGE_CODE] = N_("five digits, a dash, two to four digits, such as 26572-01"),
	[REASON_BAD_SHORT_CODE] = N_("1 to 16 capitals A-Z or digits, such as H001"),
	[REASON_BAD_TEXT] = N_("text empty, too long, or with control or invisible characters"),
	[REASON_BAD_NUMBER] = N_("not a number, or out of range"),
	[REASON_BAD_DATE] = N_("not a date, or not an allowed one"),
	[REASON_BAD_TIME] = N_("not a time of day"),
	[REASON_TOO_MANY] = N_("not a number, or more than there can be"),
	[REASON_BAD_COUNT] = N_("count above the people present, or without a success"),
	[REASON_BAD_FOLLOWUP] = N_("not a valid follow-up"),
	[REASON_ATTEMPT_WITH_TOPICS] = N_("an attempt has no topics and no people"),
	[REASON_NO_TOPICS] = N_("no topics, too many, or one twice"),
	[REASON_UNKNOWN_CODE] = N_("no such code, or one twice"),
	[REASON_UNKNOWN_VILLAGE] = N_("no such village"),
	[REASON_UNKNOWN_HOUSEHOLD] = N_("no such household in this village"),
	[REASON_UNKNOWN_TEAM] = N_("no such team"),
	[REASON_UNKNOWN_MEMBER] = N_("no such member, one twice, or not a list"),
	[REASON_UNKNOWN_TOPIC] = N_("no such topic"),
	[REASON_UNKNOWN_FIELD] = N_("no such field"),
	[REASON_FIXED] = N_("this field cannot be changed"),
	[REASON_UNITS_OWN] = N_("only the unit's own report has it, no team's"),
	[REASON_NOT_OURS] = N_("does not begin with a code of this unit; former codes are a setting"),
	[REASON_BAD_UNIT] = N_("a commune's code is five digits, an upper level's one to five "
			       "digits or letters"),
};

/* The codes of jsonl.h. */
static const struct {
	const char *code, *why;
} json_codes[] = {
	{ "bad_utf8", N_("text that is not UTF-8") },
	{ "bad_unicode", N_("half of a character (lone surrogate)") },
	{ "duplicate_key", N_("a field is there twice") },
	{ "nul", N_("text with a NUL character") },
	{ "bad_number", N_("a number too large") },
	{ "too_deep", N_("nested too deeply") },
	{ "too_long", N_("a line too long") },
	{ "not_object", N_("not a JSON object {…}") },
	{ "cut_off", N_("JSON that breaks off") },
	{ "bad_json", N_("not valid JSON") },
};

static const char *json_why(const char *code)
{
	for (size_t i = 0; i < sizeof json_codes / sizeof json_codes[0]; i++)
		if (!strcmp(json_codes[i].code, code))
			return _(json_codes[i].why);
	return _(faults[FAULT_JSON].why);
}

/* The system's own words are in its language; those met on laptops have ours. */
static const struct {
	int sys;
	const char *why;
} system_faults[] = {
	{ EACCES, N_("permission denied") },
	{ EPERM, N_("permission denied") },
	{ ENOENT, N_("no such file or folder") },
	{ EISDIR, N_("it is a folder") },
	{ ENOTDIR, N_("part of the path is no folder") },
	{ EFBIG, N_("the file is too large") },
	{ EIO, N_("the disk has an error") },
	{ EPIPE, N_("the reader has gone") },
	{ EEXIST, N_("the name is taken") },
	{ ENAMETOOLONG, N_("the name is too long") },
	{ EINVAL, N_("no file of a kind that can be used") },
	{ ELOOP, N_("links that lead to each other") },
	{ EBUSY, N_("another program is using it") },
	{ ENXIO, N_("the drive is gone") },
	{ ENODEV, N_("the drive is gone") },
};

/* What the store calls the parts of a damaged data file; any other name is a table of records. */
static const struct {
	const char *name, *word;
} vault_parts[] = {
	{ "header", N_("the file's header") },
	{ "log", N_("the -wal file") },
	{ "size", N_("the file's length") },
	{ "meta", N_("the file's settings") },
	{ "sqlite", N_("the tables") },
	{ "references", N_("the tables") },
	{ "op", N_("the operations") },
	{ "operations", N_("the operations") },
	{ "numbers", N_("the operations") },
	{ "judging", N_("the operations") },
	{ "batches", N_("the tables") },
	{ "audit", N_("the audit log") },
};

/* The parts of a line, ": " between them; standard error gets it in one write. */
struct line {
	struct buffer out;
	bool labels; /* fields by what the screen calls them, not by their names in JSON */
	bool quotes; /* it begins with what is not ours: a file, a code, a name */
};

static void line_begin(struct line *line)
{
	*line = (struct line){ 0 };
	buffer_put(&line->out, "sotay");
}

static void line_words(struct line *line, const char *text)
{
	if (*text) {
		buffer_put(&line->out, ": ");
		out_clean(&line->out, text);
	}
}

/* What comes from outside is not ours to write with a capital. */
static void line_part(struct line *line, const char *text)
{
	if (!text || !*text)
		return;
	line->quotes = line->quotes || !line->out.len;
	line_words(line, text);
}

/* "topics[1].count" on the screen: what its first part is called there. */
static void line_field(struct line *line, const char *field)
{
	char name[sizeof ((struct fault *)0)->field];

	if (!line->labels) {
		line_part(line, field);
		return;
	}
	snprintf(name, sizeof name, "%.*s", (int)strcspn(field, "[."), field);
	line_words(line, text_label(TYPE_ANY, name));
}

static void line_number(struct line *line, int number)
{
	if (number > 0) {
		buffer_put(&line->out, ": ");
		buffer_print(&line->out, _("line %d"), number);
	}
}

static void line_system(struct line *line, int sys)
{
	buffer_put(&line->out, " (");
	for (size_t i = 0; i < sizeof system_faults / sizeof system_faults[0]; i++) {
		if (system_faults[i].sys == sys) {
			buffer_print(&line->out, "%s)", _(system_faults[i].why));
			return;
		}
	}
	buffer_print(&line->out, _("system error %d"), sys);
	buffer_put_char(&line->out, ')');
}

static void line_end(struct line *line, const char *code)
{
	if (code && *code)
		buffer_print(&line->out, " [%s]", code);
	buffer_put_char(&line->out, '\n');
	fputs(line->out.text, stderr);
	buffer_release(&line->out);
}

/* The damaged part: a page's number, a part's name, or the file, which may have been named. */
static void line_damaged(struct line *line, const char *file, const char *part)
{
	if (!*part || (file && strchr(part, '/'))) /* the file, which has been named */
		return;
	if (!part[strspn(part, "0123456789")]) {
		buffer_put(&line->out, ": ");
		buffer_print(&line->out, _("page %s"), part);
		return;
	}
	for (size_t i = 0; i < sizeof vault_parts / sizeof vault_parts[0]; i++) {
		if (!strcmp(vault_parts[i].name, part)) {
			line_words(line, _(vault_parts[i].word));
			return;
		}
	}
	if (strchr(part, '/'))
		line_part(line, part);
	else
		line_words(line, _("the records"));
}

const char *say_unread(void)
{
	return _("Cannot be read");
}

int say_exit_code(enum fault_code code)
{
	return code < FAULT_CODES ? faults[code].status : EX_SOFTWARE;
}

/* Why a value is refused. */
static const char *reason_why(const struct fault *f)
{
	bool named = f->reason == REASON_UNKNOWN_TEAM || f->reason == REASON_UNKNOWN_MEMBER ||
		     f->reason == REASON_UNKNOWN_TOPIC;

	if (f->missing)
		return _("required, and not given");
	if (named && strchr(f->subject, '/')) /* no code of this desk's own has it */
		return _("of another team or unit, cannot be entered here");
	if (f->reason == REASON_UNKNOWN_CODE && f->known)
		return _("no such code");
	return _(reasons[f->reason < REASONS ? f->reason : REASON_NONE]);
}

/* Which codes there are; on the screen they are chosen from a list. */
static void line_known(struct line *line, const struct fault *f)
{
	if (line->labels)
		return;
	if (f->known == KNOWN_ALIKE)
		buffer_put(&line->out, _("; like it: "));
	else if (f->known == KNOWN_ALL)
		buffer_put(&line->out, _("; there are: "));
	out_clean(&line->out, f->codes);
	if (f->known && f->reason == REASON_UNKNOWN_TOPIC)
		buffer_put(&line->out, _("; all of them: sotay topic list"));
}

/* Field, subject and sentence of a fault; the code for scripts, or NULL. */
static const char *fault_parts(struct line *line, const char *file, const struct fault *f)
{
	bool late;

	switch (f->code) {
	case FAULT_FIELD:
		line_field(line, f->field);
		line_part(line, f->subject);
		line_words(line, reason_why(f));
		line_known(line, f);
		return fault_reason_name(f->reason);
	case FAULT_JSON:
		if (f->column > 0) {
			buffer_put(&line->out, ": ");
			buffer_print(&line->out, _("byte %d"), f->column);
		}
		line_words(line, json_why(f->subject));
		return f->subject;
	default:
		late = line->labels && strchr(f->subject, '/'); /* a long path hides the reason */
		if (late)
			;
		else if (f->code == FAULT_DAMAGED)
			line_damaged(line, file, f->subject);
		else if (f->code == FAULT_FINAL)
			line_words(line, transaction_word(f->subject));
		else
			line_part(line, f->subject);
		line_words(line, _(f->code < FAULT_CODES ? faults[f->code].why
							 : faults[FAULT_INTERNAL].why));
		if (f->code == FAULT_NOT_PERMITTED && *f->who) {
			buffer_put(&line->out, "; ");
			buffer_print(&line->out, _("ask %s"), f->who);
		}
		if (f->sys && f->code != FAULT_FULL && f->code != FAULT_READONLY)
			line_system(line, f->sys);
		if (late)
			line_part(line, f->subject);
		return NULL;
	}
}

/* Whether the file stands before the fault's own subject rather than in its place. */
static bool names_file(const struct fault *f)
{
	return !*f->subject || f->code == FAULT_FIELD || f->code == FAULT_JSON ||
	       f->code == FAULT_DAMAGED;
}

int say_fault(const char *what, const char *file, const struct fault *f)
{
	struct line line;

	line_begin(&line);
	line_part(&line, what);
	if (names_file(f))
		line_part(&line, file);
	line_number(&line, f->line);
	line_end(&line, fault_parts(&line, file, f));
	return say_exit_code(f->code);
}

/* The parts of a fault without the separator that they begin with. */
static char *parts_text(struct line *line, const struct fault *f)
{
	char *text;

	line->labels = true;
	fault_parts(line, NULL, f);
	text = buffer_take(&line->out, NULL);
	if (!strncmp(text, ": ", 2))
		memmove(text, text + 2, strlen(text + 2) + 1);
	return text;
}

char *say_text(const struct fault *f)
{
	struct line line = { 0 };
	char *text = parts_text(&line, f), *sentence;

	if (line.quotes)
		return text;
	sentence = say_sentence(text);
	free(text);
	return sentence;
}

char *say_sentence(const char *words)
{
	size_t n = strlen(words), room = n + sizeof "\u0130";
	char *sentence = memory_alloc(room);

	text_sentence(sentence, room, words, n);
	return sentence;
}

char *say_cause(const struct fault *f)
{
	struct fault cause = *f;
	struct line line = { 0 };

	if (fault_says_what_holds(f->code)) {
		cause.subject[0] = 0;
		cause.code = FAULT_IO;
	}
	return parts_text(&line, &cause);
}

void say_line(const char *what, const char *subject, const char *why)
{
	struct line line;

	line_begin(&line);
	line_part(&line, what);
	line_part(&line, subject);
	line_part(&line, why);
	line_end(&line, NULL);
}

void say_warning(const char *what, int number, const char *field, const char *why,
		 const char *code)
{
	struct line line;

	line_begin(&line);
	line_part(&line, what);
	line_number(&line, number);
	line_part(&line, field);
	line_part(&line, why);
	line_end(&line, code);
}
