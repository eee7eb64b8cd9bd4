#include "config.h"
#include "store/summary/map.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"

/* The place of (group, id), or the free one where it belongs. The map is never full. */
static size_t place_of(const struct summary_map *map, uint32_t group, int64_t id)
{
	uint64_t hash = (uint64_t)id * 0x9E3779B97F4A7C15u ^ (uint64_t)group * 0xC2B2AE3D27D4EB4Fu;
	size_t mask = map->size - 1;
	size_t i;

	hash ^= hash >> 32;
	hash *= 0x9E3779B97F4A7C15u;
	i = (size_t)(hash >> 32) & mask;
	while (map->entries[i].id && (map->entries[i].id != id || map->entries[i].group != group))
		i = (i + 1) & mask;
	return i;
}

static void grow(struct summary_map *map)
{
	struct summary_map bigger = {.size = map->size ? map->size * 2 : 64, .used = map->used};

	bigger.entries = memory_alloc_zero(bigger.size, sizeof *bigger.entries);
	for (size_t i = 0; i < map->size; i++) {
		const struct summary_map_entry *entry = &map->entries[i];

		if (entry->id)
			bigger.entries[place_of(&bigger, entry->group, entry->id)] = *entry;
	}
	free(map->entries);
	*map = bigger;
}

uint32_t *summary_map_at(struct summary_map *map, uint32_t group, int64_t id)
{
	struct summary_map_entry *entry;

	/* Three quarters full at most; one check before the entry is known to be new is enough. */
	if (map->used >= map->size / 4 * 3)
		grow(map);
	entry = &map->entries[place_of(map, group, id)];
	if (!entry->id) {
		entry->id = id;
		entry->group = group;
		map->used++;
	}
	return &entry->value;
}

uint32_t summary_map_get(const struct summary_map *map, uint32_t group, int64_t id)
{
	return map->size ? map->entries[place_of(map, group, id)].value : 0;
}

void summary_map_release(struct summary_map *map)
{
	free(map->entries);
	memset(map, 0, sizeof *map);
}

void summary_list_put(struct summary_list *list, int64_t item)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (list->items[i] == item)
			return;
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 16;
		list->items = memory_resize(list->items, list->room, sizeof *list->items);
	}
	list->items[list->count++] = item;
}
