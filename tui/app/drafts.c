#include "config.h"
#include "tui/app/drafts.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/record/lookup.h"

/* {member: {key: draft}} */
static const char setting[] = "drafts";

enum { WAITING_MAX = 100 /* new records of one type */ };

/* All there are, as an object; empty where there are none. */
static json_t *read_all(struct book *book)
{
	const char *text = book_setting(book, setting);
	json_t *all = text && *text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (json_is_object(all))
		return all;
	json_decref(all);
	return json_object();
}

/* The reference is taken. */
static int write_all(struct book *book, json_t *all, struct fault *f)
{
	char *text = json_dumps(all, JSON_COMPACT);
	int rc = book_setting_set(book, setting, text, f);

	memory_free_wiped(text);
	json_decref(all);
	return rc;
}

int drafts_keep(struct book *book, const char *key, json_t *draft, struct fault *f)
{
	json_t *all = read_all(book), *own = json_object_get(all, book_member(book));

	if (!json_is_object(own)) {
		own = json_object();
		json_object_set_new(all, book_member(book), own);
	}
	json_object_set_new(own, key, draft);
	return write_all(book, all, f);
}

int drafts_drop(struct book *book, const char *key, struct fault *f)
{
	json_t *all = read_all(book), *own = json_object_get(all, book_member(book));

	if (json_object_del(own, key)) { /* there is none */
		json_decref(all);
		return FAULT_OK;
	}
	if (!json_object_size(own))
		json_object_del(all, book_member(book));
	return write_all(book, all, f);
}

json_t *drafts_fetch(struct book *book, const char *key)
{
	json_t *all = read_all(book);
	json_t *draft = json_object_get(json_object_get(all, book_member(book)), key);

	json_incref(draft);
	json_decref(all);
	return draft;
}

/* The key of the n-th that waits, from 1 on. */
static void waiting_key(const char *name, int n, char key[DRAFTS_KEY])
{
	if (n < 2)
		snprintf(key, DRAFTS_KEY, "%s", name);
	else
		snprintf(key, DRAFTS_KEY, "%s new %d", name, n);
}

/* The first key of one's own under which there is a draft, or is none; false: not among so many. */
static bool find_key(struct book *book, const char *name, bool there, char key[DRAFTS_KEY])
{
	json_t *all = read_all(book), *own = json_object_get(all, book_member(book));
	bool found = false;

	for (int n = 1; n <= WAITING_MAX && !found; n++) {
		waiting_key(name, n, key);
		found = !json_object_get(own, key) == !there;
	}
	json_decref(all);
	return found;
}

void drafts_first_key(struct book *book, const char *name, char key[DRAFTS_KEY])
{
	if (!find_key(book, name, true, key))
		waiting_key(name, 1, key);
}

bool drafts_wait(struct book *book, const char *name)
{
	char key[DRAFTS_KEY];

	return find_key(book, name, true, key);
}

void drafts_free_key(struct book *book, const char *name, char key[DRAFTS_KEY])
{
	find_key(book, name, false, key);
}

/* ---- everybody's ---- */

static enum record_type type_of(const char *key)
{
	char name[32];

	snprintf(name, sizeof name, "%.*s", (int)strcspn(key, " "), key);
	return record_type_of_name(name);
}

/* waiting_key() made it. */
static bool is_new(const char *key)
{
	const char *rest = strchr(key, ' ');

	return !rest || !strncmp(rest, " new ", 5);
}

static void walk_member(const char *member, json_t *drafts, drafts_each each, void *arg)
{
	const char *key;
	json_t *draft;

	json_object_foreach(drafts, key, draft)
		if (type_of(key) != TYPE_ANY)
			each(arg, member, type_of(key),
			     is_new(key) && !json_object_get(draft, "code"));
}

void drafts_walk(struct book *book, drafts_each each, void *arg)
{
	json_t *all = read_all(book), *drafts;
	const char *member;

	walk_member(book_member(book), json_object_get(all, book_member(book)), each, arg);
	json_object_foreach(all, member, drafts)
		if (strcmp(member, book_member(book)) != 0 && keyring_holds(book, member))
			walk_member(member, drafts, each, arg);
	json_decref(all);
}

/* ---- what older programs kept ---- */

/* A draft (the reference is taken) under a key, unless there is one. *changed: it is there now. */
static void settle(json_t *all, const char *member, const char *key, json_t *draft, bool *changed)
{
	json_t *own = json_object_get(all, member);

	if (!json_is_object(own)) {
		own = json_object();
		json_object_set_new(all, member, own);
	}
	if (json_object_get(own, key)) {
		json_decref(draft);
		return;
	}
	json_object_set_new(own, key, draft);
	*changed = true;
}

/* The draft of a visit; it belongs to the first of those who guided, if he can have typed it. */
static void settle_visit(struct book *book, json_t *all, const char *name, json_t *draft,
			 bool *changed)
{
	const char *by = json_string_value(json_array_get(json_object_get(draft, "by"), 0));
	json_int_t session = json_integer_value(json_object_get(draft, "session"));
	char key[40];

	if (session && !strcmp(name, "session"))
		snprintf(key, sizeof key, "session %" JSON_INTEGER_FORMAT, session);
	else
		snprintf(key, sizeof key, "%s", name);
	settle(all, by && keyring_holds(book, by) ? by : book_member(book), key, draft, changed);
}

/* The draft of a report, which says period and team itself. */
static void settle_report(json_t *all, const char *member, json_t *draft, bool *changed)
{
	const char *period = json_string_value(json_object_get(draft, "period"));
	const char *team = json_string_value(json_object_get(draft, "team"));
	char key[200];

	if (!period) {
		json_decref(draft);
		return;
	}
	snprintf(key, sizeof key, "report %s%s%s", period, team ? " " : "", team ? team : "");
	settle(all, member, key, draft, changed);
}

/* One report alone, or one of each team. */
static void settle_reports(struct book *book, json_t *all, json_t *kept, bool *changed)
{
	const char *team;
	json_t *each;

	if (json_is_string(json_object_get(kept, "period")))
		settle_report(all, book_member(book), json_incref(kept), changed);
	else
		json_object_foreach(kept, team, each)
			settle_report(all, book_member(book), json_incref(each), changed);
	json_decref(kept);
}

static const struct {
	const char *setting;
	const char *name; /* of its key; NULL: reports */
} former[] = {
	{ "draft.session", "session" }, { "draft.edit", "session" },
	{ "draft.dropped", "dropped" }, { "draft_report", NULL },
};
enum { FORMER = sizeof former / sizeof former[0] };

/* Whether a setting of an older program holds anything. */
static bool is_kept(struct book *book, int i)
{
	const char *text = book_setting(book, former[i].setting);

	return text && *text;
}

static void settle_former(struct book *book, json_t *all, int i, bool *changed)
{
	const char *text = book_setting(book, former[i].setting);
	json_t *kept = text ? json_loads(text, 0, NULL) : NULL;

	if (!json_is_object(kept))
		json_decref(kept);
	else if (former[i].name)
		settle_visit(book, all, former[i].name, kept, changed);
	else
		settle_reports(book, all, kept, changed);
}

/* A report that was kept under no period of its own. */
static void settle_unnamed(json_t *all, bool *changed)
{
	const char *member;
	json_t *drafts, *report;
	void *next;

	json_object_foreach_safe(all, next, member, drafts) {
		report = json_incref(json_object_get(drafts, "report"));
		if (!report)
			continue;
		json_object_del(drafts, "report");
		*changed = true;
		settle_report(all, member, report, changed);
	}
}

static bool is_gone(struct book *book, const char *member)
{
	struct fault f;
	rec_t rec;

	return strcmp(member, book_member(book)) != 0 && !keyring_holds(book, member) &&
	       record_lookup_code(book, TYPE_MEMBER, member, &rec, &f) == FAULT_NOT_FOUND;
}

static void forget_gone(struct book *book, json_t *all, bool *changed)
{
	const char *member;
	json_t *drafts;
	void *next;

	json_object_foreach_safe(all, next, member, drafts)
		if (is_gone(book, member)) {
			json_object_del(all, member);
			*changed = true;
		}
}

int drafts_take_over(struct book *book, struct fault *f)
{
	json_t *all = read_all(book);
	bool changed = false;
	int rc = FAULT_OK;

	for (int i = 0; i < FORMER; i++)
		settle_former(book, all, i, &changed);
	settle_unnamed(all, &changed);
	forget_gone(book, all, &changed);
	if (changed)
		rc = write_all(book, all, f);
	else
		json_decref(all);
	for (int i = 0; !rc && i < FORMER; i++)
		if (is_kept(book, i))
			rc = book_setting_set(book, former[i].setting, "", f);
	return rc;
}
