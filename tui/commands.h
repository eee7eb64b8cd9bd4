/*
 * commands: every command of the command line, in one table above them all.
 *
 * A new command is a row here and a cmd_…() in a file of tui/cli of its own.
 */
#ifndef TUI_COMMANDS_H
#define TUI_COMMANDS_H

#include "tui/cli/args.h"

extern const struct command_table commands;

#endif
