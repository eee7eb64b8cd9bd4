/*
 * input: a file that is read from, or what is left of standard input.
 */
#ifndef TUI_CLI_INPUT_H
#define TUI_CLI_INPUT_H

#include "tui/cli/cli.h"

struct input {
	struct jsonl *in; /* what it is read through */
	struct jsonl own;
	handle_t file; /* HANDLE_NONE: standard input */
};

/*
 * file: a path, or "-". 0 or the system's error; after 0 the caller closes it, which wipes
 * what was read of a file. The struct must not be moved, and cli must live as long.
 */
int input_open(struct input *input, struct cli *cli, const char *file);
void input_close(struct input *input);

#endif
