/*
 * prompt: questions on the terminal: one whose answer is not shown, and whether to go on.
 *
 * The one place of the command line that knows the terminal and changes its modes; they
 * are as before afterwards, whatever happens meanwhile. One thread.
 */
#ifndef TUI_CLI_PROMPT_H
#define TUI_CLI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Ask on standard error for a line of standard input, without echo: how many
 * bytes it has, with the line end; 0 at the end of input or after a signal,
 * which then has its way (^C). After a stop (^Z) the question is asked again. What
 * was typed before the question is thrown away, nothing after it. The caller wipes buf.
 */
size_t prompt_hidden(const char *prompt, char *buf, size_t size);

/* Rows and columns of the terminal that a person reads and answers at; false: there is none. */
bool prompt_size(int *rows, int *cols);

/* Ask on standard output, where a page is full, for a line: false for one with q, or none. */
bool prompt_more(const char *prompt);

#endif
