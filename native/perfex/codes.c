// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codes.h"

#include <stdlib.h>

/* How many pieces of code may have been at an address, one after the other. */
#define MOST_REUSED 4096

struct code *codes_add(struct codes *codes)
{
	if (codes->count == codes->room) {
		int room = codes->room ? 2 * codes->room : 256;
		struct code *grown = reallocarray(codes->code, room, sizeof(*grown));

		if (!grown)
			return NULL;
		codes->code = grown;
		codes->room = room;
	}
	return &codes->code[codes->count++];
}

static int by_start(const void *a, const void *b)
{
	const struct code *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->loaded < y->loaded ? -1 : x->loaded > y->loaded;
}

int codes_sort(struct codes *codes)
{
	uint64_t reach = 0;

	codes->reach = calloc(codes->count + 1, sizeof(*codes->reach));
	if (!codes->reach)
		return -1;
	if (codes->count)
		qsort(codes->code, codes->count, sizeof(*codes->code), by_start);
	for (int i = 0; i < codes->count; i++) {
		if (codes->code[i].end > reach)
			reach = codes->code[i].end;
		codes->reach[i] = reach;
	}
	return 0;
}

/* The index of the last code that starts at or before this address, or -1. */
static int last_before(const struct codes *codes, uint64_t address)
{
	int from = 0, to = codes->count;

	while (from < to) {
		int middle = (from + to) / 2;

		if (codes->code[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from - 1;
}

struct code *codes_find(const struct codes *codes, uint64_t address, uint64_t time)
{
	int last = last_before(codes, address);
	struct code *best = NULL;

	for (int i = last; i >= 0 && last - i < MOST_REUSED && codes->reach[i] > address; i--) {
		struct code *code = &codes->code[i];

		if (code->end <= address || code->unloaded <= time)
			continue;
		if (!best ||
		    (code->loaded <= time ? best->loaded > time || code->loaded > best->loaded
					  : code->loaded < best->loaded))
			best = code;
	}
	return best;
}

void codes_free(struct codes *codes)
{
	for (int i = 0; i < codes->count; i++)
		code_free(&codes->code[i]);
	free(codes->code);
	free(codes->reach);
}
