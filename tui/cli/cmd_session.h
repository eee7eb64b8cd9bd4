/*
 * cmd_session: sessions, and what is done to any record: `sotay log`, `status`, `list`,
 * `show`, `edit`, `void`, `undo`.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_SESSION_H
#define TUI_CLI_CMD_SESSION_H

#include "tui/cli/cli.h"

int cmd_log(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_list(struct cli *cli);
int cmd_show(struct cli *cli);
int cmd_edit(struct cli *cli);
int cmd_void(struct cli *cli);
int cmd_undo(struct cli *cli);

#endif
