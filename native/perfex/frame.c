// SPDX-License-Identifier: LGPL-2.1-or-later
#include "frame.h"

#include <stdlib.h>
#include <string.h>

void place_set(struct place *place, const struct frame *frames, int count)
{
	place->frames = count ? malloc(count * sizeof(*frames)) : NULL;
	place->count = place->frames ? count : 0;
	if (place->count)
		memcpy(place->frames, frames, count * sizeof(*frames));
}

int places_from(struct place *const *places, int count, uint64_t address)
{
	int from = 0, to = count;

	while (from < to) {
		int middle = (from + to) / 2;

		if (places[middle]->address < address)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

void places_free(struct place *places, int count)
{
	for (int i = 0; i < count; i++)
		free(places[i].frames);
}
