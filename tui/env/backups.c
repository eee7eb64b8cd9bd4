#include "config.h"
#include "tui/env/backups.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "tui/env/destinations.h"

/* Those found so far, and how deep one may go from here. */
struct search {
	bool (*is_one)(const char *path);
	char **out;
	int n, deeper;
};

static void look(void *arg, const char *path, const char *name)
{
	struct search *search = arg;
	struct file_info info;

	(void)name;
	if (search->n == BACKUPS_MAX || platform_info(path, false, &info))
		return;
	if (info.kind == FILE_FOLDER && search->deeper > 0) {
		search->deeper--;
		platform_folder(path, look, search);
		search->deeper++;
	} else if (info.kind == FILE_PLAIN && search->is_one(path)) {
		search->out[search->n++] = memory_strdup(path);
	}
}

/* By the names without their folders. */
static int compare(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;

	return strcmp(strrchr(y, PLATFORM_SEPARATOR), strrchr(x, PLATFORM_SEPARATOR));
}

int backups_find(char *out[BACKUPS_MAX], bool (*is_one)(const char *path))
{
	struct destination places[DESTINATIONS_MAX];
	struct search search = { .is_one = is_one, .out = out };
	int n = destinations_list(places);

	for (int i = n - 1; i >= 0; i--) { /* sticks first */
		search.deeper = places[i].name != NULL;
		platform_folder(places[i].path, look, &search);
	}
	destinations_release(places, n);
	qsort(out, (size_t)search.n, sizeof *out, compare);
	return search.n;
}

void backups_release(char *paths[BACKUPS_MAX], int n)
{
	for (int i = 0; i < n; i++)
		free(paths[i]);
}
