/*
 * lang: which language the program speaks, and its words.
 *
 * The order of choice: --lang; the setting in the unlocked data file; the
 * first of LC_ALL, LC_MESSAGES, LANG that begins with "en" or "vi"; else
 * Vietnamese, also under LANG=C. English is the sources' language.
 *
 * The catalogues of locales/ are compiled in (locales/compile.awk) and looked
 * up here: no installed locale, no .mo, no file beside the program is needed.
 * The system's own way stopped working with glibc 2.39, which ignores LANGUAGE
 * under C.UTF-8.
 *
 * Only LC_CTYPE is set: numbers and dates are formatted by the program itself,
 * and JSON needs the C locale's decimal point. Where the environment is not
 * UTF-8 it is C.UTF-8. One thread.
 */
#ifndef TUI_ENV_LANG_H
#define TUI_ENV_LANG_H

#include <stdbool.h>
#include <stddef.h>

/* A text of the sources; its singular, or only, form; its plural form or NULL. */
struct lang_entry {
	const char *id, *one, *many;
};

/* A language's catalogue; what is not in it is said as in the sources. */
struct lang_catalogue {
	const char *code;
	const struct lang_entry *entries; /* sorted by the bytes of id */
	size_t count;
	unsigned long (*form)(unsigned long n); /* 0: one, else many */
};

/* Made from locales/. */
extern const struct lang_catalogue lang_catalogues[];
extern const size_t lang_catalogue_count;

/* "vi" or "en". */
bool lang_known(const char *code);

/*
 * Set up the locale and choose the language; `choice` is --lang's value or
 * NULL. Call once, first of all.
 */
void lang_start(const char *choice);

/* Speak another language from now on; an unknown code changes nothing. */
void lang_set(const char *code);

/* Whether English is spoken: for the labels of catalog.h. */
bool lang_english(void);

/*
 * A text of the sources in the language spoken now, and the form of one for n
 * things; static, good for ever. What is not in the catalogue comes back as it
 * is, or as English forms it.
 */
const char *lang_text(const char *text) __attribute__((format_arg(1)));
const char *lang_plural(const char *one, const char *many, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

#endif
