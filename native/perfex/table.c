// SPDX-License-Identifier: LGPL-2.1-or-later
#include "table.h"

#include <stdlib.h>
#include <string.h>

uint64_t hash_number(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	size_t left = text ? strlen(text) : 0;
	uint64_t word;

	for (; left >= sizeof(word); text += sizeof(word), left -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = hash_number(hash, word);
	}
	word = 0;
	if (left)
		memcpy(&word, text, left);
	return hash_number(hash_number(hash, word), text != NULL);
}

static bool is_slot_of(const struct table *table, const struct slot *slot, uint32_t hash,
		       const void *key)
{
	return slot->hash == hash && table->alike(table->item[slot->number - 1], key);
}

/* Where the item that is like key is, or would be. */
static struct slot *find_slot(const struct table *table, uint32_t hash, const void *key)
{
	size_t mask = 2 * table->room - 1;
	size_t at = hash & mask;

	while (table->slot[at].number && !is_slot_of(table, &table->slot[at], hash, key))
		at = (at + 1) & mask;
	return &table->slot[at];
}

void *table_find(const struct table *table, const void *key)
{
	uint32_t number = table->room ? find_slot(table, table->hash(key), key)->number : 0;

	return number ? table->item[number - 1] : NULL;
}

static void move_slots(const struct table *table, struct slot *to, size_t room)
{
	size_t mask = 2 * room - 1;

	for (size_t i = 0; i < 2 * table->room; i++) {
		size_t at = table->slot[i].hash & mask;

		if (!table->slot[i].number)
			continue;
		while (to[at].number)
			at = (at + 1) & mask;
		to[at] = table->slot[i];
	}
}

static int grow(struct table *table)
{
	size_t room = table->room ? 2 * table->room : 64;
	void **item = reallocarray(table->item, room, sizeof(*item));
	struct slot *slot = calloc(2 * room, sizeof(*slot));

	if (item)
		table->item = item;
	if (!item || !slot) {
		free(slot);
		return -1;
	}
	move_slots(table, slot, room);
	free(table->slot);
	table->slot = slot;
	table->room = room;
	return 0;
}

int table_add(struct table *table, void *item)
{
	uint32_t hash = table->hash(item);

	if (table->count == table->room && grow(table) < 0)
		return -1;
	table->item[table->count++] = item;
	*find_slot(table, hash, item) = (struct slot){table->count, hash};
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
