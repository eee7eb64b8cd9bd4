/*
 * cmd_completion: what could come next on a command line, for the completion of a shell.
 *
 * The words after "sotay" are read from standard input, one a line, the last being the
 * one that is typed; a "=" may be a word of its own, as bash has it. What that last
 * word could become is printed, one a line, from the tables of args.h; nothing where
 * the tables do not say (a file's name, a code).
 */
#ifndef TUI_CLI_CMD_COMPLETION_H
#define TUI_CLI_CMD_COMPLETION_H

#include "tui/cli/cli.h"

int cmd_completion(struct cli *cli);

#endif
