#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "tui/cli/cli.h"
#include "tui/cli/cmd_help.h"
#include "tui/commands.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/screen.h"
#include "tui/words/say.h"

/* AddressSanitizer's leak check has to trace the process. */
#if defined __SANITIZE_ADDRESS__
#define TRACED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define TRACED 1
#endif
#endif
#ifndef TRACED
#define TRACED 0
#endif

/* What was printed must have arrived; with EX_IOERR, that it has not has been said. */
static int finish_output(int status)
{
	bool failed = ferror(stdout);

	if (fclose(stdout))
		failed = true;
	if (failed && !status && platform_pipe_broke())
		platform_end_by_pipe(); /* who reads has seen enough */
	if (!failed || status == EX_IOERR)
		return status;
	say_line(NULL, _("standard output"), _("cannot be written"));
	return status ? status : EX_IOERR;
}

static int run(struct cli *cli)
{
	const struct command *command = cli->args.command;

	if (cli_option(cli, OPT_VERSION)) {
		puts(PACKAGE_STRING);
		return EX_OK;
	}
	if (cli_option(cli, OPT_HELP))
		return help_print(cli, command);
	if (command && !command->run)
		return cli_refuse(cli, EX_UNAVAILABLE, NULL, _("not available in this version"));
	if (!cli->launch.vault && !(command && command->no_vault))
		return cli_refuse(cli, EX_CONFIG, NULL,
				  _("there is no home folder: say with --vault where the data file is"));
	if (!command)
		return screen_run(&cli->launch, NULL, NULL);
	return command->run(cli);
}

int main(int argc, char **argv)
{
	struct cli cli = { 0 };
	const char *what = NULL, *language;
	char *why = NULL;
	int status;

	memory_start();
	if (platform_harden(TRACED))
		return EX_OSERR;
	args_parse(&cli.args, &commands, argc, argv, NULL, NULL);
	language = cli_option(&cli, OPT_LANG);
	lang_start(language);
	if (crypto_init()) {
		say_line(NULL, NULL, _("the system gives no random numbers"));
		return EX_OSERR;
	}
	if (!args_parse(&cli.args, &commands, argc, argv, &what, &why)) {
		status = cli_refuse(&cli, EX_USAGE, what, why);
		free(why);
	} else if (language && !lang_known(language)) {
		status = cli_refuse(&cli, EX_USAGE, "--lang", _("either vi or en"));
	} else {
		cli_init(&cli);
		status = cli_end(&cli, run(&cli));
		cli_release(&cli);
	}
	return finish_output(status);
}
