#include "config.h"
#include "store/vault/memory.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform.h"

#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static int init_result;

static void *give(int size)
{
	return memory_alloc((size_t)size);
}

static int size_of(void *block)
{
	return block ? (int)memory_size(block) : 0;
}

/* realloc() would leave the old copy behind when it moves. */
static void *resize(void *block, int size)
{
	int have = size_of(block);
	void *moved;

	if (size <= have && size > have / 2)
		return block;
	moved = give(size);
	memcpy(moved, block, (size_t)(size < have ? size : have));
	memory_free_wiped(block);
	return moved;
}

static int round_up(int size)
{
	return (size + 7) & ~7;
}

static int start(void *none)
{
	(void)none;
	return SQLITE_OK;
}

static void stop(void *none)
{
	(void)none;
}

static void init(void)
{
	static const sqlite3_mem_methods methods = {
		.xMalloc = give,
		.xFree = memory_free_wiped,
		.xRealloc = resize,
		.xSize = size_of,
		.xRoundup = round_up,
		.xInit = start,
		.xShutdown = stop,
	};

	init_result = sodium_init() < 0 ? FAULT_INTERNAL : FAULT_OK;
	platform_no_dumps();
	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

int vault_memory_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init);
	return init_result;
}
