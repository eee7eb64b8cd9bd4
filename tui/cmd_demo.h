/*
 * cmd_demo: `sotay demo [DIR]`: a throw-away data file with an invented year, shown at once.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CMD_DEMO_H
#define TUI_CMD_DEMO_H

#include "tui/cli/cli.h"

int cmd_demo(struct cli *cli);

#endif
