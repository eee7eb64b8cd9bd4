/*
 * memory: what happens when there is none left.
 *
 * One policy: whoever asks here is given memory, or the process ends, in one
 * place: the terminal is as it was found, one line says why, the exit code is
 * EX_OSERR. Nothing promised is lost by that: a thing is called saved only
 * after its commit, and a transaction cut off before is one that never was.
 * jansson and SQLite ask here too (memory_start(), vault_memory_init()), so
 * none of their constructors and setters fails unnoticed for want of memory.
 *
 * Checked by hand, with malloc() or after memory_foreign(), stays what a
 * foreign file decides the size of (tests/layers.sh names the places); and
 * libsodium's guarded memory and Argon2's, which have narrower limits of their
 * own. There the fault is FAULT_NOMEM.
 *
 * Invariant: what jansson and SQLite give back is wiped. Blocks are malloc()'s
 * and go back with free(). Thread-safe, but for memory_start().
 */
#ifndef STORE_BASE_MEMORY_H
#define STORE_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Give jansson this policy: first thing in main(). Without it jansson keeps its own. */
void memory_start(void);

/* At least `size` bytes, also for 0. */
void *memory_alloc(size_t size);
/* count * size bytes of zeros. */
void *memory_alloc_zero(size_t count, size_t size);
/* As realloc() to count * size bytes; what was there is not wiped when it moves. */
void *memory_resize(void *block, size_t count, size_t size);

/* Copies, the caller's to free(). A NULL text has a NULL copy; the second is at most n bytes. */
char *memory_strdup(const char *text);
char *memory_strndup(const char *text, size_t n);
/* As asprintf(). */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Usable bytes of a block; wipe and free one. NULL is fine. */
size_t memory_size(void *block);
void memory_free_wiped(void *block);

/* Give free memory back to the system, where it does not go back by itself. */
void memory_trim(void);

/*
 * Between these two, on this thread, jansson is refused what is not there, as by
 * malloc(): around the parsing of what others decide the size of. The second
 * says whether that happened; jansson itself may call it another mistake.
 */
void memory_foreign(void);
bool memory_foreign_short(void);

/*
 * What the end is like: `restore` (NULL: nothing) gives the terminal back
 * without asking for memory, on whatever thread, and once: a second thread that is out of
 * memory waits for the end; `line` (copied, cut to fit) is
 * what standard error gets, without its line end.
 */
void memory_on_end(void (*restore)(void));
void memory_last_words(const char *line);

/* End the process because memory is out. */
void memory_out(void) __attribute__((noreturn));

#endif
