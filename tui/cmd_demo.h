/*
 * cmd_demo: `sotay demo [DIR]`: a throw-away data file with an invented year, shown at once.
 */
#ifndef TUI_CMD_DEMO_H
#define TUI_CMD_DEMO_H

#include "tui/cli.h"

int cmd_demo(struct cli *cli);

#endif
