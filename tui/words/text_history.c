#include "config.h"
#include "tui/words/text_history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/date.h"
#include "store/base/memory.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/text_label.h"
#include "tui/words/text_value.h"

/* A history, and which of its steps the one that is told had seen, and it itself. */
struct told {
	struct book *book;
	enum record_type type;
	const json_t *history;
	size_t change;
	bool *seen; /* of the steps up to `change` */
};

static const json_t *set_of(const json_t *history, size_t change)
{
	return json_object_get(json_array_get(history, change), "set");
}

/* The nth that a step had seen; "" where another laptop wrote what is no id. */
static const char *seen_op(const json_t *step, size_t nth)
{
	const char *op = json_string_value(json_array_get(json_object_get(step, "base"), nth));

	return op ? op : "";
}

/*
 * The place of an operation before `end`, looked for from there, for most had seen the step
 * before; `end` when it is not there.
 */
static size_t place_of(const json_t *history, const char *op, size_t end)
{
	size_t i = end;

	while (i && strcmp(text_string(json_array_get(history, i - 1), "op"), op) != 0)
		i--;
	return i ? i - 1 : end;
}

/* Steps stand after all that they had seen. */
static void find_seen(struct told *t)
{
	t->seen = memory_alloc_zero(t->change + 1, sizeof *t->seen);
	t->seen[t->change] = true;
	for (size_t at = t->change; at > 0; at--) {
		const json_t *step = json_array_get(t->history, at);
		size_t n = t->seen[at] ? json_array_size(json_object_get(step, "base")) : 0;

		for (size_t i = 0; i < n; i++)
			t->seen[place_of(t->history, seen_op(step, i), at)] = true;
	}
}

/* What a field was up to a step, for whoever had seen the same; NULL: nothing was set. */
static const json_t *value_at(const struct told *t, size_t end, const char *key)
{
	const json_t *value = NULL;

	while (!value && end-- > 0)
		if (t->seen[end])
			value = json_object_get(set_of(t->history, end), key);
	return value;
}

static void put_value(struct buffer *out, const struct told *t, size_t end, const char *key)
{
	const struct field *field = record_type_field(t->type, key);
	const json_t *value = value_at(t, end, key);

	if (field && text_has_value(value))
		text_field(out, t->book, field, value,
			   json_string_value(value_at(t, end, "village")), -1);
	else
		buffer_put(out, "—");
}

/* Whether the step chose what showed already, of several values. */
static bool is_kept(const struct told *t, const char *key)
{
	const json_t *value = value_at(t, t->change + 1, key);

	return text_has_value(value) && json_equal(value_at(t, t->change, key), value);
}

static void put_fields(struct buffer *out, const struct told *t)
{
	const char *key, *between = "";
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)set_of(t->history, t->change), key, value) {
		buffer_put(out, between);
		between = "; ";
		if (!strcmp(key, "voided")) {
			buffer_put(out, json_is_true(value) ? _("taken out of the count")
							    : _("put back into the count"));
			continue;
		}
		out_clean(out, text_label(t->type, key)); /* what is not known is as another wrote it */
		buffer_put_char(out, ' ');
		put_value(out, t, t->change, key);
		if (is_kept(t, key)) {
			buffer_print(out, " (%s)", _("kept"));
			continue;
		}
		buffer_put(out, " → ");
		put_value(out, t, t->change + 1, key);
	}
}

/* Whether an earlier step that it had not seen set one of its fields. */
static bool passed_by(const struct told *t)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)set_of(t->history, t->change), key, value)
		for (size_t i = 0; i < t->change; i++)
			if (!t->seen[i] && json_object_get(set_of(t->history, i), key))
				return true;
	return false;
}

static void put_when(struct buffer *out, const char *at)
{
	char day[DATE_SIZE], shown[DATE_SIZE];

	snprintf(day, sizeof day, "%s", at); /* 2026-11-21T09:00 */
	out_date(shown, day);
	buffer_print(out, "%s %s", shown, strlen(at) > DATE_SIZE ? at + DATE_SIZE : "");
}

static void put_step(struct buffer *out, struct told *t, size_t change)
{
	t->change = change;
	find_seen(t);
	put_fields(out, t);
	if (passed_by(t))
		buffer_print(out, " (%s)", _("without having seen the change above"));
	free(t->seen);
}

static bool same_text(const json_t *a, const json_t *b, const char *key)
{
	return !strcmp(text_string(a, key), text_string(b, key));
}

bool text_change_is_told(enum record_type type, const json_t *history, size_t change)
{
	const json_t *step = json_array_get(history, change);
	const json_t *before = change ? json_array_get(history, change - 1) : NULL;
	const char *key;
	json_t *value;

	if (!before || json_array_size(json_object_get(step, "base")) != 1 || !same_text(step, before, "lane") ||
	    !same_text(step, before, "at") || !same_text(step, before, "by") ||
	    strcmp(seen_op(step, 0), text_string(before, "op")) != 0)
		return false;
	json_object_foreach((json_t *)(uintptr_t)set_of(history, change), key, value) {
		const struct field *field = record_type_field(type, key);

		if (!field || !(field->flags & FIELD_LOCAL) ||
		    json_object_get(set_of(history, change - 1), key))
			return false;
	}
	return true;
}

void text_change(struct buffer *out, struct book *book, enum record_type type,
		 const json_t *history, size_t change)
{
	struct told t = { .book = book, .type = type, .history = history };
	const json_t *op = json_array_get(history, change);

	put_when(out, text_string(op, "at"));
	buffer_put(out, "  ");
	out_clean(out, text_string(op, "by"));
	buffer_put(out, "  ");
	if (change == 0) {
		buffer_put(out, _("added"));
	} else {
		put_step(out, &t, change);
		if (text_change_is_told(type, history, change + 1)) {
			buffer_put(out, "; ");
			put_step(out, &t, change + 1);
		}
	}
	if (!strcmp(text_string(op, "clk"), "bad"))
		buffer_print(out, " (%s)", _("the clock was wrong"));
	if (!strcmp(text_string(op, "clk"), "asked"))
		buffer_print(out, " (%s)", _("the date was given by hand"));
}

void text_conflict_value(struct buffer *out, struct book *book, const struct field *field,
			 const json_t *value)
{
	const json_t *is = json_object_get(value, "value");

	if (field && text_has_value(is))
		text_field(out, book, field, is, NULL, -1);
	else
		buffer_put(out, "—");
	buffer_put(out, " · ");
	out_clean(out, text_string(value, "by"));
	buffer_put(out, ", ");
	put_when(out, text_string(value, "at"));
}
