/*
 * say: failures in the person's language, and their exit codes.
 *
 * One table turns each fault code into a sentence and a code of sysexits.h,
 * one turns each reason a field is refused for into a sentence. A failure is
 * one line on standard error:
 *
 *   sotay: WHAT[: file][: line N][: field][: subject]: why [reason]
 *
 * The word in brackets is the reason's name in data/records.tsv, or the code
 * of jsonl.h, for scripts. Texts from outside are made printable. One thread.
 */
#ifndef TUI_WORDS_SAY_H
#define TUI_WORDS_SAY_H

#include "store/base/fault.h"

/*
 * Say it; what (the command) may be NULL. file is the one the fault is about,
 * or NULL: it is named where the fault names a place inside it or nothing at
 * all. Returns the exit code.
 */
int say_fault(const char *what, const char *file, const struct fault *f);

/* A line in words of the caller's own, already translated; what and subject may be NULL. */
void say_line(const char *what, const char *subject, const char *why);

/* A warning about a line of the input (0: none) that was taken all the same. */
void say_warning(const char *what, int line, const char *field, const char *why,
		 const char *code);

/*
 * The same for the screen, a sentence: fields by what they are called there, without program
 * and reason code. malloc'ed, never NULL.
 */
char *say_text(const struct fault *f);

/*
 * The same of what lies behind a fault, where words of one's own say what has become of it;
 * it goes into them, so it begins small.
 */
char *say_cause(const struct fault *f);

/* Our words as a sentence of their own, with a capital: malloc'ed, never NULL. */
char *say_sentence(const char *words);

/* The code of sysexits.h for a fault. */
int say_exit_code(enum fault_code code);

/* In the place of a value or row that could not be read. */
const char *say_unread(void);

#endif
