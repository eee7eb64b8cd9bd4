/*
 * cmd_device: this laptop's own keys: shown, and exported.
 */
#ifndef TUI_CLI_CMD_DEVICE_H
#define TUI_CLI_CMD_DEVICE_H

struct cli;

int cmd_device_show(struct cli *cli);
int cmd_identity_export(struct cli *cli);

#endif
