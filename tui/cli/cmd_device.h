/*
 * cmd_device: keys: this laptop's own, those enrolled and revoked here.
 *
 * Each is in a file of its own: cmd_device_….c; showing and exporting one's own in cmd_device.c.
 */
#ifndef TUI_CLI_CMD_DEVICE_H
#define TUI_CLI_CMD_DEVICE_H

struct cli;

int cmd_device_show(struct cli *cli);
int cmd_device_request(struct cli *cli);
int cmd_device_enrol(struct cli *cli);
int cmd_device_list(struct cli *cli);
int cmd_device_revoke(struct cli *cli);
int cmd_identity_export(struct cli *cli);

#endif
