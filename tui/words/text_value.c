#include "config.h"
#include "tui/words/text_value.h"

#include <string.h>

#include "store/base/text.h"
#include "store/catalog/catalog.h"
#include "store/catalog/moves.h"
#include "store/ledger/progress.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/topics.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/figure.h"
#include "tui/words/fit.h"
#include "tui/words/household_words.h"
#include "tui/words/number.h"
#include "tui/words/out.h"

enum { HINT_LEAST = 10 /* columns of a hint that one knows a household by */ };

const char *text_code(const char *list, const char *code)
{
	const struct vocab *v = code ? vocab_find(list, code) : NULL;

	return v ? vocab_label(v, lang_english()) : code;
}

const char *text_state(const struct book *book, const char *code)
{
	/* Who is to receive it is one level up. */
	if (book_level(book) != LEVEL_TEAM && code && !strcmp(code, progress_code(PROGRESS_SENT)))
		return _("Sent, not yet received above");
	return text_code("record_state", code);
}

const char *text_topic(struct book *book, const char *code)
{
	const struct topic *t = code ? book_topic(book, code) : NULL;
	const char *label = t ? topic_label(t, lang_english()) : NULL;

	return label && *label ? label : code;
}

const char *text_string(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* ---- one field ---- */

static void print_date(struct buffer *out, const json_t *value)
{
	char date[DATE_SIZE];

	out_date(date, json_string_value(value));
	out_clean(out, date);
}

/* "2026-11" as "11/2026" */
static void print_month(struct buffer *out, const json_t *value)
{
	day_t day;
	int year, month;

	if (!date_parse_month(&day, json_string_value(value)))
		return;
	date_split(day, &year, &month, NULL);
	buffer_print(out, "%02d/%d", month, year);
}

static void print_list(struct buffer *out, const char *vocabulary, const json_t *list)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const char *text = json_string_value(item);

		buffer_put(out, i ? ", " : "");
		out_clean(out, vocabulary ? text_code(vocabulary, text) : text);
	}
}

/* Further lines of a value stand under its first one, or after it. */
static void next_line(struct buffer *out, int indent)
{
	if (indent < 0)
		buffer_put(out, " / ");
	else
		buffer_print(out, "\n%*s", indent, "");
}

static void print_topics(struct buffer *out, struct book *book, const json_t *list, int indent)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const json_t *count = json_object_get(item, "count");
		const char *blocker = text_string(item, "blocker");

		if (i)
			next_line(out, indent);
		out_clean(out, text_topic(book, text_string(item, "topic")));
		buffer_put(out, ": ");
		out_clean(out, text_code("outcome", text_string(item, "outcome")));
		if (json_is_integer(count))
			buffer_print(out, ", %d", (int)json_integer_value(count));
		if (*blocker) {
			buffer_put(out, ", ");
			out_clean(out, text_code("blocker", blocker));
		}
	}
}

static void print_followups(struct buffer *out, struct book *book, const json_t *list, int indent)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		if (i)
			next_line(out, indent);
		out_clean(out, text_code("followup", text_string(item, "kind")));
		if (*text_string(item, "due")) {
			buffer_put_char(out, ' ');
			print_date(out, json_object_get(item, "due"));
		}
		if (*text_string(item, "topic")) {
			buffer_put(out, ", ");
			out_clean(out, text_topic(book, text_string(item, "topic")));
		}
	}
}

static void print_long(struct buffer *out, const char *text, int indent)
{
	char line[2048];

	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n < sizeof line) {
			memcpy(line, text, n);
			line[n] = 0;
			out_clean(out, line);
		} else {
			out_clean(out, text); /* with its line ends as spaces */
			return;
		}
		text += n;
		if (*text) {
			text++;
			next_line(out, indent);
		}
	}
}

/* "Lượt HD 12; Lượt người 30": what is 0 says nothing here. */
static void print_figures(struct buffer *out, const json_t *figures)
{
	const char *code, *between = "";
	char number[FIGURE_SIZE];
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)figures, code, value) {
		const struct profile_column column = { column_find(code), NULL };

		if (!column.column || !json_integer_value(value))
			continue;
		figure_number(number, sizeof number, (double)json_integer_value(value), 0);
		buffer_print(out, "%s%s %s", between, figure_brief(&column), number);
		between = "; ";
	}
	if (!*between)
		buffer_put(out, "0");
}

void text_moves(struct buffer *out, const char *moves)
{
	const char *between = "";
	struct move move;

	while (moves_next(&moves, &move)) {
		buffer_print(out, "%s%s%s", between, move.lowers ? "− " : "",
			     text_label(TYPE_STATUS, move.figure->name));
		between = " + ";
	}
}

/* A code of a record's own, in words; other codes are shown as they are. */
static void print_ident(struct buffer *out, const struct field *field, const char *code)
{
	const struct indicator *indicator;

	if (!field->list || !code) {
		out_clean(out, code);
	} else if (!strcmp(field->list, "moves")) {
		text_moves(out, code);
	} else if (!strcmp(field->list, "cap")) {
		buffer_put(out, !strcmp(code, "people") ? _("the people present") : _("nothing"));
	} else if (!strcmp(field->list, "indicator")) {
		indicator = indicator_find(code);
		out_clean(out, code);
		buffer_print(out, "%s%s", indicator ? " " : "", indicator ? indicator->name : "");
	} else {
		out_clean(out, code);
	}
}

/* A number of at most 2 decimals, with those it has. */
static void print_number(struct buffer *out, double number)
{
	char text[FIGURE_SIZE];

	figure_number(text, sizeof text, number, number_decimals(number));
	buffer_put(out, text);
}

/* What a campaign is to reach: "Số lượt hướng dẫn: 500; …". */
static void print_targets(struct buffer *out, const json_t *list, int indent)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const struct column *column = column_find(text_string(item, "code"));

		if (i)
			next_line(out, indent);
		if (*text_string(item, "team")) {
			out_clean(out, text_string(item, "team"));
			buffer_put(out, ", ");
		}
		out_clean(out, !column ? text_string(item, "code")
			       : lang_english() ? column->en : column->header);
		buffer_put(out, ": ");
		print_number(out, json_number_value(json_object_get(item, "number")));
	}
}

/* A household by the id that another one names it by. */
static void print_household(struct buffer *out, struct book *book, const char *id)
{
	char face[FACE_SIZE];
	struct fault f;
	json_t *object = NULL;
	rec_t rec;

	if (id && !record_lookup(book, TYPE_HOUSEHOLD, id, &rec, &f))
		object = record_read(book, rec, &f);
	if (object)
		household_face(face, sizeof face, text_string(object, "code"),
			       text_string(object, "hint"), 0);
	out_clean(out, object ? face : "—");
	json_decref(object);
}

void text_field(struct buffer *out, struct book *book, const struct field *field, const json_t *value,
		const char *village, int indent)
{
	char name[256], face[FACE_SIZE];

	if (json_is_integer(value)) {
		buffer_print(out, "%d", (int)json_integer_value(value));
		return;
	}
	if (json_is_real(value)) {
		print_number(out, json_real_value(value));
		return;
	}
	if (json_is_boolean(value)) {
		buffer_put(out, json_is_true(value) ? _("yes") : _("no"));
		return;
	}
	switch (field->type) {
	case FIELD_DATE:
	case FIELD_DUE:
	case FIELD_DAY:
		print_date(out, value);
		break;
	case FIELD_MONTH:
		print_month(out, value);
		break;
	case FIELD_CODE:
		out_clean(out, text_code(field->list, json_string_value(value)));
		break;
	case FIELD_CODES:
		print_list(out, field->list, value);
		break;
	case FIELD_VILLAGE:
		text_village(name, sizeof name, book, json_string_value(value));
		out_clean(out, json_string_value(value));
		buffer_put_char(out, ' ');
		out_clean(out, name);
		break;
	case FIELD_HOUSEHOLD:
		household_face_of(face, sizeof face, book, village, json_string_value(value), 0);
		out_clean(out, face);
		break;
	case FIELD_ID:
		print_household(out, book, json_string_value(value));
		break;
	case FIELD_IDENT:
		print_ident(out, field, json_string_value(value));
		break;
	case FIELD_TOPIC:
		out_clean(out, text_topic(book, json_string_value(value)));
		break;
	case FIELD_TOPICS:
		print_topics(out, book, value, indent);
		break;
	case FIELD_FOLLOWUPS:
		print_followups(out, book, value, indent);
		break;
	case FIELD_FIGURES:
		print_figures(out, value);
		break;
	case FIELD_TARGETS:
		print_targets(out, value, indent);
		break;
	case FIELD_LONGTEXT:
		print_long(out, json_string_value(value), indent);
		break;
	default:
		if (json_is_array(value))
			print_list(out, NULL, value);
		else
			out_clean(out, json_string_value(value));
	}
}

bool text_has_value(const json_t *value)
{
	return value && !json_is_null(value) && !(json_is_array(value) && !json_array_size(value));
}

/* ---- short forms ---- */

const char *text_channel(const char *code)
{
	static const struct {
		const char *code, *label;
	} brief[] = {
		{ "tai_nha", N_("At home") },
		{ "nha_van_hoa", N_("Hall") },
		{ "lop_nhom", N_("Class") },
		{ "hop_thon", N_("Meeting") },
		{ "mot_cua", N_("One-stop") },
		{ "cho", N_("Market") },
		{ "truong", N_("School") },
		{ "dien_thoai", N_("Phone") },
		{ "zalo", N_("Zalo") },
		{ "khac", N_("Other") },
	};

	for (size_t i = 0; i < sizeof brief / sizeof brief[0]; i++)
		if (!strcmp(brief[i].code, code))
			return _(brief[i].label);
	return text_code("channel", code);
}

void text_place(char *out, size_t size, const json_t *object)
{
	const char *household = text_string(object, "household");

	snprintf(out, size, "%s%s%s", text_string(object, "village"), *household ? "/" : "",
		 household);
}

void text_join(char *out, size_t size, const char *vocabulary, const json_t *list)
{
	size_t i;
	json_t *item;

	*out = 0;
	json_array_foreach(list, i, item) {
		size_t n = strlen(out);
		const char *text = json_string_value(item);

		if (text)
			snprintf(out + n, size - n, "%s%s", n ? ", " : "",
				 vocabulary ? text_code(vocabulary, text) : text);
	}
}

void text_village(char *out, size_t size, struct book *book, const char *code)
{
	struct fault f;
	json_t *village = NULL;
	rec_t rec;

	if (!record_lookup_code(book, TYPE_VILLAGE, code, &rec, &f))
		village = record_read(book, rec, &f);
	snprintf(out, size, "%s", village ? text_string(village, "name") : code);
	json_decref(village);
}

/* The face of the very household that a session names. */
static void face_named(char face[FACE_SIZE], struct book *book, rec_t rec, const json_t *object)
{
	const char *code = text_string(object, "household");
	json_t *household = NULL;
	struct fault f;
	rec_t named;

	if (*code && !joined_named(book, rec, &named, &f) && named)
		household = record_read(book, named, &f);
	if (household)
		household_face(face, FACE_SIZE, text_string(household, "code"),
			       text_string(household, "hint"), 0);
	else
		household_face_of(face, FACE_SIZE, book, text_string(object, "village"), code, 0);
	json_decref(household);
}

void text_spot(char *out, size_t size, struct book *book, rec_t rec, const json_t *object,
	       bool several, int width)
{
	const char *code = text_string(object, "household"), *place = text_string(object, "village");
	char face[FACE_SIZE], village[256];
	int rest, least = text_width(code, strlen(code)) + 1 + HINT_LEAST;

	face_named(face, book, rec, object);
	if (*face && !several) {
		fit_end(face, sizeof face, width);
		snprintf(out, size, "%s", face);
		return;
	}
	text_village(village, sizeof village, book, place);
	rest = width - 3 - text_width(village, strlen(village));
	if (width && strcmp(face, code) && rest < text_width(face, strlen(face))) {
		if (rest < least)
			*village = 0;
		fit_end(face, sizeof face, *village ? rest : width);
	}
	snprintf(out, size, "%s%s%s", face, *face && *village ? " · " : "", village);
}

void text_topics(char *out, size_t size, struct book *book, const json_t *session)
{
	const char *attempt = text_string(session, "attempt");
	size_t i;
	json_t *item;

	snprintf(out, size, "%s", *attempt ? text_code("attempt", attempt) : "");
	json_array_foreach(json_object_get(session, "topics"), i, item) {
		size_t n = strlen(out);

		snprintf(out + n, size - n, "%s%s", i ? ", " : "",
			 text_topic(book, text_string(item, "topic")));
	}
}

const char *text_weekday(day_t day)
{
	static const char *const names[] = {
		N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
		N_("Friday"), N_("Saturday"), N_("Sunday"),
	};

	return _(names[date_weekday(day) - 1]);
}
