/*
 * watch_words: words of the program told from data.
 *
 * What lang_text() gives out is put between two marks, conversions (%d, %s)
 * outside of them, so that a text made of both is known letter by letter. What
 * measures or folds texts for the program does so without the marks; whoever
 * paints takes them off. Words of the tables (vocabularies, topics, columns)
 * bear no marks and are known by their letters. They are words of the program,
 * too, but in the rows of a list of records: there they are what somebody
 * chose, and may end in an ellipsis where a screen is narrow.
 */
#ifndef TESTS_TUI_WATCH_WORDS_H
#define TESTS_TUI_WATCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The first n bytes without marks, malloc'ed. */
char *words_plain(const char *text, size_t n);

/* A word in the language shown, without marks, malloc'ed. */
char *words_shown(const char *msgid);

/* Which words of the program a text has, for the frame's list. */
void words_note(const char *text);
/* A new frame: none has been seen. */
void words_forget(void);
/* Those seen on this frame, as lines "word MSGID". */
void words_tell(FILE *out);

/* Whether letters of the program's words stand behind the first `room` columns. */
bool words_cut(const char *text, int room);
/* The same of words of the tables; `bare` has no marks. */
bool words_of_tables_cut(const char *bare, int room);
/* Whether it ends within a word of the program, and not where a line is broken. */
bool words_end_early(const char *text);

#endif
