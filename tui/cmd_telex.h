/*
 * cmd_telex: `sotay telex`: lines of typed keys in, Vietnamese text out.
 */
#ifndef TUI_CMD_TELEX_H
#define TUI_CMD_TELEX_H

#include "tui/cli.h"

int cmd_telex(struct cli *cli);

#endif
