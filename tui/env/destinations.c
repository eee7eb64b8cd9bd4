#include "config.h"
#include "tui/env/destinations.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

/* Those found so far. */
struct gathered {
	struct destination *out;
	int n;
};

static void add_destination(void *arg, const char *path, const char *name)
{
	struct gathered *to = arg;
	struct file_info info;

	if (to->n == DESTINATIONS_MAX || platform_info(path, true, &info) ||
	    info.kind != FILE_FOLDER)
		return;
	to->out[to->n].path = memory_strdup(path);
	to->out[to->n++].name = memory_strdup(name);
}

int destinations_list(struct destination out[DESTINATIONS_MAX])
{
	const char *home = platform_home();
	struct gathered to = { .out = out };

	if (home)
		add_destination(&to, home, NULL);
	platform_sticks(add_destination, &to);
	return to.n;
}

void destinations_release(struct destination *destinations, int n)
{
	for (int i = 0; i < n; i++) {
		free(destinations[i].path);
		free(destinations[i].name);
	}
}
