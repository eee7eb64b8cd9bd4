/*
 * open: the way from a command to an open book.
 *
 * The functions return EX_OK, or an exit code after having said why.
 */
#ifndef TUI_CLI_OPEN_H
#define TUI_CLI_OPEN_H

#include "sync/identity/identity.h"
#include "tui/cli/cli.h"

/*
 * Unlock the data file, asking for the passphrase where there is a terminal
 * and no file with it. EX_OK with cli->book set and the language of its
 * settings chosen, or an exit code after having said why.
 */
int cli_open(struct cli *cli);

/* The same, and who this desk is to others; identity_release() is due after EX_OK. */
int cli_open_identity(struct cli *cli, struct identity *id);

/*
 * Say on standard error what opening the data file found (vault_warnings()), once: the next
 * command says nothing of it. cli_open() has done so.
 */
void cli_warn_vault(struct cli *cli);

/* The data file is missing: EX_NOINPUT. */
int cli_no_vault(const struct cli *cli, const char *path);

/*
 * Slots and backups are for those who look after the laptop (data/rights.tsv):
 * EX_OK, or an exit code after having said why.
 */
int cli_may_keep_keys(struct cli *cli);

#endif
