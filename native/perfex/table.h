/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A set of items, found by what they are like, and kept in the order in which they were added. */
#ifndef PERFEX_TABLE_H
#define PERFEX_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table {
	uint64_t (*hash)(const void *item);
	bool (*alike)(const void *a, const void *b);
	void **item;
	size_t count, room;
	uint32_t *slot; /* 2 * room of them: 0 or an item's index plus 1 */
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
