/*
 * passphrase: getting passphrases and recovery codes from people and files.
 *
 * A file's first line without its end and without a byte order mark is the
 * passphrase, in NFC; "-" is standard input, whose rest stays for the data, and
 * the file may be a pipe. One that others can read is used with a warning.
 * Without a file it is asked for on the terminal, without echo, when standard
 * input and error are one; a new one is asked for twice.
 *
 * Invariants: what is handed out is malloc'ed and is wiped by vault_pass_release();
 * copies on the way are wiped. The functions return EX_OK or an exit code
 * after having said why.
 */
#ifndef TUI_CLI_PASSPHRASE_H
#define TUI_CLI_PASSPHRASE_H

#include "tui/cli/cli.h"

/* The passphrase that unlocks: --passphrase-file, SOTAY_PASSPHRASE_FILE or the terminal. */
int pass_current(struct cli *cli, struct vault_pass *out);

/*
 * A new passphrase, long enough (pass.h): `option` names its file, else the terminal is
 * asked, twice.
 */
int pass_new(struct cli *cli, enum option option, struct vault_pass *out);

/* The recovery code in the file of --code-file, as it was typed. */
int pass_code(struct cli *cli, struct vault_pass *out);

/*
 * --kdf-mem and --kdf-ops, or the default; *given: whether they are there.
 * EX_OK, or EX_USAGE out of the bounds of header.h after having said so.
 */
int pass_kdf(const struct cli *cli, struct vault_kdf *kdf, bool *given);

#endif
