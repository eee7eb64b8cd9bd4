#include "config.h"
#include "tui/cli/cmd_vault.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/crypto.h"
#include "store/base/platform.h"
#include "store/book/transaction.h"
#include "store/record/open.h"
#include "store/upkeep/book_create.h"
#include "store/upkeep/check.h"
#include "store/vault/backup.h"
#include "store/vault/kdf.h"
#include "store/vault/slots.h"
#include "tui/cli/open.h"
#include "tui/cli/passphrase.h"
#include "tui/env/folder.h"
#include "tui/env/translate.h"

/* ---- init ---- */

static const struct {
	const char *name;
	enum book_level level;
} levels[] = {
	{ "team", LEVEL_TEAM },
	{ "commune", LEVEL_COMMUNE },
	{ "upper", LEVEL_UPPER },
};

static int read_level(const struct cli *cli, enum book_level *out)
{
	const char *name = cli_option(cli, OPT_LEVEL);

	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (!strcmp(levels[i].name, name)) {
			*out = levels[i].level;
			return EX_OK;
		}
	}
	return cli_refuse(cli, EX_USAGE, "--level", _("one of team, commune, upper"));
}

/* A file of the code alone, so that `recover --code-file` reads it; never replaces one. */
static int write_code(const struct cli *cli, const char *file, const char *code)
{
	struct fault f;
	handle_t out;
	int err = platform_open(file, FILE_NEW, &out);

	if (err) {
		fault_sys(&f, err == EEXIST ? FAULT_EXISTS : FAULT_CANT_CREATE, err, file);
		return cli_fail(cli, &f);
	}
	err = platform_write(out, code, strlen(code));
	if (!err)
		err = platform_write(out, "\n", 1);
	if (!err)
		err = platform_sync(out);
	platform_close(out);
	if (!err)
		return EX_OK;
	platform_remove(file);
	fault_sys(&f, FAULT_IO, err, file);
	return cli_fail(cli, &f);
}

static void show_code(const char *code)
{
	puts(_("Recovery code: write it down and keep it away from this computer."));
	puts(_("With it a new password can be set; it is shown only this once."));
	puts(code);
}

/* From here nothing is left behind but a whole data file whose code is put away. */
static int create(struct cli *cli, const char *path, const struct book_setup *setup)
{
	const char *file = cli_option(cli, OPT_RECOVERY_FILE);
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	int status = EX_OK;

	if (book_create(path, setup, code, &cli->book, &f)) {
		cli->book = NULL;
		return cli_fail_file(cli, &f, f.code == FAULT_FIELD ? NULL : path);
	}
	if (file)
		status = write_code(cli, file, code);
	if (!status && book_publish(cli->book, &f)) {
		if (file)
			platform_remove(file);
		status = cli_fail_file(cli, &f, path);
	}
	if (!status) {
		cli_print_path(_("Data file made:"), path);
		if (!file)
			show_code(code);
	}
	wipe(code, sizeof code);
	return status;
}

int cmd_init(struct cli *cli)
{
	struct book_setup setup = {
		.unit = cli_option(cli, OPT_UNIT),
		.unit_name = cli_option(cli, OPT_UNIT_NAME),
		.codes = cli_option(cli, OPT_CODES),
		.member = cli->launch.member,
	};
	const char *path = cli->launch.vault;
	bool kdf_given = false;
	struct file_info info;
	struct fault f = { 0 };
	int status = read_level(cli, &setup.level);

	if (!status)
		status = pass_kdf(cli, &setup.kdf, &kdf_given);
	if (!status && !setup.member)
		status = cli_refuse(cli, EX_USAGE, "--member", _("this option is required"));
	if (!status && platform_info(path, true, &info) == 0) {
		fault_set(&f, FAULT_EXISTS, path);
		status = cli_fail(cli, &f);
	}
	if (!status && cli_option(cli, OPT_RECOVERY_FILE))
		status = cli_may_write(cli, cli_option(cli, OPT_RECOVERY_FILE));
	if (!status)
		status = pass_new(cli, OPT_PASSPHRASE_FILE, &setup.pass);
	if (!status && cli->launch.vault_is_default && folder_make(path, NULL, &f))
		status = cli_fail(cli, &f);
	if (!status) {
		if (!kdf_given)
			vault_kdf_calibrate(&setup.kdf); /* at worst the floor */
		status = create(cli, path, &setup);
	}
	vault_pass_release(&setup.pass);
	return status;
}

/* ---- check, backup, restore ---- */

int cmd_check(struct cli *cli)
{
	struct check_report report;
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	if (book_check(cli->book, &report, &f))
		return cli_fail_file(cli, &f, vault_path(book_vault(cli->book)));
	printf(_("pages: %lld\n"), (long long)report.pages);
	printf(_("operations: %lld\n"), (long long)report.ops);
	printf(_("records: %lld\n"), (long long)report.records);
	printf(_("audit log: %lld\n"), (long long)report.audit_rows);
	puts(_("OK: all is whole"));
	return EX_OK;
}

int cmd_backup(struct cli *cli)
{
	const char *to = cli->args.operand[0];
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status)
		status = cli_may_write(cli, to);
	if (status)
		return status;
	/* First the audit row, so that the backup tells of itself. */
	if (book_audit(cli->book, "backup", NULL, &f))
		return cli_fail(cli, &f);
	if (vault_backup(book_vault(cli->book), to, false, NULL, NULL, &f))
		return cli_fail_file(cli, &f, f.code == FAULT_DAMAGED
						      ? vault_path(book_vault(cli->book)) : to);
	cli_print_path(_("Backup completed:"), to);
	return EX_OK;
}

int cmd_restore(struct cli *cli)
{
	const char *from = cli->args.operand[0], *path = cli->launch.vault;
	struct vault_pass pass = { 0 };
	struct file_info info;
	struct fault f = { 0 };
	int status = EX_OK;

	if (platform_info(path, true, &info) == 0) {
		fault_set(&f, FAULT_EXISTS, path);
		status = cli_fail(cli, &f);
	}
	if (!status)
		status = pass_current(cli, &pass);
	if (!status && cli->launch.vault_is_default && folder_make(path, NULL, &f))
		status = cli_fail(cli, &f);
	if (!status && records_restore(from, path, cli->launch.member, pass, &cli->book, &f)) {
		cli->book = NULL;
		status = cli_fail_file(cli, &f, from);
	}
	if (!status)
		cli_print_path(_("Restored:"), path);
	vault_pass_release(&pass);
	return status;
}

/* ---- passwords ---- */

/*
 * Give a slot its new password. The audit row comes first: with a full disk
 * nothing has changed, and a row without a change tells of an attempt.
 */
static int change_password(struct cli *cli, const char *verb, const char *name)
{
	struct vault_pass pass = { 0 };
	struct fault f = { 0 };
	int status = pass_new(cli, OPT_NEW_PASSPHRASE_FILE, &pass);

	if (!status && (book_audit(cli->book, verb, NULL, &f) ||
			vault_slot_passphrase(book_vault(cli->book), name, pass, NULL, &f)))
		status = cli_fail(cli, &f);
	if (!status)
		puts(_("The password is changed."));
	vault_pass_release(&pass);
	return status;
}

int cmd_passphrase(struct cli *cli)
{
	int status = cli_open(cli);

	return status ? status : change_password(cli, "passphrase", book_member(cli->book));
}

/* Whose password is set anew: --member, or the only one who has a slot. */
static int recovered_member(struct cli *cli, char name[VAULT_NAME_MAX])
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	const char *wanted = cli->launch.member;
	int n = 0, members = 0;

	vault_slots(book_vault(cli->book), slots, VAULT_SLOTS_MAX, &n);
	for (int i = 0; i < n; i++) {
		if (slots[i].kind != VAULT_SLOT_MEMBER)
			continue;
		members++;
		if (!wanted || !strcmp(wanted, slots[i].name))
			memcpy(name, slots[i].name, VAULT_NAME_MAX);
		if (wanted && !strcmp(wanted, slots[i].name))
			return EX_OK;
	}
	if (wanted)
		return cli_refuse(cli, EX_NOINPUT, wanted, _("no such user in the data file"));
	if (members != 1)
		return cli_refuse(cli, EX_USAGE, "--member",
				  _("several people use this data file: say who"));
	return EX_OK;
}

/* The check letters of the code tell where a slip of the pen is. */
static int refuse_code(const struct cli *cli, const struct fault *f)
{
	char why[160];

	snprintf(why, sizeof why, f->column ? _("wrong recovery code: look at group %d again")
					    : _("wrong recovery code"), f->column);
	return cli_refuse(cli, EX_NOPERM, NULL, why);
}

static int open_by_code(struct cli *cli, const char *path)
{
	struct vault_pass code = { 0 };
	struct fault f = { 0 };
	int status = pass_code(cli, &code);

	if (!status && records_open_code(path, code.text, &cli->book, &f)) {
		cli->book = NULL;
		if (f.code == FAULT_NO_FILE)
			status = cli_no_vault(cli, path);
		else if (f.code == FAULT_PASSPHRASE)
			status = refuse_code(cli, &f);
		else
			status = cli_fail_file(cli, &f, path);
	}
	vault_pass_release(&code);
	return status;
}

int cmd_recover(struct cli *cli)
{
	char name[VAULT_NAME_MAX] = "";
	int status = open_by_code(cli, cli->launch.vault);

	if (!status)
		status = recovered_member(cli, name);
	if (!status)
		status = change_password(cli, "recover", name);
	return status;
}
