/* Going from field to field of the form, and choosing from its lists (entry_form.h). */
#include "config.h"
#include "store/now.h"
#include "tui/entry_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/gettext.h"
#include "tui/when.h"

/* ---- going from field to field ---- */

void entry_refuse(struct entry *e, enum entry_at at, const char *why)
{
	e->at = at;
	e->error_at = at;
	e->fresh = true;
	snprintf(e->error, sizeof e->error, "%s", why);
}

static bool is_skipped(const struct entry *e, enum entry_at at)
{
	switch (at) {
	case AT_HOUSE:
		return entry_is_group(e);
	case AT_HINT:
		return !e->house_new || entry_is_group(e);
	case AT_FEMALE:
	case AT_OVER60:
	case AT_TOPICS:
		return *e->attempt != 0;
	case AT_ABOUT:
		return !e->n_promises || e->n_topics < 2 || *e->attempt;
	case AT_DUE:
		return !e->n_promises;
	default:
		return false;
	}
}

/* The due date shown is the last follow-up's. */
void entry_show_due(struct entry *e)
{
	field_set(&e->line[AT_DUE], "");
	if (e->n_promises && e->promises[e->n_promises - 1].due)
		entry_set_day(e, AT_DUE, e->promises[e->n_promises - 1].due);
}

void entry_go(struct entry *e, enum entry_at at)
{
	field_leave(&e->line[e->at]);
	if (entry_list_here(e) != ENTRY_LISTS)
		field_set(&e->line[e->at], "");
	while (at > AT_DATE && is_skipped(e, at))
		at--;
	e->at = at;
	e->fresh = at != AT_NOTE && at != AT_HINT;
	e->listing = e->blocking = e->counting = e->appending = e->from_digit = false;
	e->pick = 0;
}

bool entry_check_date(struct entry *e)
{
	char *text = field_get(&e->line[AT_DATE]);
	day_t today = book_now(e->book)->day, day;
	bool good = text && when_day(&day, text, today, false) && day <= today;

	free(text);
	if (good)
		entry_set_day(e, AT_DATE, day);
	else
		entry_refuse(e, AT_DATE, _("Not a date, or one in the future"));
	return good;
}

static bool check_time(struct entry *e)
{
	char *text = field_get(&e->line[AT_TIME]), shown[TIME_SIZE] = "";
	int minute;
	bool good = text && (!*text || when_time(&minute, text));

	if (good && *text)
		time_format(shown, minute);
	free(text);
	if (good)
		field_set(&e->line[AT_TIME], shown);
	else
		entry_refuse(e, AT_TIME, _("not a time of day"));
	return good;
}

static bool check_due(struct entry *e)
{
	char *text = field_get(&e->line[AT_DUE]);
	day_t from = entry_day(e), due = 0;
	bool good = text && (!*text || (when_day(&due, text, from, true) && due >= from));

	free(text);
	if (!good) {
		entry_refuse(e, AT_DUE, _("Not a date, or one before the visit"));
		return false;
	}
	if (e->n_promises)
		e->promises[e->n_promises - 1].due = due;
	entry_show_due(e);
	return true;
}

bool entry_check_part(struct entry *e, enum entry_at at)
{
	int people = entry_number(e, AT_PEOPLE);

	if (*e->attempt || people < 0 || entry_number(e, at) <= people)
		return true;
	entry_refuse(e, at, _("More than the people there were"));
	return false;
}

/* Whether the field may be left: what is wrong with it is said there. */
bool entry_may_leave(struct entry *e)
{
	switch (e->at) {
	case AT_DATE:
		return entry_check_date(e);
	case AT_TIME:
		return check_time(e);
	case AT_DUE:
		return check_due(e);
	case AT_FEMALE:
	case AT_OVER60:
		return entry_check_part(e, e->at);
	default:
		return true;
	}
}

void entry_step(struct entry *e, int by)
{
	if (!entry_may_leave(e))
		return;
	for (int at = (int)e->at + by; at >= 0 && at < ENTRY_FIELDS; at += by)
		if (!is_skipped(e, (enum entry_at)at)) {
			entry_go(e, (enum entry_at)at);
			return;
		}
	entry_go(e, e->at);
}

/* ---- choosing ---- */

static void take_person(struct entry *e, const char *code)
{
	for (int i = 0; i < e->n_by; i++)
		if (!strcmp(e->by[i], code)) {
			memmove(e->by[i], e->by[i + 1],
				(size_t)(e->n_by - i - 1) * sizeof e->by[0]);
			e->n_by--;
			return;
		}
	if (e->n_by < ENTRY_PEOPLE)
		snprintf(e->by[e->n_by++], sizeof e->by[0], "%s", code);
}

static void take_house(struct entry *e, const struct match *m)
{
	snprintf(e->house, sizeof e->house, "%.16s",
		 m->at < 0 ? m->code : e->lists[LIST_HOUSE].all[m->at].code);
	e->house_new = m->at < 0;
	e->status_taken = false;
	entry_load_house(e);
	entry_step(e, 1);
}

static void take_village(struct entry *e, const char *code)
{
	if (strcmp(e->village, code)) {
		snprintf(e->village, sizeof e->village, "%.16s", code);
		*e->house = 0;
		e->house_new = e->status_taken = false;
		entry_load_houses(e);
	}
	entry_step(e, 1);
}

static void take_promise(struct entry *e, const char *kind)
{
	if (e->n_promises < ENTRY_PROMISES) {
		struct entry_promise *p = &e->promises[e->n_promises++];

		*p = (struct entry_promise){ .due = entry_day(e) + 7 };
		snprintf(p->kind, sizeof p->kind, "%.16s", kind);
	}
	entry_show_due(e);
	/* Which of several topics it is about is asked for; else only shown. */
	if (!is_skipped(e, AT_ABOUT) && !*entry_promise_topic(e, e->n_promises - 1))
		entry_go(e, AT_ABOUT);
	else
		entry_go(e, AT_DUE);
}

/* Take the row of the list the cursor is on; false when there is none. */
bool entry_take_row(struct entry *e)
{
	struct match found[ENTRY_FOUND];
	int n = entry_matches(e, found, ENTRY_FOUND);
	enum entry_list list = entry_list_here(e);
	const char *code;

	if (e->pick >= n) {
		entry_refuse(e, e->at, _("No results"));
		return false;
	}
	e->dirty = true;
	if (list == LIST_HOUSE) {
		take_house(e, &found[e->pick]);
		return true;
	}
	code = e->lists[list].all[found[e->pick].at].code;
	switch (list) {
	case LIST_CHANNEL:
		snprintf(e->channel, sizeof e->channel, "%.16s", code);
		entry_step(e, 1);
		break;
	case LIST_VILLAGE:
		take_village(e, code);
		break;
	case LIST_TOPIC:
		entry_topic_add(e, code);
		entry_go(e, AT_TOPICS);
		break;
	case LIST_BLOCKER:
		e->topics[e->topic].blocker = entry_vocab_place("blocker", code);
		entry_go(e, AT_TOPICS);
		break;
	case LIST_MEMBER:
		take_person(e, code);
		entry_go(e, AT_BY);
		break;
	default:
		take_promise(e, code);
	}
	return true;
}
