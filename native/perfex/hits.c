// SPDX-License-Identifier: LGPL-2.1-or-later
#include "hits.h"

#include <stdlib.h>

static uint64_t hash_hit(const void *item)
{
	const struct spot *spot = &((const struct hit *)item)->spot;

	return hash_number(hash_number(spot->module, spot->offset), spot->epoch);
}

static bool same_hit(const void *a, const void *b)
{
	const struct spot *x = &((const struct hit *)a)->spot;
	const struct spot *y = &((const struct hit *)b)->spot;

	return x->module == y->module && x->offset == y->offset && x->epoch == y->epoch;
}

void hits_init(struct hits *hits, int events)
{
	hits->events = events;
	hits->table = (struct table){.hash = hash_hit, .alike = same_hit};
}

struct hit *hits_get(struct hits *hits, const struct spot *spot)
{
	struct hit key = {.spot = *spot};
	struct hit *hit = table_find(&hits->table, &key);

	if (hit)
		return hit;
	hit = calloc(1, sizeof(*hit) + hits->events * sizeof(hit->samples[0]));
	if (!hit)
		return NULL;
	hit->spot = *spot;
	if (table_add(&hits->table, hit) == 0)
		return hit;
	free(hit);
	return NULL;
}

static int by_spot(const void *a, const void *b)
{
	const struct spot *x = &(*(const struct hit *const *)a)->spot;
	const struct spot *y = &(*(const struct hit *const *)b)->spot;

	if (x->module != y->module)
		return x->module - y->module;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->epoch < y->epoch ? -1 : x->epoch > y->epoch;
}

void hits_sort(struct hits *hits)
{
	if (hits->table.count)
		qsort(hits->table.item, hits->table.count, sizeof(void *), by_spot);
}

bool hit_has_samples(const struct hit *hit, int events)
{
	for (int i = 0; i < events; i++)
		if (hit->samples[i])
			return true;
	return false;
}

static void free_hit(void *item)
{
	struct hit *hit = item;

	free(hit->calls);
	free(hit);
}

void hits_free(struct hits *hits)
{
	table_free(&hits->table, free_hit);
}
