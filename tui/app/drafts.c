#include "config.h"
#include "tui/app/drafts.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/record/lookup.h"

/* {member: {key: draft}} */
static const char setting[] = "drafts";

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

/* ---- new records that wait ---- */

/* Whether a key is one of new records of a type. */
static bool is_waiting(const char *key, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(key, name, n) && (!key[n] || !strncmp(key + n, " new ", 5));
}

bool drafts_wait(struct book *book, const char *name)
{
	json_t *all = read_all(book), *draft;
	const char *key;
	bool any = false;

	json_object_foreach(json_object_get(all, book_member(book)), key, draft)
		any = any || is_waiting(key, name);
	json_decref(all);
	return any;
}

void drafts_waiting(struct book *book, const char *name, drafts_new each, void *arg)
{
	json_t *all = read_all(book), *draft;
	const char *key;

	json_object_foreach(json_object_get(all, book_member(book)), key, draft)
		if (is_waiting(key, name))
			each(arg, key, draft);
	json_decref(all);
}

void drafts_free_key(struct book *book, const char *name, char key[DRAFTS_KEY])
{
	json_t *all = read_all(book), *own = json_object_get(all, book_member(book));

	snprintf(key, DRAFTS_KEY, "%s", name);
	for (int n = 2; json_object_get(own, key); n++)
		snprintf(key, DRAFTS_KEY, "%s new %d", name, n);
	json_decref(all);
}

void drafts_item(const char *field, const char *code, char *out, size_t size)
{
	snprintf(out, size, "%s%s%s", field, code ? ":" : "", code ? code : "");
}

int drafts_keep_record(struct book *book, enum record_type type, const json_t *values,
		       struct fault *f)
{
	json_t *draft = json_object(), *value;
	char key[DRAFTS_KEY], item[DRAFTS_KEY], number[24];
	const char *field;

	json_object_foreach((json_t *)(uintptr_t)values, field, value) {
		snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		drafts_item(field, NULL, item, sizeof item);
		json_object_set_new(draft, item, json_is_integer(value) ? json_string(number)
									: json_deep_copy(value));
	}
	drafts_free_key(book, record_type_info(type)->name, key);
	return drafts_keep(book, key, draft, f);
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

/* The drafts of everybody, while they come to be where they are now. */
struct settling {
	struct book *book;
	json_t *all;
	bool changed;
	int left; /* of one's own that found another one in their place */
};

/*
 * A draft (borrowed) under a key. Another one that is there already stays, and this one where it
 * was: false. The very same is one that was settled when the end came.
 */
static bool settle(struct settling *s, const char *member, const char *key, json_t *draft)
{
	json_t *own = json_object_get(s->all, member), *there;

	if (!json_is_object(own)) {
		own = json_object();
		json_object_set_new(s->all, member, own);
	}
	there = json_object_get(own, key);
	if (there && !json_equal(there, draft)) {
		s->left += !strcmp(member, book_member(s->book)) && type_of(key) != TYPE_ANY;
		return false;
	}
	json_object_set(own, key, draft);
	s->changed = s->changed || !there;
	return true;
}

/* The draft of a visit; it belongs to the first of those who guided, if he can have typed it. */
static bool settle_visit(struct settling *s, const char *name, json_t *draft)
{
	const char *by = json_string_value(json_array_get(json_object_get(draft, "by"), 0));
	json_int_t session = json_integer_value(json_object_get(draft, "session"));
	char key[40];

	if (session && !strcmp(name, "session"))
		snprintf(key, sizeof key, "session %" JSON_INTEGER_FORMAT, session);
	else
		snprintf(key, sizeof key, "%s", name);
	return settle(s, by && keyring_holds(s->book, by) ? by : book_member(s->book), key, draft);
}

/* The draft of a report, which says period and team itself. */
static bool settle_report(struct settling *s, const char *member, json_t *draft)
{
	const char *period = json_string_value(json_object_get(draft, "period"));
	const char *team = json_string_value(json_object_get(draft, "team"));
	char key[200];

	if (!period)
		return true;
	snprintf(key, sizeof key, "report %s%s%s", period, team ? " " : "", team ? team : "");
	return settle(s, member, key, draft);
}

/* One report alone, or one of each team: those that were settled are taken out. */
static bool settle_reports(struct settling *s, json_t *kept)
{
	const char *team;
	json_t *each;
	void *next;

	if (json_is_string(json_object_get(kept, "period")))
		return settle_report(s, book_member(s->book), kept);
	json_object_foreach_safe(kept, next, team, each)
		if (settle_report(s, book_member(s->book), each))
			json_object_del(kept, team);
	return !json_object_size(kept);
}

static const struct {
	const char *setting;
	const char *name; /* of its key; NULL: reports */
} former[] = {
	{ "draft.session", "session" }, { "draft.edit", "session" },
	{ "draft.dropped", "dropped" }, { "draft_report", NULL },
};
enum { FORMER = sizeof former / sizeof former[0] };

/* What an older program kept under a setting: what of it stays there, malloc'ed. */
static char *settle_former(struct settling *s, int i)
{
	const char *text = book_setting(s->book, former[i].setting);
	json_t *kept = text ? json_loads(text, 0, NULL) : NULL;
	char *left = NULL;
	bool settled = true;

	if (json_is_object(kept))
		settled = former[i].name ? settle_visit(s, former[i].name, kept)
					 : settle_reports(s, kept);
	if (!settled)
		left = json_dumps(kept, JSON_COMPACT);
	json_decref(kept);
	return left ? left : memory_strdup("");
}

/* A report that was kept under no period of its own. */
static void settle_unnamed(struct settling *s)
{
	const char *member;
	json_t *drafts, *report;
	void *next;

	json_object_foreach_safe(s->all, next, member, drafts) {
		report = json_object_get(drafts, "report");
		json_incref(report);
		if (report && settle_report(s, member, report)) {
			json_object_del(drafts, "report");
			s->changed = true;
		}
		json_decref(report);
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

int drafts_take_over(struct book *book, int *left, struct fault *f)
{
	struct settling s = { .book = book, .all = read_all(book) };
	char *stays[FORMER];
	int rc = FAULT_OK;

	for (int i = 0; i < FORMER; i++)
		stays[i] = settle_former(&s, i);
	settle_unnamed(&s);
	forget_gone(book, s.all, &s.changed);
	*left = s.left;
	if (s.changed)
		rc = write_all(book, s.all, f);
	else
		json_decref(s.all);
	for (int i = 0; i < FORMER; i++) {
		const char *was = book_setting(book, former[i].setting);

		if (!rc && was && strcmp(was, stays[i]) != 0)
			rc = book_setting_set(book, former[i].setting, stays[i], f);
		memory_free_wiped(stays[i]);
	}
	return rc;
}
