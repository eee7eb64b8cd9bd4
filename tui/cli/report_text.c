#include "config.h"
#include "tui/cli/report_text.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/catalog/catalog.h"
#include "store/report/close.h"
#include "tui/cli/input.h"

enum { HEADING_MAX = 120 }; /* bytes */

enum { NAMES = 3, NAME_ROOM = TEXT_ROOM(HEADING_MAX) };

/* What the columns may be called in a heading, folded; "" for a name that is too long. */
struct headings {
	char name[REPORT_TEXTS][NAMES][NAME_ROOM];
};

static void headings_init(struct headings *headings)
{
	for (int i = 0; i < REPORT_TEXTS; i++) {
		const struct column *column = column_find(report_columns[i]);
		const char *names[NAMES] = { report_columns[i], column->header, column->brief };

		for (int j = 0; j < NAMES; j++) {
			size_t n = strlen(names[j]);

			text_fold(headings->name[i][j], NAME_ROOM, names[j], n > HEADING_MAX ? 0 : n);
		}
	}
}

/* The column a line is the heading of ("kho_khan:", "KHO KHAN:", "Khó khăn:"), or -1. */
static int heading_of(const struct headings *headings, const char *line, size_t len, size_t *skip)
{
	const char *colon = memchr(line, ':', len <= HEADING_MAX ? len : HEADING_MAX + 1);
	char have[NAME_ROOM];

	if (!colon)
		return -1;
	text_fold(have, sizeof have, line, (size_t)(colon - line));
	for (int i = 0; *have && i < REPORT_TEXTS; i++) {
		for (int j = 0; j < NAMES; j++) {
			if (!strcmp(have, headings->name[i][j])) {
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
 * a heading with nothing under it is null.
 */
static json_t *sections_of(const char *text)
{
	struct buffer sections[REPORT_TEXTS] = { 0 };
	json_t *object = json_object();
	bool headed[REPORT_TEXTS] = { false };
	int current = REPORT_NOTES;
	struct headings headings;

	headings_init(&headings);
	while (*text) {
		size_t len = strcspn(text, "\n"), skip = 0, used = len;
		int heading = heading_of(&headings, text, len, &skip);

		if (heading >= 0) {
			current = heading;
			headed[heading] = true;
		}
		if (used && text[used - 1] == '\r')
			used--;
		buffer_put_bytes(&sections[current], text + skip, used > skip ? used - skip : 0);
		buffer_put_char(&sections[current], '\n');
		text += len + (text[len] == '\n');
	}
	for (int i = 0; i < REPORT_TEXTS; i++) {
		char *words = buffer_take(&sections[i], NULL);

		trim(words);
		if (*words)
			json_object_set_new(object, report_columns[i], json_string(words));
		else if (headed[i])
			json_object_set_new(object, report_columns[i], json_null());
		memory_free_wiped(words);
	}
	return object;
}

/* All of the file of --text, or of standard input. */
static int read_text(struct cli *cli, const char *file, char **text, size_t *len)
{
	struct input input;
	struct fault f = { 0 };
	int rc = input_open(&input, cli, file);

	if (rc) {
		fault_sys(&f, FAULT_NO_FILE, rc, file);
		return cli_fail(cli, &f);
	}
	rc = jsonl_rest(input.in, text, len, &f);
	input_close(&input);
	return rc ? cli_fail_file(cli, &f, file) : EX_OK;
}

/* What the command itself says of a report cannot stand among the texts. */
static int check_fields(const struct cli *cli, const json_t *object)
{
	static const char *const ours[] = { "period", "team", "nil", "figures" };
	struct fault f = { 0 };

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
		if (json_object_get(object, ours[i])) {
			fault_field(&f, ours[i], REASON_UNKNOWN_FIELD, NULL);
			return cli_fail_file(cli, &f, cli_option(cli, OPT_TEXT));
		}
	}
	return EX_OK;
}

int report_text_read(struct cli *cli, json_t **out)
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
	start = text + text_bom(text, len);
	if (start[strspn(start, " \t\r\n")] == '{') {
		status = jsonl_object(text, len, out, &f) ? cli_fail_file(cli, &f, file)
							  : check_fields(cli, *out);
	} else if (text_entry(start, len - (size_t)(start - text), &clean, &len)) {
		fault_set(&f, FAULT_JSON, "bad_utf8");
		status = cli_fail_file(cli, &f, file);
	} else {
		*out = sections_of(clean);
	}
	free(clean);
	free(text);
	return status;
}
