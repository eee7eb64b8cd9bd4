/*
 * platform_holder: who has a lock that platform_lock() was refused.
 *
 * Said to a person, so only what is certain: where the system does not tell, nobody is stopped.
 * Thread-safe.
 */
#ifndef STORE_BASE_PLATFORM_HOLDER_H
#define STORE_BASE_PLATFORM_HOLDER_H

#include <stdbool.h>

/* Whether the lock of the file `path` belongs to a process that is stopped (^Z) and can be continued. */
bool platform_holder_stopped(const char *path);

#endif
