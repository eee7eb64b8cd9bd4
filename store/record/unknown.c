#include "config.h"
#include "store/record/unknown.h"

#include <string.h>

#include "store/base/alike.h"
#include "store/base/buffer.h"
#include "store/record/topics.h"

static void put_code(struct buffer *codes, const char *code)
{
	buffer_put(codes, codes->len ? ", " : "");
	buffer_put(codes, code);
}

/* Those of other units have their unit before them, and cannot be entered here. */
static void see_topics(struct book *book, struct alike *alike)
{
	size_t n;
	const struct topic *topics = book_topics(book, &n);

	for (size_t i = 0; i < n; i++)
		if (!strchr(topics[i].code, '/'))
			alike_see(alike, topics[i].code);
}

static void see_list(const struct vocab *list, size_t n, struct alike *alike, struct buffer *all)
{
	for (size_t i = 0; i < n; i++) {
		alike_see(alike, list[i].code);
		put_code(all, list[i].code);
	}
}

void unknown_code(struct book *book, const struct field *fd, const char *typed, struct fault *f)
{
	bool topic = fd->type == FIELD_TOPIC, listed = fd->type == FIELD_CODE || fd->type == FIELD_CODES;
	struct buffer all = { 0 }, near = { 0 };
	struct alike alike;
	size_t n = 0;

	if (!topic && !listed)
		return;
	alike_init(&alike, typed);
	if (topic) {
		see_topics(book, &alike);
	} else {
		const struct vocab *list = vocab_list(fd->list, &n);

		see_list(list, n, &alike, &all);
	}
	for (size_t i = 0; i < alike.n; i++)
		put_code(&near, alike.best[i].code);
	if (alike.n)
		fault_known(f, KNOWN_ALIKE, buffer_text(&near));
	else
		fault_known(f, topic ? KNOWN_MANY : KNOWN_ALL, buffer_text(&all));
	buffer_release(&near);
	buffer_release(&all);
}
