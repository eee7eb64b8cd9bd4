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

/* The part of a path after its last folder. */
static const char *name_of(const char *path)
{
	return strrchr(path, PLATFORM_SEPARATOR) + 1;
}

/* Into its place, behind those of a later name, or the same; the earliest makes room for it. */
static void keep(struct search *search, const char *path)
{
	int at = search->n;

	while (at > 0 && strcmp(name_of(search->out[at - 1]), name_of(path)) < 0)
		at--;
	if (at == BACKUPS_MAX)
		return;
	if (search->n == BACKUPS_MAX)
		free(search->out[--search->n]);
	memmove(search->out + at + 1, search->out + at,
		(size_t)(search->n - at) * sizeof *search->out);
	search->out[at] = memory_strdup(path);
	search->n++;
}

static void look(void *arg, const char *path, const char *name)
{
	struct search *search = arg;
	struct file_info info;

	(void)name;
	if (platform_info(path, false, &info))
		return;
	if (info.kind == FILE_FOLDER && search->deeper > 0) {
		search->deeper--;
		platform_folder(path, false, look, search);
		search->deeper++;
	} else if (info.kind == FILE_PLAIN && search->is_one(path)) {
		keep(search, path);
	}
}

int backups_find(char *out[BACKUPS_MAX], bool (*is_one)(const char *path))
{
	struct destination places[DESTINATIONS_MAX];
	struct search search = { .is_one = is_one, .out = out };
	int n = destinations_list(places);

	for (int i = n - 1; i >= 0; i--) { /* sticks first */
		search.deeper = places[i].name != NULL;
		platform_folder(places[i].path, false, look, &search);
	}
	destinations_release(places, n);
	return search.n;
}

void backups_release(char *paths[BACKUPS_MAX], int n)
{
	for (int i = 0; i < n; i++)
		free(paths[i]);
}
