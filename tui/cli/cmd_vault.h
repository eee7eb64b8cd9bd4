/*
 * cmd_vault: the data file itself: `sotay init`, `check`, `backup`, `restore`,
 * `passphrase`, `recover`, `recovery-code new`.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_VAULT_H
#define TUI_CLI_CMD_VAULT_H

#include "tui/cli/cli.h"

int cmd_init(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_backup(struct cli *cli);
int cmd_restore(struct cli *cli);
int cmd_passphrase(struct cli *cli);
int cmd_recover(struct cli *cli);
int cmd_recovery_code(struct cli *cli);

#endif
