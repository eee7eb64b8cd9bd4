#include "config.h"
#include "tests/tui/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

enum { ROWS = 256, LINE = 8192, PATIENCE_S = 20, SMALL_COLS = 60, SMALL_ROWS = 20 };

static char path[600];
static FILE *record;
static struct terminal *terminal;

static struct {
	long events;
	int cols, rows, cursor_row, cursor_col, active;
	char view[64];
	char *row[ROWS];
	int n_rows;
	long waiting; /* for the event after so many; -1 drawing */
} now;

/* What has been seen: "word\tVIEW\tMSGID" and "view\tNAME". */
static char **seen;
static size_t n_seen, frame_words; /* those of the last frame come last */
static char **found;
static size_t n_found;

static void add(char ***list, size_t *n, const char *line)
{
	*list = realloc(*list, (*n + 1) * sizeof **list);
	if (!*list)
		abort();
	(*list)[(*n)++] = strdup(line);
}

static bool has(char **list, size_t from, size_t to, const char *line)
{
	for (size_t i = from; i < to; i++)
		if (!strcmp(list[i], line))
			return true;
	return false;
}

void watched_begin(void)
{
	if (record)
		fclose(record);
	record = NULL;
	snprintf(path, sizeof path, "%s/watch", getenv("HOME"));
	unlink(path);
	setenv("WATCH", path, 1);
	setenv("SOTAY", getenv("SOTAY_WATCHED"), 1);
}

/* ---- reading the record ---- */

/* Below 60×20 words may be cut, but nothing else may happen. */
static void take_bad(const char *line)
{
	int cols = 0, rows = 0;
	const char *size = strchr(line, '\t');

	if (size)
		sscanf(size, "%dx%d", &cols, &rows);
	if (!strncmp(line, "clipped", 7) && (cols < SMALL_COLS || rows < SMALL_ROWS))
		return;
	if (!has(found, 0, n_found, line))
		add(&found, &n_found, line);
}

static void take_frame(const char *line)
{
	char name[LINE];

	if (sscanf(line, "%ld\t%d\t%d\t%d\t%d\t%d\t%63[^\n]", &now.events, &now.cols, &now.rows,
		   &now.cursor_row, &now.cursor_col, &now.active, now.view) != 7)
		fail_msg("a frame without a view: %s", line);
	while (now.n_rows)
		free(now.row[--now.n_rows]);
	now.waiting = -1;
	snprintf(name, sizeof name, "view\t%s", now.view);
	if (!has(seen, 0, n_seen, name))
		add(&seen, &n_seen, name);
	frame_words = n_seen;
}

static void take_line(char *line)
{
	char word[LINE + 64];

	line[strcspn(line, "\n")] = 0;
	if (!strncmp(line, "bad\t", 4)) {
		take_bad(line + 4);
	} else if (!strncmp(line, "frame\t", 6)) {
		take_frame(line + 6);
	} else if (!strncmp(line, "word\t", 5)) {
		snprintf(word, sizeof word, "word\t%s\t%s", now.view, line + 5);
		add(&seen, &n_seen, word);
	} else if (!strncmp(line, "row\t", 4) && now.n_rows < ROWS) {
		now.row[now.n_rows++] = strdup(line + 4);
	} else if (!strncmp(line, "waiting\t", 8)) {
		now.waiting = strtol(line + 8, NULL, 10);
	}
}

/* The words of frames gone by, each kept once. */
static void forget_twins(void)
{
	size_t kept = 0;

	for (size_t i = 0; i < frame_words; i++)
		if (has(seen, 0, kept, seen[i]))
			free(seen[i]);
		else
			seen[kept++] = seen[i];
	memmove(seen + kept, seen + frame_words, (n_seen - frame_words) * sizeof *seen);
	n_seen -= frame_words - kept;
	frame_words = kept;
}

/* Take what has been written; half a line waits for its other half. */
static void read_record(void)
{
	char line[LINE];
	long at;

	if (!record)
		record = fopen(path, "r");
	if (!record)
		return;
	clearerr(record);
	while (at = ftell(record), fgets(line, sizeof line, record)) {
		if (!strchr(line, '\n')) {
			fseek(record, at, SEEK_SET);
			break;
		}
		take_line(line);
	}
	if (n_seen > 20000)
		forget_twins();
}

static void read_terminal(void)
{
	int64_t when;

	terminal_read(terminal, 5, &when);
}

static void wait_for_event(long events)
{
	time_t end = time(NULL) + PATIENCE_S;

	while (now.waiting < events && time(NULL) < end) {
		read_terminal();
		read_record();
	}
	if (now.waiting < events) {
		char *screen = terminal_screen(terminal);

		print_error("waiting for event %ld, %ld have come:\n%s\n", events, now.waiting,
			    screen);
		free(screen);
		fail();
	}
}

void watched_start(struct terminal *t)
{
	terminal = t;
	now.waiting = -1;
	wait_for_event(0);
}

/* ---- keys ---- */

static size_t key_len(const char *keys)
{
	size_t n = 1;

	if (*keys == '\033' && keys[1] == 'O' && keys[2])
		return 3;
	if (*keys == '\033' && keys[1] == '[') {
		n = 2 + strspn(keys + 2, "0123456789;");
		return keys[n] ? n + 1 : n;
	}
	while (((unsigned char)keys[n] & 0xC0) == 0x80)
		n++;
	return n;
}

void watched_press(const char *keys)
{
	while (*keys) {
		char key[16];
		size_t n = key_len(keys);
		long events = now.waiting + 1;

		snprintf(key, sizeof key, "%.*s", (int)n, keys);
		keys += n;
		terminal_type(terminal, key);
		wait_for_event(events);
	}
}

void watched_resize(int cols, int rows)
{
	long events = now.waiting + 1;

	if (cols == now.cols && rows == now.rows)
		return;
	terminal_resize(terminal, cols, rows);
	wait_for_event(events);
	assert_int_equal(now.cols, cols);
	assert_int_equal(now.rows, rows);
}

/* ---- what there is ---- */

const char *watched_view(void)
{
	return now.view;
}

bool watched_word(const char *msgid)
{
	char line[LINE];

	snprintf(line, sizeof line, "word\t%s\t%s", now.view, msgid);
	return has(seen, frame_words, n_seen, line);
}

const char *watched_row(int row)
{
	return row < now.n_rows ? now.row[row] : "";
}

int watched_rows(void)
{
	return now.n_rows;
}

static bool same_screen(void)
{
	int row, col;

	terminal_cursor(terminal, &row, &col);
	if (row != now.cursor_row || col != now.cursor_col ||
	    (now.active && !terminal_stands_out(terminal, row, col)))
		return false;
	for (int r = 0; r < now.n_rows; r++) {
		char *line = terminal_row(terminal, r);
		bool same = !strcmp(line, now.row[r]);

		free(line);
		if (!same)
			return false;
	}
	return true;
}

void watched_is_on_screen(void)
{
	time_t end = time(NULL) + PATIENCE_S;
	int row, col;

	while (!same_screen() && time(NULL) < end)
		read_terminal();
	terminal_cursor(terminal, &row, &col);
	if (!same_screen()) {
		char *screen = terminal_screen(terminal);

		print_error("the cursor at %d, %d (%s) instead of %d, %d (%s) on\n%s\ninstead of\n",
			    row, col, terminal_stands_out(terminal, row, col) ? "marked" : "plain",
			    now.cursor_row, now.cursor_col, now.active ? "marked" : "any", screen);
		for (int r = 0; r < now.n_rows; r++)
			print_error("%s\n", now.row[r]);
		free(screen);
		fail();
	}
}

bool watched_seen_view(const char *name)
{
	char line[LINE];

	snprintf(line, sizeof line, "view\t%s", name);
	return has(seen, 0, n_seen, line);
}

bool watched_seen_word(const char *view, const char *msgid)
{
	for (size_t i = 0; i < n_seen; i++) {
		const char *at = seen[i], *tab;

		if (strncmp(at, "word\t", 5) != 0)
			continue;
		at += 5;
		tab = strchr(at, '\t');
		if (tab && !strcmp(tab + 1, msgid) &&
		    (!view || (strlen(view) == (size_t)(tab - at) && !strncmp(at, view, strlen(view)))))
			return true;
	}
	return false;
}

void watched_end(void)
{
	size_t n = n_found;

	for (size_t i = 0; i < n_found; i++) {
		print_error("%s\n", found[i]);
		free(found[i]);
	}
	n_found = 0;
	while (n_seen)
		free(seen[--n_seen]);
	frame_words = 0;
	if (n)
		fail_msg("%zu places to mend", n);
}
