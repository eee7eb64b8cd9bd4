/*
 * cmd_vault: the data file itself: `sotay init`, `check`, `backup`, `restore`,
 * `passphrase`, `recover`.
 */
#ifndef TUI_CMD_VAULT_H
#define TUI_CMD_VAULT_H

#include "tui/cli.h"

int cmd_init(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_passphrase(struct cli *cli);
int cmd_recover(struct cli *cli);

#endif
