/*
 * map: a small hash table from (group, id) to 32 bits, and a list of
 * integers without repetition.
 *
 * Which households a group has met, which number a group has: what counting
 * needs, and no more. Entries are only ever added. Lookups are by two
 * integers; ids are keys of the database and above zero. One thread.
 */
#ifndef STORE_SUMMARY_MAP_H
#define STORE_SUMMARY_MAP_H

#include <stdint.h>
#include <stddef.h>

struct summary_map_entry {
	int64_t id; /* 0: a free place */
	uint32_t group;
	uint32_t value;
};

/* All zero is an empty map. */
struct summary_map {
	struct summary_map_entry *entries; /* size places, a power of two or none */
	size_t size, used;
};

/*
 * The value of (group, id), 0 when it was not there before. The pointer is
 * good until the next call of this function.
 */
uint32_t *summary_map_at(struct summary_map *map, uint32_t group, int64_t id);

/* The value, or 0 when there is none. */
uint32_t summary_map_get(const struct summary_map *map, uint32_t group, int64_t id);

void summary_map_release(struct summary_map *map);

/* A few integers; all zero is an empty list, count = 0 empties one. The owner frees items. */
struct summary_list {
	int64_t *items;
	uint32_t count, room;
};

/* Append the item if it is not in there. */
void summary_list_put(struct summary_list *list, int64_t item);

#endif
