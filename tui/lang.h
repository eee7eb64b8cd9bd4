/*
 * lang: which language the program speaks, and its locale.
 *
 * The order of choice: --lang; the setting in the unlocked data file; the
 * first of LC_ALL, LC_MESSAGES, LANG that begins with "en" or "vi"; else
 * Vietnamese, also under LANG=C. English is the sources' language, so a
 * missing catalogue never leaves anybody without words.
 *
 * Only LC_CTYPE and LC_MESSAGES are set: numbers and dates are formatted by
 * the program itself, and JSON needs the C locale's decimal point. Where the
 * environment is not UTF-8 they are C.UTF-8, under which glibc honours
 * LANGUAGE, so no language pack is needed. One thread.
 */
#ifndef TUI_LANG_H
#define TUI_LANG_H

#include <stdbool.h>

/* "vi" or "en". */
bool lang_known(const char *code);

/*
 * Set up the locale and the catalogues (beside the program, else where they
 * were installed) and choose the language; `choice` is --lang's value or NULL.
 * Call once, first of all.
 */
void lang_start(const char *choice);

/* Speak another language from now on; an unknown code changes nothing. */
void lang_set(const char *code);

/* Whether English is spoken: for the labels of catalog.h. */
bool lang_english(void);

#endif
