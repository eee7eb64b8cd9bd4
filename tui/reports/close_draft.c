#include "config.h"
#include "tui/reports/close_draft.h"

#include <string.h>

#include "store/base/memory.h"

#define DRAFT "draft_report"

/* All drafts by team, "" the unit; a new reference. Programs before kept one alone. */
static json_t *read_all(struct book *book)
{
	const char *text = book_setting(book, DRAFT), *team;
	json_t *all = text && *text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL, *one;

	if (!json_is_object(all)) {
		json_decref(all);
		return json_object();
	}
	if (!json_is_string(json_object_get(all, "period")))
		return all;
	one = all;
	team = json_string_value(json_object_get(one, "team"));
	all = json_object();
	json_object_set_new(all, team ? team : "", one);
	return all;
}

static int write_all(struct book *book, const json_t *all, struct fault *f)
{
	char *text = json_object_size(all) ? json_dumps(all, JSON_COMPACT) : memory_strdup("");
	int rc = book_setting_set(book, DRAFT, text, f);

	memory_free_wiped(text);
	return rc;
}

static bool is_of(const json_t *draft, const struct period *period)
{
	const char *key = json_string_value(json_object_get(draft, "period"));

	return key && !strcmp(key, period->label);
}

json_t *close_draft_read(struct book *book, const struct period *period, const char *team)
{
	json_t *all = read_all(book), *draft = json_object_get(all, team ? team : "");

	draft = is_of(draft, period) ? json_incref(draft) : NULL;
	json_decref(all);
	return draft;
}

int close_draft_keep(struct book *book, const struct period *period, const char *team,
		     json_t *draft, struct fault *f)
{
	json_t *all = read_all(book);
	int rc;

	json_object_set_new(draft, "period", json_string(period->label));
	json_object_set_new(all, team ? team : "", draft);
	rc = write_all(book, all, f);
	json_decref(all);
	return rc;
}

int close_draft_drop(struct book *book, const struct period *period, const char *team,
		     struct fault *f)
{
	json_t *all = read_all(book);
	int rc = FAULT_OK;

	if (is_of(json_object_get(all, team ? team : ""), period)) {
		json_object_del(all, team ? team : "");
		rc = write_all(book, all, f);
	}
	json_decref(all);
	return rc;
}
