#include "config.h"
#include "sync/report/profile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/base/text.h"
#include "store/summary/drilldown.h"

/* A stretch of the file. */
struct cell {
	const char *s;
	size_t len;
	bool quoted; /* a spreadsheet's quotes were around it; those inside are doubled */
};

/* Takes the header. */
static void add_column(struct profile *p, const struct column *column, char *header)
{
	p->columns = memory_resize(p->columns, p->count + 1, sizeof *p->columns);
	p->columns[p->count++] = (struct profile_column){column, header};
}

void profile_default(struct profile *out)
{
	*out = (struct profile){0};
	for (size_t i = 0; i < catalog_column_count; i++)
		if (catalog_columns[i].shown)
			add_column(out, &catalog_columns[i], NULL);
}

bool profile_is_told(const struct column *column)
{
	const struct rule *rule = rule_of_column(column->code);

	return rule && (rule->kind == RULE_DIFFICULTIES || rule->kind == RULE_NARRATIVE ||
			rule->kind == RULE_TYPED_SUM || rule->kind == RULE_TYPED_LAST);
}

void profile_told(struct profile *out, const struct summary *summary)
{
	profile_default(out);
	for (size_t i = 0; i < catalog_column_count; i++) {
		const struct column *column = &catalog_columns[i];

		if (!column->shown && profile_is_told(column) &&
		    (!summary || summary_value(&summary->whole, column)->type != SUMMARY_NULL))
			add_column(out, column, NULL);
	}
}

static const struct column *find_column(struct cell code)
{
	char text[32];

	if (code.len >= sizeof text)
		return NULL;
	memcpy(text, code.s, code.len);
	text[code.len] = 0;
	return column_find(text);
}

/* The code as a fault's subject. */
static int unknown_code(struct fault *f, enum fault_code as, struct cell code)
{
	char text[64];

	snprintf(text, sizeof text, "%.*s", code.len < 60 ? (int)code.len : 60, code.s);
	return as == FAULT_USAGE ? fault_set(f, FAULT_USAGE, text)
				 : fault_field(f, "code", REASON_UNKNOWN_CODE, text);
}

int profile_codes(struct profile *out, const char *codes, struct fault *f)
{
	int rc = FAULT_OK;

	*out = (struct profile){0};
	for (const char *s = codes; !rc && s;) {
		struct cell code = {s, strcspn(s, ","), false};
		const struct column *column = find_column(code);

		if (!column || out->count == PROFILE_MAX)
			rc = unknown_code(f, FAULT_USAGE, code);
		else
			add_column(out, column, NULL);
		s = s[code.len] ? s + code.len + 1 : NULL;
	}
	if (rc)
		profile_release(out);
	return rc;
}

/* The next cell of a row, which shrinks; without spaces and without a spreadsheet's quotes. */
static struct cell next_cell(struct cell *row)
{
	const char *tab = memchr(row->s, '\t', row->len);
	struct cell cell = {row->s, tab ? (size_t)(tab - row->s) : row->len, false};
	size_t used = cell.len + (tab != NULL);

	row->s += used;
	row->len -= used;
	while (cell.len && cell.s[cell.len - 1] == ' ')
		cell.len--;
	while (cell.len && *cell.s == ' ')
		cell.s++, cell.len--;
	if (cell.len >= 2 && *cell.s == '"' && cell.s[cell.len - 1] == '"')
		cell = (struct cell){cell.s + 1, cell.len - 2, true};
	return cell;
}

static bool is_number(struct cell cell)
{
	size_t digits = 0;

	while (digits < cell.len && cell.s[digits] >= '0' && cell.s[digits] <= '9')
		digits++;
	return digits > 0 && (digits == cell.len || (digits + 1 == cell.len &&
						     cell.s[digits] == '.'));
}

/* A header cell in NFC, doubled quotes made one; NULL for an empty cell. */
static int read_header(struct cell cell, char **out, struct fault *f)
{
	char *plain;
	size_t len = 0;
	int rc;

	*out = NULL;
	if (!cell.len)
		return FAULT_OK;
	plain = memory_alloc(cell.len);
	for (size_t i = 0; i < cell.len; i++) {
		plain[len++] = cell.s[i];
		if (cell.quoted && cell.s[i] == '"' && i + 1 < cell.len && cell.s[i + 1] == '"')
			i++;
	}
	rc = text_nfc(plain, len, out, &len);
	free(plain);
	if (rc || text_has_control(*out, len, false) ||
	    text_chars(*out, len) > PROFILE_HEADER_MAX) {
		free(*out);
		*out = NULL;
		return fault_field(f, "header", REASON_BAD_TEXT, NULL);
	}
	return FAULT_OK;
}

/* Whether there is nothing in a row, or only a clerk's remark. */
static bool is_idle(struct cell row)
{
	size_t i = 0;

	while (i < row.len && (row.s[i] == ' ' || row.s[i] == '\t'))
		i++;
	return i == row.len || *row.s == '#';
}

static int parse_row(struct profile *p, struct cell row, bool first, struct fault *f)
{
	struct cell code = next_cell(&row);
	const struct column *column;
	char *header;
	int rc;

	if (is_number(code))
		code = next_cell(&row);
	column = find_column(code);
	if (!column && first && code.len == 4 && !memcmp(code.s, "code", 4))
		return FAULT_OK;
	if (!column)
		return unknown_code(f, FAULT_FIELD, code);
	if (p->count == PROFILE_MAX)
		return fault_field(f, "code", REASON_TOO_MANY, NULL);
	rc = read_header(next_cell(&row), &header, f);
	if (!rc)
		add_column(p, column, header);
	return rc;
}

int profile_parse(struct profile *out, const char *data, size_t len, struct fault *f)
{
	size_t bom = text_bom(data, len);
	bool first = true;
	int rc = FAULT_OK, line = 0;

	*out = (struct profile){0};
	data += bom;
	len -= bom;
	while (!rc && len > 0) {
		const char *end = memchr(data, '\n', len);
		struct cell row = {data, end ? (size_t)(end - data) : len, false};
		size_t used = row.len + (end != NULL);

		line++;
		if (row.len && row.s[row.len - 1] == '\r')
			row.len--;
		if (!is_idle(row)) {
			rc = parse_row(out, row, first, f);
			first = false;
		}
		data += used;
		len -= used;
	}
	if (!rc && !out->count)
		rc = fault_missing(f, "code", REASON_UNKNOWN_CODE);
	if (rc) {
		profile_release(out);
		if (f && rc == FAULT_FIELD)
			f->line = line;
	}
	return rc;
}

int profile_read(struct profile *out, const char *path, struct fault *f)
{
	handle_t file;
	char *data;
	size_t len;
	int rc, err = platform_open(path, FILE_READ, &file);

	*out = (struct profile){0};
	if (err)
		return fault_sys(f, err == ENOENT || err == ENOTDIR ? FAULT_NO_FILE : FAULT_IO, err,
				 path);
	data = memory_alloc(PROFILE_BYTES_MAX + 1);
	err = platform_read_whole(file, data, PROFILE_BYTES_MAX + 1, &len);
	platform_close(file);
	if (err)
		rc = fault_sys(f, FAULT_IO, err, path);
	else if (memchr(data, 0, len)) /* no text at all, perhaps without an end */
		rc = fault_field(f, "code", REASON_BAD_TEXT, NULL);
	else if (len > PROFILE_BYTES_MAX)
		rc = fault_field(f, "code", REASON_TOO_MANY, NULL);
	else
		rc = profile_parse(out, data, len, f);
	free(data);
	return rc;
}

void profile_release(struct profile *profile)
{
	for (size_t i = 0; i < profile->count; i++)
		free(profile->columns[i].header);
	free(profile->columns);
	*profile = (struct profile){0};
}
