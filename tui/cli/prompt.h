/*
 * prompt: a question on the terminal whose answer is not shown.
 *
 * The one place of the command line that changes the terminal's modes; they
 * are as before afterwards, whatever happens meanwhile. One thread.
 */
#ifndef TUI_CLI_PROMPT_H
#define TUI_CLI_PROMPT_H

#include <stddef.h>

/*
 * Ask on standard error for a line of standard input, without echo: how many
 * bytes it has, with the line end; 0 at the end of input or after a signal,
 * which then has its way (^C). After a stop (^Z) the question is asked again. What
 * was typed before the question is thrown away, nothing after it. The caller wipes buf.
 */
size_t prompt_hidden(const char *prompt, char *buf, size_t size);

#endif
