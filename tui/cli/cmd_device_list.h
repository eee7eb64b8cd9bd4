/*
 * cmd_device_list: the laptops and units that are enrolled here.
 */
#ifndef TUI_CLI_CMD_DEVICE_LIST_H
#define TUI_CLI_CMD_DEVICE_LIST_H

struct cli;

int cmd_device_list(struct cli *cli);

#endif
