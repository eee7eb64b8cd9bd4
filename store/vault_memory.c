#include "config.h"
#include "store/vault_memory.h"
#include "store/fault.h"

#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

static sqlite3_mem_methods plain; /* SQLite's own */
static int init_result;

static void wiping_free(void *block)
{
	if (!block)
		return;
	sodium_memzero(block, (size_t)plain.xSize(block));
	plain.xFree(block);
}

/* realloc() would leave the old copy behind when it moves. */
static void *wiping_realloc(void *block, int size)
{
	int have = plain.xSize(block);
	void *moved;

	if (size <= have && size > have / 2)
		return block;
	moved = plain.xMalloc(size);
	if (moved) {
		memcpy(moved, block, (size_t)(size < have ? size : have));
		wiping_free(block);
	}
	return moved;
}

static void init(void)
{
	static const struct rlimit no_core;
	sqlite3_mem_methods wiping;

	init_result = sodium_init() < 0 ? FAULT_INTERNAL : FAULT_OK;
	setrlimit(RLIMIT_CORE, &no_core);
	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
		return;
	wiping = plain;
	wiping.xFree = wiping_free;
	wiping.xRealloc = wiping_realloc;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &wiping);
}

int vault_memory_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init);
	return init_result;
}
