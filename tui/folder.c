#include "config.h"
#include "tui/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int folder_make(const char *path, int *made, struct fault *f)
{
	char *copy = strdup(path);
	int rc = copy ? FAULT_OK : fault_set(f, FAULT_NOMEM, NULL), n = 0;
	char *slash = copy ? strchr(copy + 1, '/') : NULL;

	for (; slash && !rc; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (!mkdir(copy, 0700))
			n++;
		else if (errno != EEXIST)
			rc = fault_sys(f, FAULT_CANT_CREATE, errno, copy);
		*slash = '/';
	}
	free(copy);
	if (made)
		*made = n;
	return rc;
}

void folder_remove(const char *path, int made)
{
	char *copy = strdup(path);
	char *slash = copy ? strrchr(copy, '/') : NULL;

	for (; made > 0 && slash; made--, slash = strrchr(copy, '/')) {
		*slash = 0;
		if (rmdir(copy))
			break;
	}
	free(copy);
}
