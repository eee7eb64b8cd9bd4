#include "config.h"
#include "store/base/memory.h"

#include <jansson.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/base/crypto.h"

enum { WORDS_ROOM = 200 };

static char last_words[WORDS_ROOM] = "sotay: not enough memory\n";
static atomic_flag words_taken = ATOMIC_FLAG_INIT; /* while they are changed or read */
static _Atomic(void (*)(void)) on_end;
static atomic_flag ending = ATOMIC_FLAG_INIT;
static _Thread_local bool foreign, refused, ends;

/* ---- the end ---- */

void memory_on_end(void (*restore)(void))
{
	atomic_store(&on_end, restore);
}

static void take_words(void)
{
	while (atomic_flag_test_and_set(&words_taken))
		; /* another thread copies a line */
}

void memory_last_words(const char *line)
{
	char words[WORDS_ROOM];

	snprintf(words, sizeof words, "%.*s\n", WORDS_ROOM - 2, line);
	take_words();
	memcpy(last_words, words, sizeof last_words);
	atomic_flag_clear(&words_taken);
}

static void say_last_words(void)
{
	char words[WORDS_ROOM];
	ssize_t written;

	take_words();
	memcpy(words, last_words, sizeof words);
	atomic_flag_clear(&words_taken);
	written = write(STDERR_FILENO, words, strlen(words));
	(void)written;
}

void memory_out(void)
{
	void (*restore)(void) = atomic_load(&on_end);
	bool again = ends; /* what restores asked for memory itself */

	ends = true;
	while (!again && atomic_flag_test_and_set(&ending))
		pause(); /* another thread ends the process: it gives the terminal back first */
	if (restore && !again)
		restore();
	say_last_words();
	/* Not exit(): what waits in stdio's buffers has no claim to be whole. */
	_exit(EX_OSERR);
}

/* ---- asking ---- */

static void *given(void *block)
{
	if (!block)
		memory_out();
	return block;
}

void *memory_alloc(size_t size)
{
	return given(malloc(size ? size : 1));
}

void *memory_alloc_zero(size_t count, size_t size)
{
	return given(calloc(count ? count : 1, size));
}

void *memory_resize(void *block, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		memory_out();
	return given(realloc(block, bytes ? bytes : 1));
}

char *memory_strdup(const char *text)
{
	return text ? memory_strndup(text, strlen(text)) : NULL;
}

char *memory_strndup(const char *text, size_t n)
{
	size_t len = text ? strnlen(text, n) : 0;
	char *copy = text ? memory_alloc(len + 1) : NULL;

	if (copy) {
		memcpy(copy, text, len);
		copy[len] = 0;
	}
	return copy;
}

char *memory_format(const char *format, ...)
{
	va_list args, again;
	char *text;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		memory_out(); /* longer than an int */
	text = memory_alloc((size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

size_t memory_size(void *block)
{
	return malloc_usable_size(block);
}

void memory_free_wiped(void *block)
{
	if (block)
		wipe(block, memory_size(block));
	free(block);
}

void memory_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

/* ---- jansson ---- */

void memory_foreign(void)
{
	foreign = true;
	refused = false;
}

bool memory_foreign_short(void)
{
	foreign = false;
	return refused;
}

static void *json_alloc(size_t size)
{
	void *block = foreign ? malloc(size) : memory_alloc(size);

	refused = refused || !block;
	return block;
}

void memory_start(void)
{
	json_set_alloc_funcs(json_alloc, memory_free_wiped);
}
