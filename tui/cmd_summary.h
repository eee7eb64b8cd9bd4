/*
 * cmd_summary: `sotay summary`: the figures of a period as text, JSON or CSV.
 */
#ifndef TUI_CMD_SUMMARY_H
#define TUI_CMD_SUMMARY_H

#include "tui/cli.h"

int cmd_summary(struct cli *cli);

#endif
