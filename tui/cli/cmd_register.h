/*
 * cmd_register: the registers, `sotay village|household|team|member|topic add|list|show`,
 * and who of the members can unlock.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_REGISTER_H
#define TUI_CLI_CMD_REGISTER_H

#include "tui/cli/cli.h"

int cmd_register_add(struct cli *cli);
int cmd_register_list(struct cli *cli);
int cmd_register_show(struct cli *cli);
int cmd_member_remove(struct cli *cli);

#endif
