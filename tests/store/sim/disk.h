/*
 * disk: a disk in memory for many vaults, which can lose power.
 *
 * It stands below the vault in the place of SQLite's stock VFS and of the system's files
 * (platform.h, by the linker's --wrap). Every file is what it is now and what of it is durable:
 * what was synced. What was not may be lost, whole, from some write on, or sector by sector.
 * Images of a device's files share their pages until one of them is written.
 *
 * One disk a process; paths begin with a device's folder, "/sim/NAME/".
 */
#ifndef TESTS_STORE_SIM_DISK_H
#define TESTS_STORE_SIM_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a file, in shared chunks. */
struct extent {
	struct chunk **chunks;
	int n;
	int64_t size;
	bool there;
};

/* What a device's disk holds: the vault, its log, its lock file. */
enum { IMAGE_VAULT, IMAGE_LOG, IMAGE_LOCK, IMAGE_FILES };
struct image {
	struct extent files[IMAGE_FILES];
};

/* Put the disk below every vault that is opened from now on. Once. */
void disk_install(void);

/* All that is below a folder goes. */
void disk_clear(const char *folder);

/* What is there now (as if it had been copied by hand); release before anew. */
void disk_image(const char *folder, struct image *out);
/* Put it there in the place of what was; durable. */
void disk_put_image(const char *folder, const struct image *image);
void image_release(struct image *image);
/* A copy that shares all with it. */
void image_copy(struct image *to, const struct image *from);
/* Pages that differ between two images of one vault; page `at` of *to becomes that of *from. */
void image_mix_page(struct image *to, const struct image *from, int at);

/* After so many more writes, cuts and syncs the power goes: all that follow fail. < 0: never. */
void disk_fuse(int operations);
bool disk_is_dead(void);

/*
 * After so many more writes that make a file longer the disk is full: those that follow fail.
 * < 0: never. disk_is_full(): one has failed.
 */
void disk_room(int operations);
bool disk_is_full(void);

/*
 * A file that is none of a device's: put there, durable; its bytes (free() them), NULL: there is
 * none.
 */
void disk_put_file(const char *path, const void *bytes, size_t n);
void *disk_read_file(const char *path, size_t *n);
/* Those in a folder, which ends in '/'. */
void disk_each(const char *folder, void (*each)(void *arg, const char *path, const char *name),
	       void *arg);

/*
 * The power is back: of the files below a folder is there what a power cut left. random() gives
 * numbers below its argument.
 */
void disk_power_cut(const char *folder, uint32_t (*random)(uint32_t below));

#endif
