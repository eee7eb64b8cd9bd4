#include "config.h"
#include "tui/lang.h"

#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's: raised to make gettext() look up anew after LANGUAGE has changed. */
extern int _nl_msg_cat_cntr;

static bool english;

bool lang_known(const char *code)
{
	return !strcmp(code, "vi") || !strcmp(code, "en");
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

/* A program in its build tree has its catalogues beside it. */
static void bind_catalogues(void)
{
	char path[PATH_MAX + sizeof "/locale"];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	if (n > 0) {
		path[n] = 0;
		slash = strrchr(path, '/');
		if (slash) {
			strcpy(slash, "/locale");
			if (access(path, X_OK) == 0) {
				bindtextdomain(PACKAGE, path);
				return;
			}
		}
	}
	bindtextdomain(PACKAGE, LOCALEDIR);
}

void lang_start(const char *choice)
{
	if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	/* Which language is LANGUAGE's to say; this only must not be plain C. */
	setlocale(LC_MESSAGES, "C.UTF-8");
	bind_catalogues();
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	lang_set(choice && lang_known(choice) ? choice : from_environment());
}

void lang_set(const char *code)
{
	if (!lang_known(code))
		return;
	english = !strcmp(code, "en");
	setenv("LANGUAGE", code, 1);
	++_nl_msg_cat_cntr;
}

bool lang_english(void)
{
	return english;
}
