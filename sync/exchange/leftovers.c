#include "config.h"
#include "sync/exchange/leftovers.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "sync/exchange/names.h"
#include "sync/io/outfile.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

/* Found first and removed then: a folder is not changed while it is read. */
struct found {
	char **paths;
	size_t n;
};

static void each_hidden(void *arg, const char *path, const char *name)
{
	struct found *found = arg;
	size_t n = outfile_unfinished(name);

	if (!n || !names_are_ours(name + 1, n))
		return;
	found->paths = memory_resize(found->paths, found->n + 1, sizeof *found->paths);
	found->paths[found->n++] = memory_strdup(path);
}

static bool is_old(const char *path)
{
	struct file_info info;

	return !platform_info(path, false, &info) && info.kind == FILE_PLAIN &&
	       platform_time_ms() - info.changed_ms > DAY_MS;
}

void leftovers_remove(const char *folder)
{
	struct found found = { 0 };

	platform_folder(folder, true, each_hidden, &found);
	for (size_t i = 0; i < found.n; i++) {
		if (is_old(found.paths[i]))
			platform_remove(found.paths[i]);
		free(found.paths[i]);
	}
	free(found.paths);
}
