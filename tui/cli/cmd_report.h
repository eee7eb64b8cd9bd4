/*
 * cmd_report: `sotay report`: closing a period and showing what was closed.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_REPORT_H
#define TUI_CLI_CMD_REPORT_H

#include "tui/cli/cli.h"

int cmd_report_close(struct cli *cli);
int cmd_report_show(struct cli *cli);

/*
 * Whether a report may say "no activity": EX_OK, also of a record that is none, or an
 * exit code after having said that there was some.
 */
int report_may_be_nil(struct cli *cli, rec_t rec);

#endif
