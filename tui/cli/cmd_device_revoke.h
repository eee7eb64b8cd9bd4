/*
 * cmd_device_revoke: taking nothing more from a laptop or unit.
 */
#ifndef TUI_CLI_CMD_DEVICE_REVOKE_H
#define TUI_CLI_CMD_DEVICE_REVOKE_H

struct cli;

int cmd_device_revoke(struct cli *cli);

#endif
