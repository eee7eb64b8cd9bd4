#include "config.h"
#include "tui/export.h"

#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/step.h"
#include "sync/outfile.h"

int export_write(struct book *book, const struct period *period, const char *path, const void *data,
		 size_t len, bool force, struct fault *f)
{
	/* First the audit row: nothing leaves without one. */
	int rc = book_audit(book, "export", period->label, f);

	return rc ? rc : outfile_write(path, data, len, force, f);
}

static void add_place(struct export_place *out, int *n, char *path, const char *name)
{
	struct stat st;

	if (!path || *n == EXPORT_PLACES || stat(path, &st) || !S_ISDIR(st.st_mode)) {
		free(path);
		return;
	}
	out[*n].path = path;
	out[*n].name = name ? strdup(name) : NULL;
	++*n;
}

/* Desktops mount sticks in a folder of the person's below these. */
static void add_sticks(struct export_place *out, int *n, const char *root, const char *user)
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

int export_places(struct export_place out[EXPORT_PLACES])
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

void export_places_release(struct export_place *places, int n)
{
	for (int i = 0; i < n; i++) {
		free(places[i].path);
		free(places[i].name);
	}
}

char *export_name(const struct book *book, const struct period *period, enum summary_axis axis)
{
	const char *by = summary_axis_name(axis);
	char *name;

	return asprintf(&name, "sotay_%s_%s%s%s.csv", book_unit(book), period->label,
			*by ? "_" : "", by) < 0
		       ? NULL
		       : name;
}
