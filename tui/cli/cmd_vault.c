#include "config.h"
#include "tui/cli/cmd_vault.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/book/keyring.h"
#include "store/book/transaction.h"
#include "store/record/open.h"
#include "store/upkeep/book_backup.h"
#include "store/upkeep/book_create.h"
#include "store/upkeep/check.h"
#include "store/vault/code.h"
#include "store/vault/kdf.h"
#include "store/vault/slots.h"
#include "sync/io/outfile.h"
#include "tui/cli/open.h"
#include "tui/cli/passphrase.h"
#include "tui/env/folder.h"
#include "tui/env/translate.h"
#include "tui/words/vault_words.h"

enum { NOTES = 50 }; /* as many are shown */

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

/* Print the code, or write it to a file of its own, which `recover --code-file` reads. */
static int put_away(const struct cli *cli, const char *file, const char *heading,
		    const char *code)
{
	char line[VAULT_CODE_TEXT + 1];
	struct fault f = { 0 };
	int rc;

	if (!file) {
		puts(heading);
		puts(_("With it a new password can be set; it is shown only this once."));
		puts(code);
		return fflush(stdout) || ferror(stdout)
			       ? cli_refuse(cli, EX_IOERR, _("standard output"),
					    _("the code cannot be shown, so nothing is changed"))
			       : EX_OK;
	}
	snprintf(line, sizeof line, "%s\n", code);
	rc = outfile_write(file, line, strlen(line), false, &f);
	wipe(line, sizeof line);
	if (rc == FAULT_DONE) { /* a power cut may take it away */
		platform_remove(file);
		f.code = FAULT_IO;
	}
	return rc ? cli_fail(cli, &f) : EX_OK;
}

/* The code that was put away counts for nothing. */
static void call_off(const char *file)
{
	if (file)
		platform_remove(file);
	else
		puts(_("The code above does not count: throw it away."));
}

/*
 * The code is put away before the data file appears: there is none whose code nobody has seen.
 * *made: it has appeared, whatever failed after that.
 */
static int create(struct cli *cli, const char *path, const struct book_setup *setup, bool *made)
{
	const char *file = cli_option(cli, OPT_RECOVERY_FILE);
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	int status, rc;

	*made = false;
	if (book_create(path, setup, code, &cli->book, &f))
		return cli_fail_file(cli, &f, f.code == FAULT_FIELD ? NULL : path);
	cli_print_path(_("Data file:"), path);
	status = put_away(cli, file,
			  _("Recovery code: write it down and keep it away from this computer."),
			  code);
	wipe(code, sizeof code);
	if (status || fflush(stdout) || ferror(stdout)) {
		if (!status && file)
			platform_remove(file);
		return status ? status
			      : cli_refuse(cli, EX_IOERR, _("standard output"),
					   _("cannot be written, so nothing is made"));
	}
	rc = book_publish(cli->book, &f);
	*made = !rc || rc == FAULT_DONE;
	if (rc)
		status = cli_fail_file(cli, &f, path);
	if (!*made)
		call_off(file);
	return status;
}

/* What was being made goes, if it has not appeared, and the folders that were made for it. */
static void leave(struct cli *cli, const char *path, int folders)
{
	book_close(cli->book);
	cli->book = NULL;
	folder_remove(path, folders);
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
	bool kdf_given = false, made = false;
	struct file_info info;
	struct fault f = { 0 };
	int folders = 0, status = read_level(cli, &setup.level);

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
	if (!status && cli->launch.vault_is_default && folder_make(path, &folders, &f))
		status = cli_fail(cli, &f);
	if (!status) {
		if (!kdf_given)
			vault_kdf_calibrate(&setup.kdf); /* at worst the floor */
		status = create(cli, path, &setup, &made);
	}
	leave(cli, path, made ? 0 : folders);
	vault_pass_release(&setup.pass);
	return status;
}

/* ---- check, backup, restore ---- */

/* What openings of the data file have ever found, which is not wrong any more. */
static int print_notes(struct cli *cli, struct fault *f)
{
	struct vault_note notes[NOTES];
	char day[DATE_SIZE];
	int n, rc = vault_notes(book_vault(cli->book), notes, NOTES, &n, f);

	for (int i = 0; !rc && i < n && i < NOTES; i++) {
		date_format_vn(day, notes[i].day);
		printf(_("noted on %s: %s\n"), day, vault_warning_text(notes[i].what));
	}
	return rc;
}

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
	if (print_notes(cli, &f))
		return cli_fail(cli, &f);
	if (vault_warnings(book_vault(cli->book)))
		return EX_DATAERR; /* which has been said */
	puts(_("OK: all is whole"));
	return EX_OK;
}

int cmd_backup(struct cli *cli)
{
	const char *to = cli->args.operand[0];
	struct fault f = { 0 };
	int rc, status = cli_open(cli);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status)
		status = cli_may_write(cli, to);
	if (status)
		return status;
	rc = book_backup(cli->book, to, &f);
	if (rc)
		return cli_fail_file(cli, &f, rc == FAULT_DAMAGED
						      ? vault_path(book_vault(cli->book)) : to);
	cli_print_path(_("Backup completed:"), to);
	return cli_done(cli);
}

static const char code_stays[] = N_("The recovery code stays valid: keep its paper.");

/* To restore a backup is what one does about damage: here it is the backup itself. */
static int refuse_damaged(const struct cli *cli, const char *from, const char *part)
{
	bool page = *part && !part[strspn(part, "0123456789")];
	char *why = page ? memory_format(_("page %s of it is damaged: take another backup; nothing was made"),
					 part)
			 : memory_strdup(_("it is damaged: take another backup; nothing was made"));

	cli_refuse(cli, EX_DATAERR, from, why);
	free(why);
	return EX_DATAERR;
}

static int refuse_member(const struct cli *cli, const char *name)
{
	return cli_refuse(cli, EX_NOINPUT, name, _("no such user in the data file"));
}

/* What a backup is opened with: a password, or the paper and whose new password is set. */
struct way_in {
	struct vault_pass pass, code; /* code.text NULL: the password alone */
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	const char *member;
};

/* The check letters of the code tell where a slip of the pen is; else `why` (translated). */
static int refuse_code(const struct cli *cli, int group, const char *why)
{
	char slip[160];

	snprintf(slip, sizeof slip, _("wrong recovery code: look at group %d again"), group);
	return cli_refuse(cli, EX_NOPERM, NULL, group > 0 ? slip : why);
}

/* Whose password is set anew: --member, or the only one of these members. */
static int choose_member(const struct cli *cli, const struct vault_slot_info *slots, int n,
			 const char **out)
{
	*out = cli->launch.member;
	if (*out)
		return EX_OK;
	if (n != 1)
		return cli_refuse(cli, EX_USAGE, "--member",
				  _("several people use this data file: say who"));
	*out = slots[0].name;
	return EX_OK;
}

/* All that is to be asked, before anything is made. */
static int ask_for_code(struct cli *cli, const char *from, struct way_in *in)
{
	uint8_t bytes[VAULT_CODE_BYTES];
	struct fault f = { 0 };
	int n = 0, members = 0, group, status = pass_code(cli, &in->code);

	if (!status && vault_list_slots(from, in->slots, VAULT_SLOTS_MAX, &n, &f))
		return f.code == FAULT_DAMAGED ? refuse_damaged(cli, from, f.subject)
					       : cli_fail_file(cli, &f, from);
	for (int i = 0; i < n; i++)
		if (in->slots[i].kind == VAULT_SLOT_MEMBER)
			in->slots[members++] = in->slots[i];
	if (!status)
		status = choose_member(cli, in->slots, members, &in->member);
	if (status)
		return status;
	group = vault_code_read(in->code.text, bytes);
	wipe(bytes, sizeof bytes);
	if (group)
		return refuse_code(cli, group, _("wrong recovery code"));
	return pass_new(cli, OPT_NEW_PASSPHRASE_FILE, &in->pass);
}

/* A copy of the backup that has not appeared yet. */
static int copy_backup(struct cli *cli, const char *from, const char *path, struct way_in *in)
{
	struct fault f = { 0 };
	int rc = in->code.text ? records_restore_code(from, path, in->code.text, in->member,
						      in->pass, &cli->book, &f)
			       : records_restore(from, path, cli->launch.member, in->pass,
						 &cli->book, &f);

	if (!rc)
		return EX_OK;
	if (rc == FAULT_DAMAGED)
		return refuse_damaged(cli, from, f.subject);
	if (rc == FAULT_PASSPHRASE && in->code.text)
		return refuse_code(cli, 0, _("wrong recovery code: a backup has that of its day"));
	if (rc == FAULT_NOT_FOUND && in->code.text)
		return refuse_member(cli, in->member);
	return cli_fail_file(cli, &f, from);
}

int cmd_restore(struct cli *cli)
{
	const char *from = cli->args.operand[0], *path = cli->launch.vault;
	bool by_code = cli_option(cli, OPT_CODE_FILE), made = false;
	struct way_in in = { 0 };
	struct file_info info;
	struct fault f = { 0 };
	int folders = 0, status = EX_OK;

	if (platform_info(path, true, &info) == 0) {
		fault_set(&f, FAULT_EXISTS, path);
		status = cli_fail(cli, &f);
	}
	if (!status)
		status = by_code ? ask_for_code(cli, from, &in) : pass_current(cli, &in.pass);
	if (!status && cli->launch.vault_is_default && folder_make(path, &folders, &f))
		status = cli_fail(cli, &f);
	if (!status)
		status = copy_backup(cli, from, path, &in);
	vault_pass_release(&in.pass);
	vault_pass_release(&in.code);
	if (!status) {
		int rc = book_publish(cli->book, &f);

		made = !rc || rc == FAULT_DONE;
		if (rc)
			status = cli_fail_file(cli, &f, path);
		if (book_is_open(cli->book))
			cli_warn_vault(cli);
	}
	leave(cli, path, made ? 0 : folders);
	if (status)
		return status;
	cli_print_path(_("Restored:"), path);
	if (by_code) {
		puts(_("The password is changed."));
		puts(_(code_stays));
	}
	return cli_done(cli);
}

/* ---- passwords ---- */

/* Give a slot its new password; more (may be NULL): what is said besides. */
static int change_password(struct cli *cli, const char *verb, const char *name, const char *more)
{
	struct vault_pass pass = { 0 };
	struct fault f = { 0 };
	int rc = FAULT_OK, status = pass_new(cli, OPT_NEW_PASSPHRASE_FILE, &pass);

	if (!status)
		rc = keyring_passphrase(cli->book, verb, name, pass, &f);
	vault_pass_release(&pass);
	if (rc == FAULT_UNSURE)
		return cli_half(cli, &f, name,
				_("either password may hold: try the new one, too (%s)"));
	if (rc)
		return cli_fail(cli, &f);
	if (status)
		return status;
	puts(_("The password is changed."));
	if (more)
		puts(more);
	return cli_done(cli);
}

int cmd_passphrase(struct cli *cli)
{
	int status = cli_open(cli);

	return status ? status : change_password(cli, "passphrase", book_member(cli->book), NULL);
}

/* Whose password is set anew, as his slot is called. */
static int recovered_member(struct cli *cli, char name[VAULT_NAME_MAX])
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	int n = keyring_members(cli->book, slots);
	const char *wanted;
	int status = choose_member(cli, slots, n, &wanted);

	if (!status && !vault_slot_named(book_vault(cli->book), wanted, name))
		status = refuse_member(cli, wanted);
	return status;
}

static int open_by_code(struct cli *cli, const char *path)
{
	struct vault_pass code = { 0 };
	struct fault f = { 0 };
	int status = pass_code(cli, &code);

	if (!status && records_open_code(path, code.text, &cli->book, &f)) {
		if (f.code == FAULT_NO_FILE)
			status = cli_no_vault(cli, path);
		else if (f.code == FAULT_PASSPHRASE)
			status = refuse_code(cli, f.column, _("wrong recovery code"));
		else
			status = cli_fail_file(cli, &f, path);
	}
	vault_pass_release(&code);
	if (!status)
		cli_warn_vault(cli);
	return status;
}

int cmd_recover(struct cli *cli)
{
	char name[VAULT_NAME_MAX] = "";
	int status = open_by_code(cli, cli->launch.vault);

	if (!status)
		status = recovered_member(cli, name);
	if (!status)
		status = change_password(cli, "recover", name,
					 _(code_stays));
	return status;
}

/* ---- another recovery code ---- */

/* It is put away first; until it is stored, and wherever that fails, the present one holds. */
int cmd_recovery_code(struct cli *cli)
{
	const char *file = cli_option(cli, OPT_RECOVERY_FILE);
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	int rc, status = cli_open(cli);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status && file)
		status = cli_may_write(cli, file);
	if (status)
		return status;
	vault_code_draw(code);
	status = put_away(cli, file, _("New recovery code: write it down in place of the old one."),
			  code);
	rc = status ? FAULT_OK : keyring_code(cli->book, code, &f);
	wipe(code, sizeof code);
	if (rc == FAULT_UNSURE)
		return cli_half(cli, &f, NULL,
				_("the old or the new code may hold: keep both, and run this "
				  "command once more (%s)"));
	if (rc) {
		call_off(file);
		return cli_half(cli, &f, NULL, _("the old recovery code still holds (%s)"));
	}
	if (status)
		return status;
	puts(_("It holds from now on. Back up, then destroy the old paper: old backups need its code."));
	return cli_done(cli);
}
