/*
 * cmd_followup: `sotay followup` and `sotay due`: what was promised, and whom to visit next.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_FOLLOWUP_H
#define TUI_CLI_CMD_FOLLOWUP_H

#include "tui/cli/cli.h"

int cmd_followup_list(struct cli *cli);
int cmd_followup_done(struct cli *cli);
int cmd_followup_cancel(struct cli *cli);
int cmd_due(struct cli *cli);

#endif
