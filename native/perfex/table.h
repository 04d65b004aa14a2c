/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A set of items, found by what they are like, and kept in the order in which they were added. */
#ifndef PERFEX_TABLE_H
#define PERFEX_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where an item is, if there is any. */
struct slot {
	uint32_t number; /* the item's index plus 1, or 0 */
	uint32_t hash;	 /* the lower half: others need not be looked at */
};

struct table {
	uint64_t (*hash)(const void *item);
	bool (*alike)(const void *a, const void *b);
	void **item;
	size_t count, room;
	struct slot *slot; /* 2 * room of them */
};

/* The item that is like key, or NULL. */
void *table_find(const struct table *table, const void *key);
/* Adds an item that no other is like. Returns 0 or -1 when out of memory. */
int table_add(struct table *table, void *item);
/* Frees the items, too, each by free_item. */
void table_free(struct table *table, void (*free_item)(void *item));

/* Mixes a number or a text (NULL is one, too) into a hash. */
uint64_t hash_number(uint64_t hash, uint64_t number);
uint64_t hash_text(uint64_t hash, const char *text);

#endif
