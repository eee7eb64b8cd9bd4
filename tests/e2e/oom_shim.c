/*
 * Memory that runs out where a test wants it, for a binary of tests only
 * (Makefile.am, sotay_oom): what the program, jansson and SQLite ask for passes
 * here and is counted.
 *
 * SOTAY_OOM_AT: which of the requests is refused, from 1; only that one, because one
 * that fails among others that do not is what leaves things half done.
 * SOTAY_OOM_EVER: set, all later ones are refused, too.
 * SOTAY_OOM_COUNT: a file that gets the number of requests when the program
 * ends in order, and on SIGUSR1.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WRAP(type, name, ...)            \
	type __real_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__); \
	type __wrap_##name(__VA_ARGS__)

static atomic_long asked;
static long refused;
static bool ever;

static void write_count(int sig)
{
	const char *name = getenv("SOTAY_OOM_COUNT");
	int keep = errno, fd = name ? open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
	char digits[24], *at = digits + sizeof digits;

	(void)sig;
	for (long n = asked; n; n /= 10) /* a signal handler has no printf() */
		*--at = (char)('0' + n % 10);
	if (fd >= 0 && write(fd, at, (size_t)(digits + sizeof digits - at)) < 0)
		abort();
	if (fd >= 0)
		close(fd);
	errno = keep;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("SOTAY_OOM_AT");

	refused = at ? atol(at) : 0;
	ever = refused && getenv("SOTAY_OOM_EVER");
	if (getenv("SOTAY_OOM_COUNT"))
		signal(SIGUSR1, write_count);
}

__attribute__((destructor)) static void end(void)
{
	write_count(0);
}

static bool refuses(void)
{
	long n = ++asked;

	if (n != refused && !(ever && n > refused))
		return false;
	errno = ENOMEM;
	return true;
}

WRAP(void *, malloc, size_t n)
{
	return refuses() ? NULL : __real_malloc(n);
}

WRAP(void *, calloc, size_t count, size_t n)
{
	return refuses() ? NULL : __real_calloc(count, n);
}

WRAP(void *, realloc, void *block, size_t n)
{
	return refuses() ? NULL : __real_realloc(block, n);
}

WRAP(void *, reallocarray, void *block, size_t count, size_t n)
{
	return refuses() ? NULL : __real_reallocarray(block, count, n);
}

WRAP(char *, strdup, const char *text)
{
	return refuses() ? NULL : __real_strdup(text);
}

WRAP(char *, strndup, const char *text, size_t n)
{
	return refuses() ? NULL : __real_strndup(text, n);
}

WRAP(char *, realpath, const char *path, char *out)
{
	return !out && refuses() ? NULL : __real_realpath(path, out);
}

WRAP(void *, sodium_malloc, size_t n)
{
	return refuses() ? NULL : __real_sodium_malloc(n);
}

WRAP(int, asprintf, char **out, const char *format, ...)
{
	va_list args;
	int n;

	if (refuses()) {
		*out = NULL;
		return -1;
	}
	va_start(args, format);
	n = vasprintf(out, format, args);
	va_end(args);
	return n;
}

/* What asprintf() is with _FORTIFY_SOURCE. */
WRAP(int, __asprintf_chk, char **out, int flag, const char *format, ...)
{
	va_list args;
	int n;

	(void)flag;
	if (refuses()) {
		*out = NULL;
		return -1;
	}
	va_start(args, format);
	n = vasprintf(out, format, args);
	va_end(args);
	return n;
}
