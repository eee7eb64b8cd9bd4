#include "config.h"
#include "tui/env/lang.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"

static const struct lang_catalogue *spoken;
static bool english;

static const struct lang_catalogue *catalogue(const char *code)
{
	for (size_t i = 0; i < lang_catalogue_count; i++)
		if (!strcmp(lang_catalogues[i].code, code))
			return &lang_catalogues[i];
	return NULL;
}

bool lang_known(const char *code)
{
	return catalogue(code) != NULL;
}

static const char *from_environment(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		const char *value = getenv(variables[i]);

		if (value && !strncmp(value, "en", 2))
			return "en";
		if (value && !strncmp(value, "vi", 2))
			return "vi";
	}
	return "vi";
}

void lang_start(const char *choice)
{
	if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	lang_set(choice && lang_known(choice) ? choice : from_environment());
}

/* When memory has run out there is none to look for words. */
static void ready_last_words(void)
{
	char line[160];

	snprintf(line, sizeof line, "sotay: %s", _("not enough memory"));
	memory_last_words(line);
}

void lang_set(const char *code)
{
	const struct lang_catalogue *found = catalogue(code);

	if (!found)
		return;
	spoken = found;
	english = !strcmp(code, "en");
	ready_last_words();
}

bool lang_english(void)
{
	return english;
}

static int by_id(const void *id, const void *entry)
{
	return strcmp(id, ((const struct lang_entry *)entry)->id);
}

static const struct lang_entry *find(const char *id)
{
	return spoken ? bsearch(id, spoken->entries, spoken->count, sizeof *spoken->entries, by_id)
		      : NULL;
}

const char *lang_text(const char *text)
{
	const struct lang_entry *found = find(text);

	return found ? found->one : text;
}

const char *lang_plural(const char *one, const char *many, unsigned long n)
{
	const struct lang_entry *found = find(one);
	bool is_many = spoken ? spoken->form(n) != 0 : n != 1;

	if (found)
		return is_many && found->many ? found->many : found->one;
	return is_many ? many : one;
}
