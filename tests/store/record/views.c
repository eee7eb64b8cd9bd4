#include "config.h"
#include "tests/store/record/views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/buffer.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/conflicts.h"
#include "store/record/read.h"
#include "store/summary/make.h"
#include "sync/report/json.h"

struct view {
	struct desk *desk;
	struct buffer out;
	const char *name; /* before every line */
	bool ids_alone;
};

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

static void put_json(struct view *v, json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);

	buffer_put(&v->out, text);
	free(text);
	json_decref(value);
}

/* A line: a record as `list --json` and `show --json` have it. */
static int put_record(void *arg, rec_t rec)
{
	struct view *v = arg;
	struct record_facts facts;
	struct fault f;
	json_t *o;

	ok(record_facts(v->desk->book, rec, &facts, &f), &f, v->name);
	buffer_print(&v->out, "%s %s", v->name, facts.id);
	if (!v->ids_alone) {
		o = record_read(v->desk->book, rec, &f);
		ok(o ? FAULT_OK : (int)f.code, &f, v->name);
		buffer_print(&v->out, " %s v%d%s%s ", facts.lane, facts.version,
			     facts.voided ? " voided" : "", facts.conflict ? " conflict" : "");
		put_json(v, o);
	}
	buffer_put_char(&v->out, '\n');
	return 0;
}

/* Conflicts by the ids of their records: each desk lists first what it entered last. */
static int add_conflict(void *arg, rec_t rec)
{
	json_t *all = arg;

	json_array_append_new(all, json_integer(rec));
	return 0;
}

static void put_conflicts(struct view *v)
{
	struct book *book = v->desk->book;
	json_t *recs = json_array(), *by_id = json_object(), *each;
	struct fault f;
	size_t i;

	ok(conflicts_each(book, add_conflict, recs, &f), &f, "conflicts");
	json_array_foreach(recs, i, each) {
		rec_t rec = json_integer_value(each);
		json_t *fields = conflicts_read(book, rec, &f);
		struct record_facts facts;

		ok(fields ? FAULT_OK : (int)f.code, &f, "conflict");
		ok(record_facts(book, rec, &facts, &f), &f, "conflict");
		json_object_set_new(by_id, facts.id, fields);
	}
	buffer_print(&v->out, "conflicts %d ", (int)json_array_size(recs));
	put_json(v, by_id);
	buffer_put_char(&v->out, '\n');
	json_decref(recs);
}

static int put_history(void *arg, rec_t rec)
{
	struct view *v = arg;
	struct fault f;
	json_t *steps = record_history(v->desk->book, rec, &f);

	ok(steps ? FAULT_OK : (int)f.code, &f, v->name);
	put_record(v, rec);
	put_json(v, steps);
	buffer_put_char(&v->out, '\n');
	return 0;
}

/* A household's status, visits and face. */
static int put_household(void *arg, const struct list_household *h)
{
	struct session_filter of_it = { .household = h->rec };
	struct view *v = arg;
	struct fault f;

	buffer_print(&v->out, "face %s/%s %s %d ", h->village, h->code, h->hint, (int)h->last);
	put_json(v, h->kinds ? json_deep_copy(h->kinds) : json_array());
	buffer_put_char(&v->out, '\n');
	v->name = " status";
	ok(list_status(v->desk->book, h->rec, put_record, v, &f), &f, v->name);
	v->name = " visit";
	v->ids_alone = true;
	ok(list_sessions(v->desk->book, &of_it, put_record, v, &f), &f, v->name);
	v->name = " promised";
	ok(list_open_followups(v->desk->book, h->rec, NULL, put_record, v, &f), &f, v->name);
	v->ids_alone = false;
	return 0;
}

static void put_lists(struct view *v)
{
	static const enum record_type registers[] = {
		TYPE_VILLAGE, TYPE_HOUSEHOLD, TYPE_TEAM, TYPE_MEMBER, TYPE_TOPIC, TYPE_REPORT,
		TYPE_CAMPAIGN, TYPE_TARGET,
	};
	struct session_filter voided = { .voided = true }, live = { 0 };
	struct book *book = v->desk->book;
	struct fault f;

	v->name = "session";
	ok(list_sessions(book, &live, put_history, v, &f), &f, v->name);
	ok(list_sessions(book, &voided, put_history, v, &f), &f, v->name);
	for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++) {
		v->name = record_type_info(registers[i])->name;
		ok(list_register(book, registers[i], NULL, put_record, v, &f), &f, v->name);
	}
	v->name = "followup";
	ok(list_followups(book, FOLLOWUPS_ALL, 0, put_record, v, &f), &f, v->name);
	v->name = "due";
	v->ids_alone = true;
	ok(list_visits(book, put_record, v, &f), &f, v->name);
	v->ids_alone = false;
	ok(list_households(book, NULL, put_household, v, &f), &f, "faces");
	put_conflicts(v);
}

enum { WORDS_A_TURN = 5, WORD_TURNS = 3 };

static void put_found(struct view *v, int turn)
{
	/* Notes, codes, hints, names of villages, labels of topics, whole and begun, with marks and
	 * without; words of which one comes from the session and one from what it names. */
	static const char *const words[WORD_TURNS * WORDS_A_TURN] = {
		"ông bà", "tự làm", "h050", "h001 bac", "xoai", "chợ nổi", "ap bac", "hoa binh",
		"vneid", "qr", "dong hai", "mua", "tam su", "nha may", "cay xoai dien tu",
	};
	struct fault f;

	v->ids_alone = true;
	for (int i = 0; i < WORDS_A_TURN; i++) {
		struct session_filter q = { .search = words[turn % WORD_TURNS * WORDS_A_TURN + i] };

		v->name = q.search;
		ok(list_sessions(v->desk->book, &q, put_record, v, &f), &f, v->name);
	}
	v->ids_alone = false;
}

static void put_summaries(struct view *v, int turn)
{
	static const char *const periods[] = { "2026-W47", "2026-11", "2026", "2026-W46" };
	struct period period;
	struct fault f;

	assert_int_equal(period_parse_key(&period, periods[turn % 4]), 0);
	for (int axis = 0; axis < SUMMARY_AXES; axis++) {
		struct summary summary;

		if (!summary_axis_is_for(v->desk->book, (enum summary_axis)axis))
			continue;
		ok(summary_make(v->desk->book, &period, (enum summary_axis)axis, &summary, &f), &f,
		   summary_axis_name((enum summary_axis)axis));
		summary_json(&v->out, &summary);
		summary_release(&summary);
	}
}

char *desk_views(struct desk *desk, int turn)
{
	struct view v = { .desk = desk };

	put_lists(&v);
	put_found(&v, turn);
	put_summaries(&v, turn);
	return buffer_take(&v.out, NULL);
}

void assert_same_views(const char *got, const char *wanted, const char *where)
{
	while (*got && *wanted) {
		size_t a = strcspn(got, "\n"), b = strcspn(wanted, "\n");

		if (a != b || memcmp(got, wanted, a))
			fail_msg("%s: there is\n%.*s\nwhere there should be\n%.*s", where, (int)a, got,
				 (int)b, wanted);
		got += a + (got[a] != 0);
		wanted += b + (wanted[b] != 0);
	}
	if (*got || *wanted)
		fail_msg("%s: %s\n%s", where, *got ? "too much" : "missing", *got ? got : wanted);
}
