#include "config.h"
#include "tui/env/launch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

static char *default_vault(void)
{
	char *folder = platform_data_folder(), *path = NULL;

	if (folder)
		path = memory_format("%s%csotay%csotay.vault", folder, PLATFORM_SEPARATOR,
				     PLATFORM_SEPARATOR);
	free(folder);
	return path;
}

void launch_init(struct launch *launch, const char *vault, const char *member, bool language_given)
{
	if (!vault)
		vault = getenv("SOTAY_VAULT");
	*launch = (struct launch){
		.vault_is_default = !vault || !*vault,
		.member = member && *member ? member : NULL,
		.language_given = language_given,
	};
	launch->vault = launch->vault_is_default ? default_vault() : memory_strdup(vault);
	launch_reads(launch, getenv("SOTAY_PASSPHRASE_FILE"));
}

void launch_reads(struct launch *launch, const char *path)
{
	int n = 0;

	if (!path || !*path || !strcmp(path, "-"))
		return;
	while (launch->inputs[n])
		n++;
	assert(n < LAUNCH_INPUTS);
	launch->inputs[n] = path;
}

void launch_release(struct launch *launch)
{
	free(launch->vault);
	launch->vault = NULL;
}
