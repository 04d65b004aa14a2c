// SPDX-License-Identifier: LGPL-2.1-or-later
/* Divides a list of events between the driver and perf_events. */
#include "driver_backend.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>

bool event_is_the_drivers(const struct event *event)
{
	return event->type != PERF_TYPE_SOFTWARE;
}

int part_take(struct part *part, const struct perfctr_events *whole, bool drivers)
{
	*part = (struct part){
		.events.event = calloc(whole->count + 1, sizeof(*part->events.event)),
		.index = calloc(whole->count + 1, sizeof(*part->index)),
	};
	if (!part->events.event || !part->index)
		return fail(ENOMEM, "out of memory");
	for (int i = 0; i < whole->count; i++) {
		if (event_is_the_drivers(&whole->event[i]) != drivers)
			continue;
		part->index[part->events.count] = i;
		part->events.event[part->events.count++] = whole->event[i];
	}
	return 0;
}

void part_give_back(const struct part *part, struct perfctr_events *whole)
{
	for (int i = 0; i < part->events.count; i++)
		whole->event[part->index[i]] = part->events.event[i];
}

void part_free(struct part *part)
{
	/* The names belong to the whole. */
	free(part->events.event);
	free(part->index);
	*part = (struct part){0};
}
