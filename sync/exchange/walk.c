#include "config.h"
#include "sync/exchange/walk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

static const char ours[] = "sotay", ending[] = ".stb";

const char *walk_name(const char *path)
{
	const char *slash = strrchr(path, PLATFORM_SEPARATOR);

	return slash ? slash + 1 : path;
}

bool walk_is_named_ours(const char *path)
{
	const char *name = walk_name(path);
	size_t len = strlen(name), n = sizeof ending - 1;

	return !strncasecmp(name, ours, sizeof ours - 1) ||
	       (len >= n && !strcasecmp(name + len - n, ending));
}

static void add(struct walk *w, char *path, bool within, bool plain, int sys)
{
	if (w->n == WALK_FILES) {
		w->not_reached++;
		free(path);
		return;
	}
	if (w->n == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		w->files = memory_resize(w->files, w->room, sizeof *w->files);
	}
	w->files[w->n++] = (struct walked){ path, within, plain, sys };
}

/* Names in a folder; no more are kept than files in all could be taken of them. */
struct names {
	char **paths;
	size_t n, room, left_out;
};

static void keep_name(void *arg, const char *path, const char *name)
{
	struct names *names = arg;

	(void)name;
	if (names->n == WALK_FILES) {
		names->left_out++;
		return;
	}
	if (names->n == names->room) {
		names->room = names->room ? 2 * names->room : 64;
		names->paths = memory_resize(names->paths, names->room, sizeof *names->paths);
	}
	names->paths[names->n++] = memory_strdup(path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void look(struct walk *w, char *path, int depth);

static void look_into(struct walk *w, const char *folder, int depth)
{
	struct names names = { 0 };
	size_t len = strlen(folder);
	char *base = memory_strdup(folder);
	int err;

	while (len > 1 && base[len - 1] == PLATFORM_SEPARATOR)
		base[--len] = 0;
	err = platform_folder(base, false, keep_name, &names);
	if (err) /* what was read of it is taken all the same */
		add(w, memory_strdup(folder), depth > 0, false, err);
	if (names.n)
		qsort(names.paths, names.n, sizeof *names.paths, by_name);
	for (size_t i = 0; i < names.n; i++)
		look(w, names.paths[i], depth + 1);
	w->not_reached += names.left_out;
	free(names.paths);
	free(base);
}

/* One thing in a folder; the path is this function's. Only what is a folder itself is gone into. */
static void look(struct walk *w, char *path, int depth)
{
	struct file_info info = { 0 };
	int err = platform_info(path, false, &info);

	if (err || info.kind != FILE_FOLDER) {
		add(w, path, true, !err && info.kind == FILE_PLAIN, err);
		return;
	}
	if (depth > WALK_DEPTH)
		w->not_reached++;
	else
		look_into(w, path, depth);
	free(path);
}

void walk_paths(struct walk *out, char *const *paths, size_t n)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n; i++) {
		struct file_info info = { 0 };
		int err = platform_info(paths[i], true, &info);

		if (!err && info.kind == FILE_FOLDER)
			look_into(out, paths[i], 0);
		else
			add(out, memory_strdup(paths[i]), false, !err && info.kind == FILE_PLAIN,
			    err);
	}
}

void walk_release(struct walk *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->files[i].path);
	free(w->files);
	memset(w, 0, sizeof *w);
}
