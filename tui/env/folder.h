/*
 * folder: the folders the default data file lies in, made on the way.
 */
#ifndef TUI_ENV_FOLDER_H
#define TUI_ENV_FOLDER_H

#include "store/base/fault.h"

/*
 * Make the folders a file's path goes through, for their owner only; *made (may
 * be NULL): how many there were not. FAULT_CANT_CREATE.
 */
int folder_make(const char *path, int *made, struct fault *f);

/* Take the innermost `made` of them away again; one that somebody uses stays. */
void folder_remove(const char *path, int made);

#endif
