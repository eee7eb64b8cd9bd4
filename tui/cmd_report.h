/*
 * cmd_report: `sotay report`: closing a period and showing what was closed.
 */
#ifndef TUI_CMD_REPORT_H
#define TUI_CMD_REPORT_H

#include "tui/cli.h"

int cmd_report_close(struct cli *cli);
int cmd_report_show(struct cli *cli);

#endif
