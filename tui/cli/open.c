#include "config.h"
#include "tui/cli/open.h"

#include <errno.h>
#include <stdio.h>
#include <sysexits.h>

#include "store/base/platform.h"
#include "store/record/open.h"
#include "store/record/rights.h"
#include "tui/cli/passphrase.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/vault_words.h"

int cli_no_vault(const struct cli *cli, const char *path)
{
	return cli_refuse(cli, EX_NOINPUT, path,
			  _("there is no data file; 'sotay init' makes one"));
}

void cli_warn_vault(struct cli *cli)
{
	struct vault *vault = book_vault(cli->book);
	unsigned warnings = vault_warnings(vault);

	for (unsigned one = 1; one <= warnings; one <<= 1)
		if (warnings & one)
			cli_warn(cli, 0, vault_path(vault), vault_warning_text(one), NULL);
	if (!ferror(stderr)) /* else nobody has read it */
		vault_told(vault);
}

int cli_open(struct cli *cli)
{
	const char *path = cli->launch.vault;
	struct vault_pass pass = { 0 };
	struct file_info info;
	struct fault f = { 0 };
	int status;

	/* Nobody should type a password for nothing. */
	if (platform_info(path, true, &info) == ENOENT)
		status = cli_no_vault(cli, path);
	else
		status = pass_current(cli, &pass);
	if (!status && records_open(path, cli->launch.member, pass, &cli->book, &f)) {
		cli->book = NULL;
		status = f.code == FAULT_NO_FILE ? cli_no_vault(cli, path)
						 : cli_fail_file(cli, &f, path);
	}
	vault_pass_release(&pass);
	if (status)
		return status;
	if (!cli->launch.language_given) {
		const char *language = book_setting(cli->book, "language");

		if (language)
			lang_set(language);
	}
	cli_warn_vault(cli);
	return EX_OK;
}

int cli_may_keep_keys(struct cli *cli)
{
	const struct rights_on on = { 0 };
	struct fault f = { 0 };

	return rights_check(cli->book, RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY, &on, &f)
		       ? cli_fail(cli, &f)
		       : EX_OK;
}

int cli_open_identity(struct cli *cli, struct identity *id)
{
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	return identity_read(id, cli->book, &f) ? cli_fail(cli, &f) : EX_OK;
}
