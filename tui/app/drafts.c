#include "config.h"
#include "tui/app/drafts.h"

#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"

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

/* ---- everybody's ---- */

static enum record_type type_of(const char *key)
{
	char name[32];

	snprintf(name, sizeof name, "%.*s", (int)strcspn(key, " "), key);
	return record_type_of_name(name);
}

static void walk_member(const char *member, json_t *drafts, drafts_each each, void *arg)
{
	const char *key;
	json_t *draft;

	json_object_foreach(drafts, key, draft)
		if (type_of(key) != TYPE_ANY)
			each(arg, member, type_of(key));
}

void drafts_walk(struct book *book, drafts_each each, void *arg)
{
	json_t *all = read_all(book), *drafts;
	const char *member;

	walk_member(book_member(book), json_object_get(all, book_member(book)), each, arg);
	json_object_foreach(all, member, drafts)
		if (strcmp(member, book_member(book)) != 0)
			walk_member(member, drafts, each, arg);
	json_decref(all);
}
