#include "config.h"
#include "store/base/platform_holder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* The process that has locked this file whole; 0: not found. */
static long holder(const struct stat *file)
{
	FILE *in = fopen("/proc/locks", "re");
	unsigned major_of, minor_of;
	unsigned long inode;
	char line[256];
	long pid = 0, found = 0;

	while (in && !found && fgets(line, sizeof line, in))
		if (sscanf(line, "%*d: FLOCK %*s %*s %ld %x:%x:%lu", &pid, &major_of, &minor_of,
			   &inode) == 4 &&
		    major_of == major(file->st_dev) && minor_of == minor(file->st_dev) &&
		    inode == file->st_ino)
			found = pid;
	if (in)
		fclose(in);
	return found;
}

/* Its state stands behind its name, which may hold anything. */
static char state_of(long pid)
{
	char path[64], line[512] = "", *after;
	FILE *in;

	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	in = fopen(path, "re");
	if (!in)
		return 0;
	after = fgets(line, sizeof line, in) ? strrchr(line, ')') : NULL;
	fclose(in);
	return after && after[1] == ' ' ? after[2] : 0;
}

bool platform_holder_stopped(const char *path)
{
	struct stat file;
	long pid = stat(path, &file) ? 0 : holder(&file);

	return pid > 0 && state_of(pid) == 'T';
}
