/*
 * platform: the one door to the system. Files and folders, the lock, clocks,
 * where a person's things are, and what a process settles as it starts.
 *
 * What fails returns an errno (0: it did not), never a sentence. Files and
 * folders made here are for their owner alone. Paths are the system's own,
 * their parts separated by PLATFORM_SEPARATOR; those handed out are malloc'ed.
 * Terminals are not here: tui has its own doors to them.
 *
 * Rules for callers, which other systems than this one insist on: a file is
 * closed before it is renamed, and one that SQLite has open is never opened
 * here (closing it would drop SQLite's locks). Thread-safe but for the last part.
 */
#ifndef STORE_BASE_PLATFORM_H
#define STORE_BASE_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLATFORM_SEPARATOR '/'

/* An open file or something to wait for, as the system counts them. */
typedef intptr_t handle_t;
#define HANDLE_NONE ((handle_t)-1)

/* ---- files ---- */

enum file_use {
	FILE_READ,       /* anything that can be read; a pipe is waited for */
	FILE_READ_PLAIN, /* a plain file and nothing else: EISDIR, EINVAL */
	FILE_NEW,        /* to be written, and read back; EEXIST when the name is taken */
	FILE_NEW_SHARED  /* the same, that others may read, too, as the person's own files */
};
int platform_open(const char *path, enum file_use use, handle_t *out);
/* Up to n bytes, as soon as there are some; *got 0: the end. */
int platform_read(handle_t file, void *to, size_t n, size_t *got);
/* n bytes, fewer only at the end. */
int platform_read_whole(handle_t file, void *to, size_t n, size_t *got);
int platform_write(handle_t file, const void *from, size_t n); /* all of them */
int platform_seek(handle_t file, uint64_t at);
int platform_size(handle_t file, uint64_t *size);
int platform_sync(handle_t file);        /* to the medium */
void platform_uncache(handle_t file);    /* what is read next comes from the medium, if it can */
int platform_close(handle_t file);

enum file_kind { FILE_PLAIN, FILE_FOLDER, FILE_LINK, FILE_OTHER };
struct file_info {
	enum file_kind kind; /* a link only when links are not followed */
	uint64_t size;
	bool writable; /* a file without any write bit counts as read-only, even for root */
	bool exposed;  /* a plain file that others than its owner may read */
	int64_t changed_ms; /* when its bytes last were, by platform_time_ms() of who changed them */
};
int platform_info(const char *path, bool follow, struct file_info *out); /* ENOENT: not there */
bool platform_same(const char *a, const char *b); /* one file under two names */
int platform_real_path(const char *path, char **out);
int platform_rename(const char *from, const char *to, bool replace); /* EEXIST without it */
int platform_remove(const char *path);
int platform_make_folder(const char *path);
int platform_remove_folder(const char *path);
int platform_sync_folder(const char *folder); /* the names in it, where it can be asked */
/* Whether a file of `size` bytes fits there: ENOSPC, or EFBIG on file systems of small files. */
int platform_room(const char *folder, uint64_t size);

/*
 * The file `path`, made if need be, locked for this opening alone; EWOULDBLOCK when another
 * one has it. The lock goes with platform_unlock(), which may remove the file, or with the process.
 */
int platform_lock(const char *path, handle_t *out);
void platform_unlock(const char *path, handle_t lock, bool remove);

/* ---- the machine and the person ---- */

int64_t platform_time_ms(void);   /* the clock people set: since 1970-01-01T00:00Z */
int64_t platform_booted_ms(void); /* since the machine was started; nobody sets it */
int64_t platform_awake_ms(void);  /* the same without the time it slept */
uint64_t platform_free_memory(void); /* bytes, 0: unknown */

const char *platform_home(void);   /* HOME, else what the system knows; NULL: none */
char *platform_data_folder(void);  /* where programs keep a person's data; NULL without a home */
/*
 * Call each(arg, path, name) for everything in a folder that is not hidden, or for what is, "." and
 * ".." among it, in no order: 0, or the errno that ended it.
 */
int platform_folder(const char *folder, bool hidden,
		    void (*each)(void *arg, const char *path, const char *name), void *arg);
/* For every stick or disk that is mounted for this person. */
void platform_sticks(void (*each)(void *arg, const char *path, const char *name), void *arg);

/* ---- the process; once, by its main thread ---- */

/*
 * Standard files that are closed are filled with something that fails, nothing
 * of memory goes to a dump or (unless `traced`) to other processes, and writing where nobody
 * reads or nothing fits is an error and not the end. An errno: better go no further.
 */
int platform_harden(bool traced);
void platform_no_dumps(void);

/* Whether something was written where nobody reads any more, which was to end the process. */
bool platform_pipe_broke(void);
/* Let it, when everything is closed. */
void platform_end_by_pipe(void);

/* Between these an interrupt, a termination or a hang-up is held; the last lets it have its way. */
void platform_hold_signals(void);
bool platform_signal_held(void);
void platform_forget_signal(void);
void platform_let_signals(void);

#endif
