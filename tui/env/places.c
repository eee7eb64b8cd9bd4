#include "config.h"
#include "tui/env/places.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

/* Places being put together. */
struct places {
	struct file_place *out;
	int n;
};

static void add_place(void *arg, const char *path, const char *name)
{
	struct places *to = arg;
	struct file_look look;

	if (to->n == PLACES_MAX || platform_look(path, true, &look) || look.kind != FILE_FOLDER)
		return;
	to->out[to->n].path = memory_strdup(path);
	to->out[to->n++].name = memory_strdup(name);
}

int places_list(struct file_place out[PLACES_MAX])
{
	const char *home = platform_home();
	struct places to = { .out = out };

	if (home)
		add_place(&to, home, NULL);
	platform_sticks(add_place, &to);
	return to.n;
}

void places_release(struct file_place *places, int n)
{
	for (int i = 0; i < n; i++) {
		free(places[i].path);
		free(places[i].name);
	}
}
