#include "config.h"
#include "tui/cli/intake.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/digits.h"
#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/record/record.h"
#include "tui/cli/record.h"
#include "tui/env/translate.h"

/* Of what a person words the next field from *at on with a long number; NULL: none. */
static const char *next_long(enum record_type type, const json_t *input, int *at)
{
	const struct field *fields = record_type_info(type)->fields;

	while (fields[*at].name) {
		const struct field *fd = &fields[(*at)++];
		const json_t *value = json_object_get(input, fd->name);

		if (json_is_string(value) && record_type_has_words(type, fd) &&
		    digits_long(json_string_value(value), json_string_length(value)))
			return fd->name;
	}
	return NULL;
}

void intake_warn(const struct cli *cli, int line, enum record_type type, const json_t *input)
{
	const char *field;
	int at = 0;

	while ((field = next_long(type, input, &at)))
		cli_warn(cli, line, field,
			 _("saved, but a long number: do not enter ID card numbers here"), "digits");
}

/* What a transaction has taken in so far. */
struct intake {
	rec_t *records;
	size_t count, room;
	struct {
		int line;
		const char *field;
	} *warnings;
	size_t warned;
};

static void remember(struct intake *in, rec_t rec, int line, enum record_type type,
		     const json_t *input)
{
	const char *field;
	int at = 0;

	if (in->count == in->room) {
		in->room = in->room ? 2 * in->room : 256;
		in->records = memory_resize(in->records, in->room, sizeof *in->records);
	}
	in->records[in->count++] = rec;
	while ((field = next_long(type, input, &at))) {
		in->warnings = memory_resize(in->warnings, in->warned + 1, sizeof *in->warnings);
		in->warnings[in->warned].line = line;
		in->warnings[in->warned++].field = field;
	}
}

/* Take in every line; the transaction is begun by the first. */
static int take_lines(struct cli *cli, enum record_type type, const char *verb, struct intake *in,
		      struct fault *f)
{
	for (;;) {
		json_t *input;
		rec_t rec = 0;
		int rc = jsonl_next(&cli->in, &input, f);

		if (rc || !input)
			return rc;
		if (!in->count)
			rc = book_begin(cli->book, verb, f);
		if (!rc) {
			rc = record_add(cli->book, type, input, &rec, f);
			if (rc == FAULT_FIELD || rc == FAULT_NOT_PERMITTED)
				f->line = cli->in.line;
		}
		if (!rc)
			remember(in, rec, cli->in.line, type, input);
		json_decref(input);
		if (rc)
			return rc;
	}
}

static int report(struct cli *cli, const struct intake *in)
{
	int status = cli_print_ids(cli, in->records, in->count);

	if (!in->count)
		cli_warn(cli, 0, NULL, _("no line on standard input: nothing was saved"), NULL);
	for (size_t i = 0; i < in->warned; i++)
		cli_warn(cli, in->warnings[i].line, in->warnings[i].field,
			 _("saved, but a long number: do not enter ID card numbers here"),
			 "digits");
	return status;
}

int intake_lines(struct cli *cli, enum record_type type, const char *verb)
{
	struct intake in = { 0 };
	struct fault f = { 0 };
	char detail[24];
	int status, rc = take_lines(cli, type, verb, &in, &f);

	if (!rc && in.count) {
		snprintf(detail, sizeof detail, "%zu", in.count);
		rc = book_commit(cli->book, detail, &f);
	}
	if (rc) {
		book_rollback(cli->book);
		status = cli_fail(cli, &f);
	} else {
		status = report(cli, &in);
	}
	free(in.records);
	free(in.warnings);
	return status;
}

int intake_one(struct cli *cli, enum record_type type, const char *verb, json_t *input)
{
	struct fault f = { 0 };
	int status = EX_OK;
	rec_t rec = 0;

	if (book_begin(cli->book, verb, &f)) {
		json_decref(input);
		return cli_fail(cli, &f);
	}
	if (record_add(cli->book, type, input, &rec, &f))
		status = cli_fail(cli, &f);
	if (!status && book_commit(cli->book, NULL, &f))
		status = cli_fail(cli, &f);
	if (status) {
		book_rollback(cli->book);
	} else {
		status = cli_print_id(cli, rec);
		intake_warn(cli, 0, type, input);
	}
	json_decref(input);
	return status;
}
