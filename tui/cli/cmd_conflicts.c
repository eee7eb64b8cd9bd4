#include "config.h"
#include "tui/cli/cmd_conflicts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/query/list.h"
#include "store/record/conflicts.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "tui/cli/open.h"
#include "tui/cli/record.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/record_brief.h"
#include "tui/words/say.h"
#include "tui/words/text_history.h"
#include "tui/words/text_label.h"
#include "tui/words/text_value.h"

enum { BRIEF_COLS = 60, BRIEF_SIZE = 4 * BRIEF_COLS };

struct listing {
	struct cli *cli;
	int status, shown;
};

/* "  1* 3 · Lan, 17/11/2026 14:30", the value that shows marked. */
static void put_value(struct buffer *out, struct cli *cli, const struct field *field, size_t i,
		      const json_t *step)
{
	buffer_print(out, "    %zu%s ", i + 1, i ? " " : "*");
	text_conflict_value(out, cli->book, field, step);
	buffer_put_char(out, '\n');
}

static void print_fields(struct cli *cli, rec_t rec, const struct record_facts *facts,
			 const json_t *fields)
{
	struct buffer out = { 0 };
	char brief[BRIEF_SIZE];
	json_t *one, *step;
	size_t i, j;

	record_brief(brief, sizeof brief, cli->book, rec, BRIEF_COLS);
	buffer_print(&out, "%.10s  %s\n", facts->id, brief);
	json_array_foreach((json_t *)(uintptr_t)fields, i, one) {
		const char *name = text_string(one, "field");
		const struct field *field = record_type_field(facts->type, name);

		buffer_put(&out, "  ");
		out_clean(&out, text_label(facts->type, name));
		buffer_put(&out, " (");
		out_clean(&out, name);
		buffer_put(&out, ")\n");
		json_array_foreach(json_object_get(one, "values"), j, step)
			put_value(&out, cli, field, j, step);
	}
	out_print(&out);
}

static int each_conflict(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct fault f = { 0 };
	struct record_facts facts;
	json_t *fields = conflicts_read(list->cli->book, rec, &f);

	if (!fields || record_facts(list->cli->book, rec, &facts, &f)) {
		json_decref(fields);
		list->status = cli_fail(list->cli, &f);
		return LIST_STOP;
	}
	list->shown++;
	if (cli_option(list->cli, OPT_JSON))
		cli_print_json(json_pack("{ss ss so}", "id", facts.id, "type",
					 record_type_info(facts.type)->name, "fields", fields));
	else
		print_fields(list->cli, rec, &facts, fields);
	if (!cli_option(list->cli, OPT_JSON))
		json_decref(fields);
	return ferror(stdout) ? LIST_STOP : 0;
}

int cmd_conflicts(struct cli *cli)
{
	struct listing list = { .cli = cli };
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	conflicts_each(cli->book, each_conflict, &list, &f);
	if (list.shown && !list.status && !f.code && !cli_option(cli, OPT_JSON))
		puts(_("* shows now. To choose: sotay conflicts resolve ID FIELD NUMBER"));
	return list.status ? list.status : cli_end_list(cli, &f, list.shown);
}

/* ---- what a person names as the list shows it ---- */

/* Case and marks do not matter, nor what stands between the words. */
static bool reads_alike(const char *a, const char *b)
{
	char *one = text_key(a, strlen(a)), *other = text_key(b, strlen(b));
	bool alike = *one && !strcmp(one, other);

	free(one);
	free(other);
	return alike;
}

/* Of the records of the list that read as was typed: how many, and the last of them. */
struct named {
	struct cli *cli;
	const char *typed;
	rec_t rec;
	int n;
};

static int each_named(void *arg, rec_t rec)
{
	struct named *named = arg;
	char brief[BRIEF_SIZE];

	record_brief(brief, sizeof brief, named->cli->book, rec, BRIEF_COLS);
	if (reads_alike(brief, named->typed)) {
		named->rec = rec;
		named->n++;
	}
	return 0;
}

/* By its id or code, or as the list has it. */
static int find_record(struct cli *cli, const char *typed, rec_t *rec)
{
	struct named named = { .cli = cli, .typed = typed };
	struct fault f = { 0 };

	if (record_lookup(cli->book, TYPE_ANY, typed, rec, &f)) {
		f = (struct fault){ 0 };
		if (conflicts_each(cli->book, each_named, &named, &f))
			return cli_fail(cli, &f);
	}
	if (named.n > 1)
		return cli_refuse(cli, say_exit_code(FAULT_AMBIGUOUS), typed,
				  _("fits more than one of the list; write the id that stands before it"));
	if (named.n) {
		*rec = named.rec;
		return EX_OK;
	}
	return cli_lookup(cli, TYPE_ANY, typed, rec);
}

/* The name of a field by its name, "Notes" or "Notes (note)"; what was typed where it is none of these. */
static const char *field_named(enum record_type type, const json_t *fields, const char *typed)
{
	const json_t *one;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)fields, i, one)
		if (!strcmp(text_string(one, "field"), typed))
			return typed;
	json_array_foreach((json_t *)(uintptr_t)fields, i, one) {
		const char *name = text_string(one, "field"), *label = text_label(type, name);
		char *both = memory_format("%s (%s)", label, name);
		bool alike = reads_alike(label, typed) || reads_alike(both, typed);

		free(both);
		if (alike)
			return name;
	}
	return typed;
}

static int resolve(struct cli *cli, rec_t rec, const char *typed, int nth, struct fault *f)
{
	struct record_facts facts;
	json_t *fields = NULL;
	int rc = record_facts(cli->book, rec, &facts, f);

	if (!rc && !(fields = conflicts_read(cli->book, rec, f)))
		rc = (int)f->code;
	if (!rc)
		rc = book_begin(cli->book, "conflict_resolve", f);
	if (!rc)
		rc = conflicts_resolve(cli->book, rec, field_named(facts.type, fields, typed), nth, f);
	json_decref(fields);
	return rc;
}

/* Why two households cannot be said to be one. */
static const char *why_not_same(struct cli *cli, rec_t household, rec_t same)
{
	struct fault f;
	rec_t root;

	if (household == same)
		return _("the same household twice, and it is joined to none");
	if (!joined_root(cli->book, same, &root, &f) && root == household)
		return _("it counts for the first one already");
	return _("not another household of the same village");
}

/* The end of a change of one record. */
static int finish(struct cli *cli, rec_t rec, int rc, const char *what, struct fault *f)
{
	if (!rc)
		rc = book_commit(cli->book, NULL, f);
	if (!rc)
		return cli_print_id(cli, rec);
	book_rollback(cli->book);
	if (rc == FAULT_NOTHING)
		return cli_refuse(cli, say_exit_code(FAULT_NOTHING), what,
				  _("everything is so already"));
	return cli_fail(cli, f);
}

int cmd_conflicts_resolve(struct cli *cli)
{
	const char *number = cli->args.operand[2];
	char what[64];
	struct fault f = { 0 };
	rec_t rec;
	int rc, nth = 0, status;

	if (number[strspn(number, "0123456789")] || strlen(number) > 3 || !(nth = atoi(number)))
		return cli_refuse(cli, EX_USAGE, number, _("a number of the list"));
	status = cli_open(cli);
	if (!status)
		status = find_record(cli, cli->args.operand[0], &rec);
	if (status)
		return status;
	rc = resolve(cli, rec, cli->args.operand[1], nth, &f);
	if (rc == FAULT_NOT_FOUND) {
		book_rollback(cli->book);
		snprintf(what, sizeof what, "%s %s", cli->args.operand[1], number);
		return cli_refuse(cli, say_exit_code(rc), what,
				  _("not in the list of 'sotay conflicts'"));
	}
	return finish(cli, rec, rc, cli->args.operand[0], &f);
}

int cmd_household_same(struct cli *cli)
{
	struct fault f = { 0 };
	rec_t household, same;
	int rc, status = cli_open(cli);

	if (!status)
		status = cli_lookup(cli, TYPE_HOUSEHOLD, cli->args.operand[0], &household);
	if (!status)
		status = cli_lookup(cli, TYPE_HOUSEHOLD, cli->args.operand[1], &same);
	if (status)
		return status;
	rc = book_begin(cli->book, "household_same", &f);
	if (!rc)
		rc = record_join(cli->book, household, same, &f);
	if (rc == FAULT_FIELD) {
		book_rollback(cli->book);
		return cli_refuse(cli, say_exit_code(rc), cli->args.operand[1],
				  why_not_same(cli, household, same));
	}
	return finish(cli, household, rc, cli->args.operand[0], &f);
}
