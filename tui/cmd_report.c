#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/list.h"
#include "store/summary.h"
#include "store/text.h"
#include "tui/cli.h"
#include "tui/gettext.h"
#include "tui/text_record.h"

/* The columns a team writes in its own words. */
static const char *const text_columns[] = {
	"kho_khan", "nguyen_nhan", "kien_nghi", "ke_hoach", "cach_lam", "ghi_chu",
};
enum { TEXT_COLUMNS = sizeof text_columns / sizeof text_columns[0], NOTES = TEXT_COLUMNS - 1 };

enum { HEADING_MAX = 120 }; /* bytes */

/* ---- the texts ---- */

/* Whether a line begins with the words and a colon, whatever their case and marks. */
static bool is_heading(const char *line, size_t len, const char *words)
{
	char have[TEXT_ROOM(HEADING_MAX)], wanted[TEXT_ROOM(HEADING_MAX)];

	if (len > HEADING_MAX || strlen(words) > HEADING_MAX)
		return false;
	text_fold(have, sizeof have, line, len);
	text_fold(wanted, sizeof wanted, words, strlen(words));
	return !strcmp(have, wanted);
}

/* The column a line is the heading of ("kho_khan:", "Khó khăn:"), or -1. */
static int heading_of(const char *line, size_t len, size_t *skip)
{
	const char *colon = memchr(line, ':', len);

	for (int i = 0; colon && i < TEXT_COLUMNS; i++) {
		const struct column *column = column_find(text_columns[i]);
		const char *names[] = { text_columns[i], column->header, column->brief };

		for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
			if (is_heading(line, (size_t)(colon - line), names[j])) {
				*skip = (size_t)(colon - line) + 1;
				return i;
			}
		}
	}
	return -1;
}

static void trim(char *text)
{
	size_t start = strspn(text, " \t\n"), n;

	memmove(text, text + start, strlen(text + start) + 1);
	for (n = strlen(text); n && strchr(" \t\n", text[n - 1]); n--)
		text[n - 1] = 0;
}

/*
 * Cut a text into its sections; what stands before any heading is a note, and
 * a heading with nothing under it is null. NULL without memory.
 */
static json_t *sections_of(const char *text)
{
	size_t room = strlen(text) + 2;
	char *sections[TEXT_COLUMNS] = { 0 };
	json_t *object = json_object();
	bool ok = true, headed[TEXT_COLUMNS] = { false };
	int current = NOTES;

	for (int i = 0; i < TEXT_COLUMNS; i++)
		ok = (sections[i] = calloc(1, room)) && ok;
	while (ok && *text) {
		size_t len = strcspn(text, "\n"), skip = 0, used = len;
		int heading = heading_of(text, len, &skip);

		if (heading >= 0) {
			current = heading;
			headed[heading] = true;
		}
		if (used && text[used - 1] == '\r')
			used--;
		strncat(sections[current], text + skip, used > skip ? used - skip : 0);
		strcat(sections[current], "\n");
		text += len + (text[len] == '\n');
	}
	for (int i = 0; i < TEXT_COLUMNS; i++) {
		if (ok)
			trim(sections[i]);
		if (ok && *sections[i])
			json_object_set_new(object, text_columns[i], json_string(sections[i]));
		else if (headed[i])
			json_object_set_new(object, text_columns[i], json_null());
		free(sections[i]);
	}
	if (!ok) {
		json_decref(object);
		return NULL;
	}
	return object;
}

/* All of the file of --text, or of standard input. */
static int read_text(struct cli *cli, const char *file, char **text, size_t *len)
{
	struct jsonl reader, *in = &cli->in;
	struct fault f = { 0 };
	int rc, fd = -1;

	if (strcmp(file, "-") != 0) {
		fd = open(file, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			fault_sys(&f, FAULT_NO_FILE, errno, file);
			return cli_fail(cli, &f);
		}
		jsonl_init(&reader, fd);
		in = &reader;
	}
	rc = jsonl_rest(in, text, len, &f);
	if (fd >= 0) {
		jsonl_release(&reader);
		close(fd);
	}
	return rc ? cli_fail_file(cli, &f, file) : EX_OK;
}

/* What the command itself says of a report cannot stand among the texts. */
static int check_fields(const struct cli *cli, const json_t *object)
{
	static const char *const ours[] = { "period", "team", "nil" };
	struct fault f = { 0 };

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
		if (json_object_get(object, ours[i])) {
			fault_field(&f, ours[i], REASON_UNKNOWN_FIELD, NULL);
			return cli_fail_file(cli, &f, cli_option(cli, OPT_TEXT));
		}
	}
	return EX_OK;
}

/* The texts of --text as fields of a report: a JSON object of columns, or text with headings. */
static int read_sections(struct cli *cli, json_t **out)
{
	const char *file = cli_option(cli, OPT_TEXT);
	struct fault f = { 0 };
	char *text = NULL, *clean = NULL, *start;
	size_t len = 0;
	int status;

	*out = json_object();
	if (!file)
		return EX_OK;
	json_decref(*out);
	*out = NULL;
	status = read_text(cli, file, &text, &len);
	if (status)
		return status;
	start = len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? text + 3 : text;
	if (start[strspn(start, " \t\r\n")] == '{') {
		status = jsonl_object(text, len, out, &f) ? cli_fail_file(cli, &f, file)
							  : check_fields(cli, *out);
	} else if (text_nfc(start, len - (size_t)(start - text), &clean, &len)) {
		fault_set(&f, FAULT_JSON, "bad_utf8");
		status = cli_fail_file(cli, &f, file);
	} else {
		*out = sections_of(clean);
		if (!*out)
			status = cli_refuse(cli, EX_OSERR, NULL, _("not enough memory"));
	}
	free(clean);
	free(text);
	return status;
}

/* ---- whose report ---- */

struct only {
	struct cli *cli;
	int count;
	rec_t rec;
};

static int each_team(void *arg, rec_t rec)
{
	struct only *only = arg;

	only->rec = rec;
	only->count++;
	return 0;
}

/* A text field of a record; malloc'ed, NULL when it has none. */
static char *field_of(struct cli *cli, rec_t rec, const char *field)
{
	struct fault f = { 0 };
	json_t *object = record_read(cli->book, rec, &f);
	const char *text = json_string_value(json_object_get(object, field));
	char *copy = text ? strdup(text) : NULL;

	json_decref(object);
	return copy;
}

/*
 * The team of --team, of who unlocked, or the only one, malloc'ed; NULL, the
 * whole unit, where no team is registered. EX_OK, or after having said why not.
 */
static int find_team(struct cli *cli, char **team)
{
	struct only only = { .cli = cli };
	struct fault f = { 0 };
	rec_t member;

	*team = NULL;
	if (cli_option(cli, OPT_TEAM))
		*team = strdup(cli_option(cli, OPT_TEAM));
	else if (!record_find_code(cli->book, KIND_MEMBER, book_member(cli->book), &member, &f))
		*team = field_of(cli, member, "team");
	if (*team)
		return EX_OK;
	if (list_register(cli->book, KIND_TEAM, NULL, each_team, &only, &f))
		return cli_fail(cli, &f);
	if (only.count == 1)
		*team = field_of(cli, only.rec, "code");
	if (only.count && !*team)
		return cli_refuse(cli, EX_USAGE, "--team",
				  _("there are teams: say whose report it is"));
	return EX_OK;
}

static bool is_text(const json_t *object, const char *field, const char *wanted)
{
	const char *have = json_string_value(json_object_get(object, field));

	return wanted ? have && !strcmp(have, wanted) : !have;
}

/* ---- walking the reports of a period ---- */

struct search {
	struct cli *cli;
	const char *period, *team;
	bool any_team;
	rec_t found;     /* the last match, 0 none */
	bool show;       /* print each match */
	int shown, status;
};

static int each_report(void *arg, rec_t rec)
{
	struct search *s = arg;
	struct fault f = { 0 };
	json_t *object = record_read(s->cli->book, rec, &f);

	if (!object) {
		s->status = cli_fail(s->cli, &f);
		return 1;
	}
	if (is_text(object, "period", s->period) &&
	    (s->any_team || is_text(object, "team", s->team))) {
		s->found = rec;
		s->shown++;
	} else {
		rec = 0;
	}
	json_decref(object);
	if (rec && s->show)
		s->status = cli_show(s->cli, rec);
	return s->status != EX_OK;
}

static int walk_reports(struct search *s)
{
	struct fault f = { 0 };

	list_register(s->cli->book, KIND_REPORT, NULL, each_report, s, &f);
	if (s->status)
		return s->status;
	return f.code ? cli_fail(s->cli, &f) : EX_OK;
}

/* ---- closing ---- */

/* Sessions and attempts of a team (NULL: of all) in a period; -1 after having said why not. */
static int64_t sessions_in(struct cli *cli, const struct period *p, const char *team)
{
	struct summary summary;
	struct fault f = { 0 };
	const struct summary_row *row = team ? NULL : &summary.whole;
	const struct summary_value *tries;
	int64_t n = 0;

	if (summary_make(cli->book, p, team ? SUMMARY_TEAM : SUMMARY_WHOLE, &summary, &f)) {
		cli_fail(cli, &f);
		return -1;
	}
	for (size_t i = 0; team && i < summary.group_count; i++)
		if (summary.groups[i].key && !strcmp(summary.groups[i].key, team))
			row = &summary.groups[i];
	if (row) {
		tries = summary_value(row, column_find("so_khong"));
		n = row->sessions + (tries->type == SUMMARY_INT ? tries->integer : 0);
	}
	summary_release(&summary);
	return n;
}

static int refuse_nil(struct cli *cli, const struct period *p, const char *team)
{
	char why[160];
	int64_t n = sessions_in(cli, p, team);

	if (n < 0)
		return EX_SOFTWARE;
	if (!n)
		return EX_OK;
	snprintf(why, sizeof why, _("not without activity: %d sessions are saved in it"), (int)n);
	return cli_refuse(cli, EX_DATAERR, p->label, why);
}

/* Save the report, or bring the one there is up to it. */
static int save(struct cli *cli, const char *period, const char *team, const json_t *fields)
{
	struct search existing = { .cli = cli, .period = period, .team = team };
	struct fault f = { 0 };
	rec_t rec = 0;
	int rc, status = walk_reports(&existing);

	if (status)
		return status;
	rc = book_begin(cli->book, "report_close", &f);
	if (!rc && existing.found) {
		json_t *changes = json_copy((json_t *)(uintptr_t)fields);

		rec = existing.found;
		json_object_del(changes, "period");
		json_object_del(changes, "team");
		rc = record_edit(cli->book, rec, changes, &f);
		json_decref(changes);
	} else if (!rc) {
		rc = record_add(cli->book, KIND_REPORT, fields, &rec, &f);
	}
	if (!rc)
		rc = book_commit(cli->book, NULL, &f);
	if (rc)
		book_rollback(cli->book);
	if (rc && rc != FAULT_NOTHING)
		return cli_fail(cli, &f);
	return cli_print_id(cli, rec); /* closing once more the same is no error */
}

static int read_key(const struct cli *cli, struct period *out)
{
	const char *key = cli->args.operand[0];

	return period_parse_key(out, key)
		       ? cli_refuse(cli, EX_USAGE, key, _("there is no such period"))
		       : EX_OK;
}

int cmd_report_close(struct cli *cli)
{
	bool nil = cli_option(cli, OPT_NIL) != NULL;
	struct period period;
	json_t *fields = NULL;
	char *team = NULL;
	int status;

	if (read_key(cli, &period))
		return EX_USAGE;
	status = cli_open(cli);
	if (!status)
		status = read_sections(cli, &fields);
	if (!status)
		status = find_team(cli, &team);
	if (!status && nil)
		status = refuse_nil(cli, &period, team);
	if (!status) {
		json_object_set_new(fields, "period", json_string(period.label));
		json_object_set_new(fields, "team", team ? json_string(team) : json_null());
		json_object_set_new(fields, "nil", json_boolean(nil));
		status = save(cli, period.label, team, fields);
	}
	json_decref(fields);
	free(team);
	return status;
}

int cmd_report_show(struct cli *cli)
{
	const char *team = cli_option(cli, OPT_TEAM);
	struct search s = { .cli = cli, .team = team, .any_team = !team, .show = true };
	struct period period;
	int status;

	if (read_key(cli, &period))
		return EX_USAGE;
	s.period = period.label;
	status = cli_open(cli);
	if (!status)
		status = walk_reports(&s);
	if (!status && !s.shown)
		status = cli_refuse(cli, EX_NOINPUT, period.label,
				    _("this period has not been closed"));
	return status;
}
