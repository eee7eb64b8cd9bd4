#include "config.h"
#include "tui/cli/passphrase.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/base/text.h"
#include "store/vault/header.h"
#include "tui/cli/input.h"
#include "tui/cli/prompt.h"
#include "tui/env/translate.h"

/* Somebody else may look into a file with a secret: it is used, and said. */
static void warn_exposed(const struct cli *cli, const char *file)
{
	struct file_info info;

	if (platform_info(file, true, &info) == 0 && info.exposed)
		cli_warn(cli, 0, file, _("others can read this file; chmod 600 makes it yours alone"),
			 NULL);
}

/* Bring a line, which is wiped and freed, to NFC; a pasted one may have a byte order mark, too. */
static int take_line(const struct cli *cli, const char *what, char *line, size_t len,
		     struct vault_pass *out)
{
	char *text = NULL;
	size_t n = 0;
	size_t bom = line ? text_bom(line, len) : 0;
	int rc = line ? text_nfc(line + bom, len - bom, &text, &n) : FAULT_OK;

	memory_free_wiped(line);
	out->text = text;
	out->len = n;
	if (rc)
		return cli_refuse(cli, EX_USAGE, what, _("the password is not UTF-8 text"));
	if (!n) {
		vault_pass_release(out);
		return cli_refuse(cli, EX_USAGE, what, _("the first line, the password, is empty"));
	}
	return EX_OK;
}

/* The first line of a file, or of what is left of standard input. */
static int first_line(struct cli *cli, const char *file, char **line, size_t *len)
{
	struct input input;
	struct fault f = { 0 };
	int rc = input_open(&input, cli, file);

	if (rc)
		return cli_refuse(cli, EX_NOINPUT, file,
				  rc == ENOENT ? _("there is no such file")
					       : _("the file cannot be read"));
	if (input.file != HANDLE_NONE)
		warn_exposed(cli, file);
	rc = jsonl_secret(input.in, line, len, &f);
	input_close(&input);
	if (rc == FAULT_FIELD)
		return cli_refuse(cli, EX_USAGE, file,
				  _("the first line is too long or is no text"));
	if (rc == FAULT_IO)
		return cli_refuse(cli, EX_NOINPUT, file, _("the file cannot be read"));
	return rc ? cli_fail(cli, &f) : EX_OK;
}

static int ask(const struct cli *cli, const char *prompt, struct vault_pass *out)
{
	char buf[JSONL_SECRET_MAX], *line;
	size_t n = prompt_hidden(prompt, buf, sizeof buf);

	if (!n) {
		putc('\n', stderr);
		return cli_refuse(cli, EX_USAGE, NULL, _("no password was given"));
	}
	while (n && (buf[n - 1] == '\n' || buf[n - 1] == '\r'))
		n--;
	line = memory_strndup(buf, n);
	wipe(buf, sizeof buf);
	return take_line(cli, NULL, line, n, out);
}

static bool can_ask(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static int from_file(struct cli *cli, const char *file, struct vault_pass *out)
{
	char *line = NULL;
	size_t len = 0;
	int status = first_line(cli, file, &line, &len);

	return status ? status : take_line(cli, file, line, len, out);
}

/* Standard input has one first line. */
static int check_standard_input(const struct cli *cli, const char *first, enum option second)
{
	const char *other = cli_option(cli, second);

	if (first && other && !strcmp(first, "-") && !strcmp(other, "-"))
		return cli_refuse(cli, EX_USAGE, args_option_name(second),
				  _("only one of the files can be standard input"));
	return EX_OK;
}

/* What a new passphrase has to be; `what` names its file, or is NULL. Released when it is not. */
static int check_new(const struct cli *cli, const char *what, struct vault_pass *pass)
{
	char why[160];

	if (vault_pass_long_enough(pass))
		return EX_OK;
	vault_pass_release(pass);
	snprintf(why, sizeof why, _("password too short: at least %d letters"), VAULT_PASS_LETTERS);
	return cli_refuse(cli, EX_USAGE, what, why);
}

int pass_current(struct cli *cli, struct vault_pass *out)
{
	const char *file = cli_option(cli, OPT_PASSPHRASE_FILE);
	int status;

	*out = (struct vault_pass){ 0 };
	if (!file)
		file = getenv("SOTAY_PASSPHRASE_FILE");
	if (file && !*file)
		file = NULL;
	status = check_standard_input(cli, file, OPT_NEW_PASSPHRASE_FILE);
	if (status)
		return status;
	if (file && !(isatty(STDIN_FILENO) && !strcmp(file, "-")))
		return from_file(cli, file, out);
	if (!can_ask())
		return cli_refuse(cli, EX_USAGE, args_option_name(OPT_PASSPHRASE_FILE),
				  _("needed: there is no terminal to ask for the password"));
	return ask(cli, _("Password"), out);
}

int pass_new(struct cli *cli, enum option option, struct vault_pass *out)
{
	const char *file = cli_option(cli, option);
	struct vault_pass again = { 0 };
	int status;

	*out = (struct vault_pass){ 0 };
	if (!file && option == OPT_PASSPHRASE_FILE)
		file = getenv("SOTAY_PASSPHRASE_FILE");
	if (file && *file && !(isatty(STDIN_FILENO) && !strcmp(file, "-"))) {
		status = from_file(cli, file, out);
		return status ? status : check_new(cli, file, out);
	}
	if (!can_ask())
		return cli_refuse(cli, EX_USAGE, args_option_name(option),
				  _("needed: there is no terminal to ask for the password"));
	status = ask(cli, _("New password"), out);
	if (!status)
		status = check_new(cli, NULL, out);
	if (!status)
		status = ask(cli, _("Repeat password"), &again);
	if (!status && (again.len != out->len || memcmp(again.text, out->text, out->len) != 0))
		status = cli_refuse(cli, EX_USAGE, NULL, _("passwords do not match"));
	vault_pass_release(&again);
	if (status)
		vault_pass_release(out);
	return status;
}

int pass_code(struct cli *cli, struct vault_pass *out)
{
	const char *file = cli_option(cli, OPT_CODE_FILE);
	char *line = NULL;
	size_t len = 0;
	int status = check_standard_input(cli, file, OPT_NEW_PASSPHRASE_FILE);

	*out = (struct vault_pass){ 0 };
	if (!status)
		status = first_line(cli, file, &line, &len);
	if (!status && !line)
		return cli_refuse(cli, EX_USAGE, file, _("the first line, the code, is empty"));
	out->text = line;
	out->len = len;
	return status;
}

int pass_kdf(const struct cli *cli, struct vault_kdf *kdf, bool *given)
{
	char why[160];
	long mem, ops;

	*kdf = VAULT_KDF_DEFAULT;
	mem = kdf->mem_mib;
	ops = kdf->ops;
	if (!cli_number(cli, OPT_KDF_MEM, VAULT_KDF_MEM_MIN, VAULT_KDF_MEM_MAX, &mem) ||
	    !cli_number(cli, OPT_KDF_OPS, VAULT_KDF_OPS_MIN, VAULT_KDF_OPS_MAX, &ops))
		return EX_USAGE;
	kdf->mem_mib = (uint32_t)mem;
	kdf->ops = (uint32_t)ops;
	if (!vault_kdf_valid(kdf)) {
		snprintf(why, sizeof why, _("memory × passes is at most %d MiB"), VAULT_KDF_WORK_MAX);
		return cli_refuse(cli, EX_USAGE, "--kdf-mem", why);
	}
	*given = cli_option(cli, OPT_KDF_MEM) || cli_option(cli, OPT_KDF_OPS);
	return EX_OK;
}
