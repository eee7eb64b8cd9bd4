/* make bench: bench SOTAY DIR SESSIONS [PART]… */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/bench.h"

void bench_fail(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("bench: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	putc('\n', stderr);
	exit(1);
}

char *bench_text(const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		bench_fail("no memory");
	va_end(args);
	return text;
}

void bench_run(const char *format, ...)
{
	char *line;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		bench_fail("no memory");
	va_end(args);
	if (system(line))
		bench_fail("failed: %s", line);
	free(line);
}

int64_t bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

char *bench_copy(const struct bench *b, const char *name)
{
	char *path = bench_text("%s/%s", b->dir, name);

	bench_run("rm -f '%s'* && cp '%s' '%s'", path, b->vault, path);
	return path;
}

void bench_remove(char *path)
{
	bench_run("rm -f '%s'*", path);
	free(path);
}

char *bench_peer(const char *name)
{
	static const char *const dirs[] = {"/usr/local/bin", "/usr/bin", "/bin"};
	static char said[256]; /* names, each with a space before it */

	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		char *path = bench_text("%s/%s", dirs[i], name);

		if (!access(path, X_OK))
			return path;
		free(path);
	}
	if (!strstr(said, name)) {
		snprintf(said + strlen(said), sizeof said - strlen(said), " %s", name);
		table_note("no peer: %s is not installed", name);
	}
	return NULL;
}

/* ---- the machine ---- */

static void cpu_model(char *out, size_t size)
{
	FILE *f = fopen("/proc/cpuinfo", "r");
	char line[256];

	snprintf(out, size, "unknown processor");
	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, "model name", 10) && strchr(line, ':')) {
			snprintf(out, size, "%s", strchr(line, ':') + 2);
			out[strcspn(out, "\n")] = 0;
			break;
		}
	if (f)
		fclose(f);
}

static const char *file_system(const char *dir, char out[24])
{
	static const struct {
		long magic;
		const char *name;
	} known[] = {{0xEF53, "ext4"},	    {0x9123683E, "btrfs"},     {0x58465342, "xfs"},
		     {0x01021994, "tmpfs"}, {0x794c7630, "overlayfs"}, {0x4d44, "fat"}};
	struct statfs fs;

	if (statfs(dir, &fs))
		return "unknown file system";
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if ((unsigned long)fs.f_type == (unsigned long)known[i].magic)
			return known[i].name;
	snprintf(out, 24, "file system %lx", (unsigned long)fs.f_type);
	return out;
}

static void say_machine(const struct bench *b)
{
	char cpu[128], fs[24], day[32];
	time_t now = time(NULL);
	struct utsname u;
	double load = 0;
	struct stat st;

	uname(&u);
	cpu_model(cpu, sizeof cpu);
	strftime(day, sizeof day, "%F", gmtime(&now));
	if (getloadavg(&load, 1) < 1 || stat(b->vault, &st))
		bench_fail("no %s", b->vault);
	printf("%s; %ld cores, %s; %s %s; %s; load before %.1f; %d sessions, %.0f MiB\n", day,
	       sysconf(_SC_NPROCESSORS_ONLN), cpu, u.sysname, u.release, file_system(b->dir, fs),
	       load, b->sessions, (double)st.st_size / 1048576);
	if (load > 1)
		table_note("something else is running: times below are too long, p99 most of all");
#ifdef __SANITIZE_ADDRESS__
	table_note("built with sanitizers: no figure below means anything");
#endif
}

/* ---- the run ---- */

static const struct {
	const char *name;
	void (*run)(struct bench *b);
} parts[] = {
	{"search", bench_search}, {"store", bench_store}, {"vault", bench_vault},
	{"import", bench_import}, {"list", bench_list},	  {"start", bench_start},
	{"memory", bench_memory}, {"sealed", bench_sealed}, {"idle", bench_idle},
};

static bool wanted(const char *name, char **names)
{
	bool any = *names != NULL;

	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return !any;
}

/* Nothing of the person who measures is read or touched. */
static void own_environment(const struct bench *b)
{
	clearenv();
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("HOME", b->dir, 1);
	setenv("TZ", "UTC", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("SOTAY_NOW", BENCH_TODAY "T19:00", 1);
	signal(SIGPIPE, SIG_IGN);
}

int main(int argc, char **argv)
{
	struct bench b = {.sotay = argv[1]};

	if (argc < 4 || (b.sessions = atoi(argv[3])) < 1000)
		bench_fail("usage: bench SOTAY DIR SESSIONS [PART]…; SESSIONS from 1000");
	if (mkdir(argv[2], 0700) && errno != EEXIST)
		bench_fail("cannot make %s", argv[2]);
	b.dir = realpath(argv[2], NULL);
	own_environment(&b);
	data_make(&b);
	say_machine(&b);
	table_head();
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (wanted(parts[i].name, argv + 4))
			parts[i].run(&b);
	return 0;
}
