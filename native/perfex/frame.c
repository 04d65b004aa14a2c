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

void places_free(struct place *places, int count)
{
	for (int i = 0; i < count; i++)
		free(places[i].frames);
}
