#include "config.h"
#include "tui/env/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"

int folder_make(const char *path, int *made, struct fault *f)
{
	char *copy = memory_strdup(path), *end = *copy ? strchr(copy + 1, PLATFORM_SEPARATOR) : NULL;
	int rc = FAULT_OK, n = 0, err;

	for (; end && !rc; end = strchr(end + 1, PLATFORM_SEPARATOR)) {
		*end = 0;
		err = platform_make_folder(copy);
		if (!err)
			n++;
		else if (err != EEXIST)
			rc = fault_sys(f, FAULT_CANT_CREATE, err, copy);
		*end = PLATFORM_SEPARATOR;
	}
	free(copy);
	if (made)
		*made = n;
	return rc;
}

void folder_remove(const char *path, int made)
{
	char *copy = memory_strdup(path), *end = strrchr(copy, PLATFORM_SEPARATOR);

	for (; made > 0 && end; made--, end = strrchr(copy, PLATFORM_SEPARATOR)) {
		*end = 0;
		if (platform_remove_folder(copy))
			break;
	}
	free(copy);
}
