#include "config.h"
#include "sync/io/jsonl.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/text.h"

enum { READ_SIZE = 64 << 10 };

void jsonl_init(struct jsonl *in, handle_t file)
{
	memset(in, 0, sizeof *in);
	in->file = file;
}

void jsonl_release(struct jsonl *in)
{
	memory_free_wiped(in->buf);
	memset(in, 0, sizeof *in);
	in->file = HANDLE_NONE;
}

static int refuse(struct jsonl *in, const char *code, struct fault *f)
{
	fault_set(f, FAULT_JSON, code);
	if (f)
		f->line = in->line;
	return FAULT_JSON;
}

/* Room for another read. By hand, not realloc(): what is left behind is wiped. */
static int make_room(struct jsonl *in, struct fault *f)
{
	size_t size = in->size;
	char *buf;

	if (in->start) {
		memmove(in->buf, in->buf + in->start, in->fill - in->start);
		in->fill -= in->start;
		in->start = 0;
	}
	if (in->fill + READ_SIZE <= in->size)
		return FAULT_OK;
	while (size < in->fill + READ_SIZE)
		size = size ? 2 * size : 2 * READ_SIZE;
	buf = malloc(size);
	if (!buf)
		return fault_set(f, FAULT_NOMEM, NULL);
	if (in->fill)
		memcpy(buf, in->buf, in->fill);
	memory_free_wiped(in->buf);
	in->buf = buf;
	in->size = size;
	return FAULT_OK;
}

/* Read once more; sets in->end when there is nothing left. */
static int read_more(struct jsonl *in, struct fault *f)
{
	int err, rc = make_room(in, f);
	size_t n;

	if (rc)
		return rc;
	err = platform_read(in->file, in->buf + in->fill, READ_SIZE, &n);
	if (err)
		return fault_sys(f, FAULT_IO, err, NULL);
	if (n == 0)
		in->end = true;
	in->fill += n;
	return FAULT_OK;
}

/*
 * The next line without its end, inside the buffer until the next read; *line
 * NULL at the end of input.
 */
static int next_line(struct jsonl *in, char **line, size_t *len, struct fault *f)
{
	size_t seen = 0;
	char *lf;

	*line = NULL;
	for (;;) {
		size_t have = in->fill - in->start;
		int rc;

		lf = have > seen ? memchr(in->buf + in->start + seen, '\n', have - seen) : NULL;
		if (lf || in->end)
			break;
		seen = have;
		if (have > JSONL_LINE_MAX) {
			in->line++;
			return refuse(in, "too_long", f);
		}
		rc = read_more(in, f);
		if (rc)
			return rc;
	}
	if (!lf && in->start == in->fill)
		return FAULT_OK;
	in->line++;
	*line = in->buf + in->start;
	*len = lf ? (size_t)(lf - *line) : in->fill - in->start;
	in->start += *len + (lf != NULL);
	if (*len > JSONL_LINE_MAX)
		return refuse(in, "too_long", f);
	if (lf && *len && (*line)[*len - 1] == '\r')
		--*len;
	return FAULT_OK;
}

int jsonl_secret(struct jsonl *in, char **out, size_t *len, struct fault *f)
{
	char *line;
	size_t bom, n;
	int rc = next_line(in, &line, &n, f);

	*out = NULL;
	*len = 0;
	in->line = 0;
	if (rc || !line)
		return rc;
	bom = text_bom(line, n);
	*len = n - bom;
	while (*len && line[bom + *len - 1] == '\r') /* the last line may end in CR alone */
		--*len;
	if (*len > JSONL_SECRET_MAX || memchr(line, 0, n))
		rc = fault_field(f, "", REASON_BAD_TEXT, NULL);
	else
		*out = memory_strndup(line + bom, *len);
	wipe(line, n);
	return rc;
}

/* What jansson found, as a code of jsonl.h. */
static const char *reason_of(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_invalid_utf8:
		return "bad_utf8";
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "nul";
	case json_error_duplicate_key:
		return "duplicate_key";
	case json_error_numeric_overflow:
		return "bad_number";
	case json_error_stack_overflow:
		return "too_deep";
	case json_error_premature_end_of_input:
		return "cut_off";
	default:
		/* A lone surrogate has no code of its own. */
		return strstr(error->text, "invalid Unicode") ? "bad_unicode" : "bad_json";
	}
}

static int load(const char *text, size_t len, json_t **out, json_error_t *error, struct fault *f)
{
	bool is_short;

	memory_foreign();
	*out = json_loadb(text, len, JSON_REJECT_DUPLICATES, error);
	is_short = memory_foreign_short();
	if (*out && json_is_object(*out) && !is_short)
		return FAULT_OK;
	if (*out || is_short) {
		json_decref(*out);
		*out = NULL;
		return is_short ? fault_set(f, FAULT_NOMEM, NULL)
				: fault_set(f, FAULT_JSON, "not_object");
	}
	fault_set(f, FAULT_JSON, reason_of(error));
	if (f)
		f->column = error->position > 0 ? error->position : 0;
	return FAULT_JSON;
}

static bool is_blank(const char *line, size_t len)
{
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	return len == 0;
}

int jsonl_next(struct jsonl *in, json_t **out, struct fault *f)
{
	char *line;
	size_t len = 0;

	*out = NULL;
	for (;;) {
		json_error_t error;
		int rc = next_line(in, &line, &len, f);

		if (rc || !line)
			return rc;
		if (in->line == 1) {
			size_t bom = text_bom(line, len);

			line += bom;
			len -= bom;
		}
		if (is_blank(line, len))
			continue;
		rc = load(line, len, out, &error, f);
		if (rc && f)
			f->line = in->line;
		return rc;
	}
}

int jsonl_rest(struct jsonl *in, char **out, size_t *len, struct fault *f)
{
	*out = NULL;
	while (!in->end) {
		int rc = read_more(in, f);

		if (rc)
			return rc;
		if (in->fill - in->start > JSONL_LINE_MAX)
			return refuse(in, "too_long", f);
	}
	*len = in->fill - in->start;
	*out = malloc(*len + 1);
	if (!*out)
		return fault_set(f, FAULT_NOMEM, NULL);
	if (*len)
		memcpy(*out, in->buf + in->start, *len);
	(*out)[*len] = 0;
	in->start = in->fill;
	return FAULT_OK;
}

int jsonl_object(const char *text, size_t len, json_t **out, struct fault *f)
{
	size_t bom = text_bom(text, len);
	json_error_t error;
	int rc = load(text + bom, len - bom, out, &error, f);

	if (rc == FAULT_JSON && f && error.line > 0)
		f->line = error.line;
	return rc;
}

int jsonl_write(FILE *out, const json_t *value)
{
	static const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15); /* 82.1 as it was entered */

	if (json_dumpf(value, out, flags) || putc('\n', out) == EOF)
		return -1;
	return 0;
}
