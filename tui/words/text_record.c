#include "config.h"
#include "tui/words/text_record.h"

#include <stdio.h>
#include <string.h>

#include "store/catalog/catalog.h"
#include "store/record/read.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/text_history.h"
#include "tui/words/text_label.h"
#include "tui/words/text_value.h"

enum { LABEL_WIDTH = 30, ID_SHOWN = 8 };

static void print_line(struct buffer *out, const char *label, const char *value)
{
	out_column(out, label, LABEL_WIDTH);
	out_clean(out, value);
	buffer_put_char(out, '\n');
}

/* ---- one record ---- */

static void print_history(struct buffer *out, struct book *book, enum record_type type,
			  const json_t *history)
{
	buffer_print(out, "%s\n", _("History:"));
	for (size_t i = 0; i < json_array_size(history); i++) {
		if (text_change_is_told(type, history, i))
			continue;
		buffer_put(out, "  ");
		text_change(out, book, type, history, i);
		buffer_put_char(out, '\n');
	}
}

void text_fields(struct buffer *out, struct book *book, enum record_type type, const json_t *object)
{
	const struct record_type_info *info = record_type_info(type);

	for (const struct field *fd = info ? info->fields : NULL; fd && fd->name; fd++) {
		const json_t *value = json_object_get(object, fd->name);

		if (!text_has_value(value))
			continue;
		out_column(out, text_label(type, fd->name), LABEL_WIDTH - 1);
		buffer_put_char(out, ' ');
		text_field(out, book, fd, value, text_string(object, "village"), LABEL_WIDTH);
		buffer_put_char(out, '\n');
	}
}

void text_record(struct buffer *out, struct book *book, const struct record_facts *facts,
		 const json_t *object, const json_t *history)
{
	text_fields(out, book, facts->type, object);
	print_line(out, _("Id"), facts->id);
	print_line(out, _("State"), text_state(book, facts->state));
	if (facts->voided)
		print_line(out, "", _("taken out of the count"));
	if (facts->conflict) {
		print_line(out, "", _("entered differently on two computers"));
		print_line(out, "", "sotay conflicts");
	}
	if (history)
		print_history(out, book, facts->type, history);
}

/* ---- lines of listings ---- */

static void column(struct buffer *out, const char *text, int width)
{
	out_column(out, text, width);
	buffer_put_char(out, ' ');
}

static void last(struct buffer *out, const char *text, int width)
{
	out_last(out, text, width);
	buffer_put_char(out, '\n');
}

/* One whose code is not enough goes with its id; one that counts for another says for which. */
static void household_row(struct buffer *out, struct book *book, const json_t *object)
{
	const char *id = text_string(object, "id"), *hint = text_string(object, "hint");
	struct buffer same = { 0 };
	char kinds[256], code[64];

	text_join(kinds, sizeof kinds, "household_type", json_object_get(object, "kinds"));
	snprintf(code, sizeof code, "%s%s%.*s", text_string(object, "code"), *id ? " " : "", ID_SHOWN, id);
	if (*text_string(object, "same")) {
		buffer_put(&same, "= ");
		text_field(&same, book, record_type_field(TYPE_HOUSEHOLD, "same"),
			   json_object_get(object, "same"), NULL, -1);
		hint = buffer_text(&same);
	}
	column(out, text_string(object, "village"), 10);
	column(out, code, 16);
	column(out, kinds, 26);
	last(out, hint, 25);
	buffer_release(&same);
}

static void village_row(struct buffer *out, const json_t *object)
{
	const json_t *households = json_object_get(object, "households");
	char number[32] = "—";

	if (json_is_integer(households))
		number_format_vn(number, sizeof number, (double)json_integer_value(households), 0);
	column(out, text_string(object, "code"), 10);
	column(out, text_string(object, "name"), 56);
	buffer_print(out, "%*s\n", json_is_integer(households) ? 11 : 13, number); /* — is 3 bytes */
}

static void team_row(struct buffer *out, const json_t *object)
{
	char villages[256];

	text_join(villages, sizeof villages, NULL, json_object_get(object, "villages"));
	column(out, text_string(object, "code"), 16);
	column(out, text_string(object, "name"), 36);
	last(out, villages, 26);
}

static void campaign_row(struct buffer *out, const json_t *object)
{
	char date[DATE_SIZE];

	column(out, text_string(object, "code"), 16);
	column(out, text_string(object, "name"), 28);
	out_date(date, text_string(object, "from"));
	column(out, date, 10);
	out_date(date, text_string(object, "to"));
	column(out, date, 10);
	last(out, text_string(object, "tag"), 12);
}

static void target_row(struct buffer *out, const json_t *object)
{
	const struct indicator *indicator = indicator_find(text_string(object, "code"));
	struct buffer number = { 0 };

	column(out, text_string(object, "set"), 12);
	column(out, text_string(object, "code"), 6);
	column(out, text_string(object, "team"), 8);
	text_field(&number, NULL, record_type_field(TYPE_TARGET, "number"),
		   json_object_get(object, "number"), NULL, -1);
	column(out, buffer_text(&number), 10);
	buffer_release(&number);
	last(out, indicator ? indicator->name : "", 40);
}

void text_register_row(struct buffer *out, struct book *book, enum record_type type,
		       const json_t *object)
{
	bool english = lang_english() && *text_string(object, "en");

	switch (type) {
	case TYPE_VILLAGE:
		village_row(out, object);
		break;
	case TYPE_HOUSEHOLD:
		household_row(out, book, object);
		break;
	case TYPE_TEAM:
		team_row(out, object);
		break;
	case TYPE_MEMBER:
		column(out, text_string(object, "code"), 20);
		column(out, text_string(object, "name"), 30);
		column(out, text_code("role", text_string(object, "role")), 16);
		last(out, text_string(object, "team"), 11);
		break;
	case TYPE_CAMPAIGN:
		campaign_row(out, object);
		break;
	case TYPE_TARGET:
		target_row(out, object);
		break;
	default: /* a topic */
		column(out, text_string(object, "code"), 10);
		column(out, text_string(object, english ? "en" : "short"), 36);
		last(out, text_code("topic_group", text_string(object, "group")), 32);
	}
}

void text_session_row(struct buffer *out, struct book *book, const char *id, const json_t *object)
{
	char date[DATE_SIZE], place[64], what[512];

	out_date(date, text_string(object, "date"));
	text_place(place, sizeof place, object);
	text_topics(what, sizeof what, book, object);
	buffer_print(out, "%.*s ", ID_SHOWN, id);
	column(out, date, 10);
	column(out, text_string(object, "time"), 5);
	column(out, place, 15);
	column(out, text_code("channel", text_string(object, "channel")), 12);
	last(out, what, 25);
}

void text_followup_row(struct buffer *out, struct book *book, const json_t *object)
{
	char date[DATE_SIZE], place[64];

	out_date(date, text_string(object, "due"));
	text_place(place, sizeof place, object);
	buffer_print(out, "%.*s ", ID_SHOWN, text_string(object, "id"));
	column(out, *date ? date : "—", 10);
	column(out, place, 15);
	column(out, text_code("followup", text_string(object, "kind")), 20);
	column(out, text_code("followup_status", text_string(object, "status")), 10);
	last(out, text_topic(book, text_string(object, "topic")), 12);
}
