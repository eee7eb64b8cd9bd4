#include "config.h"
#include "tui/env/launch.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

static char *default_vault(void)
{
	char *folder = platform_data_folder();
	char *path = memory_format("%s%csotay%csotay.vault", folder, PLATFORM_SEPARATOR,
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
}

void launch_release(struct launch *launch)
{
	free(launch->vault);
	launch->vault = NULL;
}
