/*
 * walk: the files that were named, and those in folders that were.
 *
 * Four folders deep, no links followed, at most 20,000 files, by name. Names are only looked
 * at to tell what is listed from what is passed over; nothing is opened here.
 */
#ifndef SYNC_EXCHANGE_WALK_H
#define SYNC_EXCHANGE_WALK_H

#include <stdbool.h>
#include <stddef.h>

#define WALK_FILES 20000
#define WALK_DEPTH 4

struct walked {
	char *path;
	bool within; /* found in a folder, not named by who asked */
	bool plain;  /* a file that can be looked into */
	int sys;     /* why it, or the folder it is, cannot be read; 0 it may be */
};

struct walk {
	struct walked *files;
	size_t n, room;
	size_t not_reached; /* files, and folders that lie too deep */
};

void walk_paths(struct walk *out, char *const *paths, size_t n);
void walk_release(struct walk *w);

/* Whether a file is called as ours are, in either case: "*.stb", "sotay*". */
bool walk_is_named_ours(const char *path);

/* The name without its folders; into the path. */
const char *walk_name(const char *path);

#endif
