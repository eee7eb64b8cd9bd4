/*
 * cmd_outbox: what was sent, and what has arrived where.
 */
#ifndef TUI_CLI_CMD_OUTBOX_H
#define TUI_CLI_CMD_OUTBOX_H

struct cli;

int cmd_outbox(struct cli *cli);

#endif
