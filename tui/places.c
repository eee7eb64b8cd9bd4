#include "config.h"
#include "tui/places.h"

#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void add_place(struct file_place *out, int *n, char *path, const char *name)
{
	struct stat st;

	if (!path || *n == PLACES_MAX || stat(path, &st) || !S_ISDIR(st.st_mode)) {
		free(path);
		return;
	}
	out[*n].path = path;
	out[*n].name = name ? strdup(name) : NULL;
	++*n;
}

/* Desktops mount sticks in a folder of the person's below these. */
static void add_sticks(struct file_place *out, int *n, const char *root, const char *user)
{
	char *folder, *path;
	struct dirent *entry;
	DIR *dir;

	if (asprintf(&folder, "%s/%s", root, user) < 0)
		return;
	dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		if (*entry->d_name == '.' || asprintf(&path, "%s/%s", folder, entry->d_name) < 0)
			continue;
		add_place(out, n, path, entry->d_name);
	}
	if (dir)
		closedir(dir);
	free(folder);
}

int places_list(struct file_place out[PLACES_MAX])
{
	const char *home = getenv("HOME"), *user = getenv("USER");
	struct passwd *self = user && *user ? NULL : getpwuid(getuid());
	int n = 0;

	if (home && *home == '/')
		add_place(out, &n, strdup(home), NULL);
	if (self)
		user = self->pw_name;
	if (user && *user && !strchr(user, '/')) {
		add_sticks(out, &n, "/media", user);
		add_sticks(out, &n, "/run/media", user);
	}
	return n;
}

void places_release(struct file_place *places, int n)
{
	for (int i = 0; i < n; i++) {
		free(places[i].path);
		free(places[i].name);
	}
}
