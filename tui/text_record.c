#include "config.h"
#include "tui/text_record.h"

#include <string.h>

#include "store/catalog.h"
#include "store/text.h"
#include "tui/gettext.h"
#include "tui/lang.h"
#include "tui/out.h"

enum { LABEL_WIDTH = 30, ID_SHOWN = 8 };

static const struct {
	enum kind kind; /* KIND_ANY: in every kind but those before it */
	const char *field, *label;
} labels[] = {
	{ KIND_TOPIC, "status", N_("Status figure it moves") },
	{ KIND_TOPIC, "unit", N_("Unit of measure") },
	{ KIND_FOLLOWUP, "status", N_("State") },
	{ KIND_FOLLOWUP, "kind", N_("Follow-up") },
	{ KIND_ANY, "code", N_("Code") },
	{ KIND_ANY, "name", N_("Name") },
	{ KIND_ANY, "households", N_("Households") },
	{ KIND_ANY, "village", N_("Village") },
	{ KIND_ANY, "kinds", N_("Kinds of household") },
	{ KIND_ANY, "hint", N_("House number, landmark") },
	{ KIND_ANY, "guided_since", N_("Guided since") },
	{ KIND_ANY, "villages", N_("Villages") },
	{ KIND_ANY, "role", N_("Role") },
	{ KIND_ANY, "team", N_("Team") },
	{ KIND_ANY, "short", N_("Short label") },
	{ KIND_ANY, "vi", N_("In Vietnamese") },
	{ KIND_ANY, "en", N_("In English") },
	{ KIND_ANY, "group", N_("Topic group") },
	{ KIND_ANY, "cap", N_("Count bounded by") },
	{ KIND_ANY, "date", N_("Date") },
	{ KIND_ANY, "time", N_("Time") },
	{ KIND_ANY, "household", N_("Household code") },
	{ KIND_ANY, "channel", N_("Form") },
	{ KIND_ANY, "minutes", N_("Duration (minutes)") },
	{ KIND_ANY, "people", N_("Number of people") },
	{ KIND_ANY, "female", N_("Women") },
	{ KIND_ANY, "over60", N_("People aged 60 and over") },
	{ KIND_ANY, "attempt", N_("Nobody guided") },
	{ KIND_ANY, "topics", N_("Topics") },
	{ KIND_ANY, "followups", N_("Follow-up") },
	{ KIND_ANY, "note", N_("Notes") },
	{ KIND_ANY, "by", N_("Guided by") },
	{ KIND_ANY, "tags", N_("Tags") },
	{ KIND_ANY, "residents", N_("Residents") },
	{ KIND_ANY, "adults", N_("Adults") },
	{ KIND_ANY, "age15plus", N_("People aged 15 and over") },
	{ KIND_ANY, "smartphones", N_("Adults with a smartphone") },
	{ KIND_ANY, "fibre", N_("Fibre Internet") },
	{ KIND_ANY, "eid1", N_("Electronic identity, level 1") },
	{ KIND_ANY, "eid2", N_("Electronic identity, level 2") },
	{ KIND_ANY, "dvc", N_("Public service account") },
	{ KIND_ANY, "bank", N_("Payment account") },
	{ KIND_ANY, "ewallet", N_("E-wallet") },
	{ KIND_ANY, "signature", N_("Digital signature") },
	{ KIND_ANY, "health_record", N_("Electronic health record") },
	{ KIND_ANY, "vssid", N_("VssID") },
	{ KIND_ANY, "telehealth", N_("Telehealth") },
	{ KIND_ANY, "shop", N_("Online stall") },
	{ KIND_ANY, "session", N_("Guidance session") },
	{ KIND_ANY, "due", N_("Due date") },
	{ KIND_ANY, "topic", N_("Topic") },
	{ KIND_ANY, "closed", N_("Closed on") },
	{ KIND_ANY, "period", N_("Reporting period") },
	{ KIND_ANY, "nil", N_("No activity") },
};

static const char *label_of(enum kind kind, const char *field)
{
	const struct column *column = column_find(field); /* a report's texts */

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if ((labels[i].kind == kind || labels[i].kind == KIND_ANY) &&
		    !strcmp(labels[i].field, field))
			return _(labels[i].label);
	if (column)
		return lang_english() ? column->en : column->header;
	return field;
}

const char *text_code(const char *list, const char *code)
{
	const struct vocab *v = code ? vocab_find(list, code) : NULL;

	return v ? vocab_label(v, lang_english()) : code;
}

const char *text_topic(struct book *book, const char *code)
{
	const struct topic *t = code ? book_topic(book, code) : NULL;
	const char *label = t ? topic_label(t, lang_english()) : NULL;

	return label && *label ? label : code;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* ---- one field ---- */

static void print_date(FILE *out, const json_t *value)
{
	char date[DATE_SIZE];

	out_date(date, json_string_value(value));
	out_text(out, date);
}

/* "2026-11" as "11/2026" */
static void print_month(FILE *out, const json_t *value)
{
	day_t day;
	int year, month;

	if (!date_parse_month(&day, json_string_value(value)))
		return;
	date_split(day, &year, &month, NULL);
	fprintf(out, "%02d/%d", month, year);
}

static void print_list(FILE *out, const char *vocabulary, const json_t *list)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const char *text = json_string_value(item);

		fputs(i ? ", " : "", out);
		out_text(out, vocabulary ? text_code(vocabulary, text) : text);
	}
}

/* Further lines of a value stand under its first one. */
static void next_line(FILE *out)
{
	fprintf(out, "\n%*s", LABEL_WIDTH, "");
}

static void print_topics(FILE *out, struct book *book, const json_t *list)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		const json_t *count = json_object_get(item, "count");
		const char *blocker = text_of(item, "blocker");

		if (i)
			next_line(out);
		out_text(out, text_topic(book, text_of(item, "topic")));
		fputs(": ", out);
		out_text(out, text_code("outcome", text_of(item, "outcome")));
		if (json_is_integer(count))
			fprintf(out, ", %d", (int)json_integer_value(count));
		if (*blocker) {
			fputs(", ", out);
			out_text(out, text_code("blocker", blocker));
		}
	}
}

static void print_followups(FILE *out, struct book *book, const json_t *list)
{
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item) {
		if (i)
			next_line(out);
		out_text(out, text_code("followup", text_of(item, "kind")));
		if (*text_of(item, "due")) {
			putc(' ', out);
			print_date(out, json_object_get(item, "due"));
		}
		if (*text_of(item, "topic")) {
			fputs(", ", out);
			out_text(out, text_topic(book, text_of(item, "topic")));
		}
	}
}

static void print_long(FILE *out, const char *text)
{
	char line[2048];

	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n < sizeof line) {
			memcpy(line, text, n);
			line[n] = 0;
			out_text(out, line);
		} else {
			out_text(out, text); /* with its line ends as spaces */
			return;
		}
		text += n;
		if (*text) {
			text++;
			next_line(out);
		}
	}
}

/* What bounds a topic's count. */
static const char *cap_word(const char *cap)
{
	return !strcmp(cap, "people") ? _("the people present") : _("nothing");
}

static void print_value(FILE *out, struct book *book, const struct field *field,
			const json_t *value)
{
	if (json_is_integer(value)) {
		fprintf(out, "%d", (int)json_integer_value(value));
		return;
	}
	if (json_is_boolean(value)) {
		fputs(json_is_true(value) ? _("yes") : _("no"), out);
		return;
	}
	switch (field->type) {
	case FIELD_DATE:
	case FIELD_DUE:
		print_date(out, value);
		break;
	case FIELD_MONTH:
		print_month(out, value);
		break;
	case FIELD_CODE:
		out_text(out, text_code(field->list, json_string_value(value)));
		break;
	case FIELD_CODES:
		print_list(out, field->list, value);
		break;
	case FIELD_TOPIC:
		out_text(out, text_topic(book, json_string_value(value)));
		break;
	case FIELD_TOPICS:
		print_topics(out, book, value);
		break;
	case FIELD_FOLLOWUPS:
		print_followups(out, book, value);
		break;
	case FIELD_LONGTEXT:
		print_long(out, json_string_value(value));
		break;
	default:
		if (!strcmp(field->name, "cap"))
			fputs(cap_word(json_string_value(value)), out);
		else if (json_is_array(value))
			print_list(out, NULL, value);
		else
			out_text(out, json_string_value(value));
	}
}

static bool has_value(const json_t *value)
{
	return value && !json_is_null(value) && !(json_is_array(value) && !json_array_size(value));
}

static void print_line(FILE *out, const char *label, const char *value)
{
	out_column(out, label, LABEL_WIDTH);
	out_text(out, value);
	putc('\n', out);
}

/* ---- one record ---- */

static void print_change(FILE *out, struct book *book, enum kind kind, const json_t *set)
{
	const char *key, *between = "";
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)set, key, value) {
		const struct field *field = kind_field(kind, key);

		fputs(between, out);
		between = "; ";
		if (!strcmp(key, "voided")) {
			fputs(json_is_true(value) ? _("taken out of the count")
						  : _("put back into the count"), out);
			continue;
		}
		fprintf(out, "%s ", label_of(kind, key));
		if (field && has_value(value))
			print_value(out, book, field, value);
		else
			fputs("—", out);
	}
}

static void print_history(FILE *out, struct book *book, enum kind kind, const json_t *history)
{
	size_t i;
	json_t *step;

	fprintf(out, "%s\n", _("History:"));
	json_array_foreach(history, i, step) {
		const char *at = text_of(step, "at"); /* 2026-11-21T09:00 */
		char day[DATE_SIZE], shown[DATE_SIZE];

		snprintf(day, sizeof day, "%s", at);
		out_date(shown, day);
		fprintf(out, "  %s %s  ", shown, strlen(at) > DATE_SIZE ? at + DATE_SIZE : "");
		out_text(out, text_of(step, "by"));
		fputs("  ", out);
		if (i == 0)
			fputs(_("added"), out);
		else
			print_change(out, book, kind, json_object_get(step, "set"));
		if (!strcmp(text_of(step, "clk"), "bad"))
			fprintf(out, " (%s)", _("the clock was wrong"));
		putc('\n', out);
	}
}

void text_fields(FILE *out, struct book *book, enum kind kind, const json_t *object)
{
	const struct kind_info *info = kind_info(kind);

	for (const struct field *fd = info ? info->fields : NULL; fd && fd->name; fd++) {
		const json_t *value = json_object_get(object, fd->name);

		if (!has_value(value))
			continue;
		out_column(out, label_of(kind, fd->name), LABEL_WIDTH - 1);
		putc(' ', out);
		print_value(out, book, fd, value);
		putc('\n', out);
	}
}

void text_record(FILE *out, struct book *book, const struct record_facts *facts,
		 const json_t *object, const json_t *history)
{
	text_fields(out, book, facts->kind, object);
	print_line(out, _("Id"), facts->id);
	print_line(out, _("State"), text_code("record_state", facts->state));
	if (facts->voided)
		print_line(out, "", _("taken out of the count"));
	if (facts->conflict)
		print_line(out, "", _("entered differently on two computers"));
	if (history)
		print_history(out, book, facts->kind, history);
}

/* ---- lines of listings ---- */

static void column(FILE *out, const char *text, int width)
{
	out_column(out, text, width);
	putc(' ', out);
}

static void last(FILE *out, const char *text, int width)
{
	out_last(out, text, width);
	putc('\n', out);
}

/* The texts of a list with commas between, as many as there is room for. */
static void join(char *out, size_t size, const char *vocabulary, const json_t *list)
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

static void household_row(FILE *out, const json_t *object)
{
	char kinds[256];

	join(kinds, sizeof kinds, "household_type", json_object_get(object, "kinds"));
	column(out, text_of(object, "village"), 10);
	column(out, text_of(object, "code"), 16);
	column(out, kinds, 26);
	last(out, text_of(object, "hint"), 25);
}

static void village_row(FILE *out, const json_t *object)
{
	const json_t *households = json_object_get(object, "households");
	char number[32] = "—";

	if (json_is_integer(households))
		number_format_vn(number, sizeof number, (double)json_integer_value(households), 0);
	column(out, text_of(object, "code"), 10);
	column(out, text_of(object, "name"), 56);
	fprintf(out, "%*s\n", json_is_integer(households) ? 11 : 13, number); /* — is 3 bytes */
}

static void team_row(FILE *out, const json_t *object)
{
	char villages[256];

	join(villages, sizeof villages, NULL, json_object_get(object, "villages"));
	column(out, text_of(object, "code"), 16);
	column(out, text_of(object, "name"), 36);
	last(out, villages, 26);
}

void text_register_row(FILE *out, enum kind kind, const json_t *object)
{
	bool english = lang_english() && *text_of(object, "en");

	switch (kind) {
	case KIND_VILLAGE:
		village_row(out, object);
		break;
	case KIND_HOUSEHOLD:
		household_row(out, object);
		break;
	case KIND_TEAM:
		team_row(out, object);
		break;
	case KIND_MEMBER:
		column(out, text_of(object, "code"), 20);
		column(out, text_of(object, "name"), 30);
		column(out, text_code("role", text_of(object, "role")), 16);
		last(out, text_of(object, "team"), 11);
		break;
	default: /* a topic */
		column(out, text_of(object, "code"), 10);
		column(out, text_of(object, english ? "en" : "short"), 36);
		last(out, text_code("topic_group", text_of(object, "group")), 32);
	}
}

/* "26572-01/H001", or the village alone. */
static void place_of(char *out, size_t size, const json_t *object)
{
	const char *household = text_of(object, "household");

	snprintf(out, size, "%s%s%s", text_of(object, "village"), *household ? "/" : "", household);
}

void text_session_row(FILE *out, struct book *book, const char *id, const json_t *object)
{
	const char *attempt = text_of(object, "attempt");
	char date[DATE_SIZE], place[64], what[512] = "";
	size_t i;
	json_t *item;

	out_date(date, text_of(object, "date"));
	place_of(place, sizeof place, object);
	json_array_foreach(json_object_get(object, "topics"), i, item) {
		size_t n = strlen(what);

		snprintf(what + n, sizeof what - n, "%s%s", i ? ", " : "",
			 text_topic(book, text_of(item, "topic")));
	}
	fprintf(out, "%.*s ", ID_SHOWN, id);
	column(out, date, 10);
	column(out, text_of(object, "time"), 5);
	column(out, place, 15);
	column(out, text_code("channel", text_of(object, "channel")), 12);
	last(out, *attempt ? text_code("attempt", attempt) : what, 25);
}

void text_followup_row(FILE *out, struct book *book, const json_t *object)
{
	char date[DATE_SIZE], place[64];

	out_date(date, text_of(object, "due"));
	place_of(place, sizeof place, object);
	fprintf(out, "%.*s ", ID_SHOWN, text_of(object, "id"));
	column(out, *date ? date : "—", 10);
	column(out, place, 15);
	column(out, text_code("followup", text_of(object, "kind")), 20);
	column(out, text_code("followup_status", text_of(object, "status")), 10);
	last(out, text_topic(book, text_of(object, "topic")), 12);
}
