/*
 * cmd_device_enrol: asking to be enrolled, and enrolling who asks.
 */
#ifndef TUI_CLI_CMD_DEVICE_ENROL_H
#define TUI_CLI_CMD_DEVICE_ENROL_H

struct cli;

int cmd_device_request(struct cli *cli);
int cmd_device_enrol(struct cli *cli);

#endif
