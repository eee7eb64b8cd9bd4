#include "config.h"
#include "tui/launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The XDG base directory specification: a path that is not absolute does not count. */
static char *default_vault(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char *path = NULL;
	int n;

	if (data && *data == '/')
		n = asprintf(&path, "%s/sotay/sotay.vault", data);
	else
		n = asprintf(&path, "%s/.local/share/sotay/sotay.vault", home ? home : "");
	return n < 0 ? NULL : path;
}

bool launch_init(struct launch *launch, const char *vault, const char *member, bool language_given)
{
	if (!vault)
		vault = getenv("SOTAY_VAULT");
	*launch = (struct launch){
		.vault_is_default = !vault || !*vault,
		.member = member && *member ? member : NULL,
		.language_given = language_given,
	};
	launch->vault = launch->vault_is_default ? default_vault() : strdup(vault);
	return launch->vault != NULL;
}

void launch_release(struct launch *launch)
{
	free(launch->vault);
	launch->vault = NULL;
}
