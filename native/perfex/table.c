// SPDX-License-Identifier: LGPL-2.1-or-later
#include "table.h"

#include <stdlib.h>

uint64_t hash_number(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash_number(hash, text != NULL);
}

/* Where the item that is like key is, or would be. */
static uint32_t *find_slot(const struct table *table, const void *key)
{
	size_t mask = 2 * table->room - 1;
	size_t at = table->hash(key) & mask;

	while (table->slot[at] && !table->alike(table->item[table->slot[at] - 1], key))
		at = (at + 1) & mask;
	return &table->slot[at];
}

void *table_find(const struct table *table, const void *key)
{
	uint32_t index = table->room ? *find_slot(table, key) : 0;

	return index ? table->item[index - 1] : NULL;
}

static int grow(struct table *table)
{
	size_t room = table->room ? 2 * table->room : 64;
	void **item = reallocarray(table->item, room, sizeof(*item));
	uint32_t *slot = calloc(2 * room, sizeof(*slot));

	if (item)
		table->item = item;
	if (!item || !slot) {
		free(slot);
		return -1;
	}
	free(table->slot);
	table->slot = slot;
	table->room = room;
	for (size_t i = 0; i < table->count; i++)
		*find_slot(table, table->item[i]) = i + 1;
	return 0;
}

int table_add(struct table *table, void *item)
{
	if (table->count == table->room && grow(table) < 0)
		return -1;
	*find_slot(table, item) = table->count + 1;
	table->item[table->count++] = item;
	return 0;
}

void table_free(struct table *table, void (*free_item)(void *item))
{
	for (size_t i = 0; i < table->count; i++)
		free_item(table->item[i]);
	free(table->item);
	free(table->slot);
	table->item = NULL;
	table->slot = NULL;
	table->count = table->room = 0;
}
