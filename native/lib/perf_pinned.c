// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A sampled event that takes turns with others loses the samples of the meantime, and nothing tells
 * how many. So it is pinned: always on a counter. The kernel does not refuse what it can't pin, but
 * leaves it without counting: whether it can is tried on the calling thread.
 */
#include "perf_backend.h"

#include <unistd.h>

/* No sample is wanted of the trial. */
#define PERIOD (UINT64_C(1) << 31)

void refuse_beside(struct event *event)
{
	event->unavailable = "there is no counter left for it alone, and while it waited for its "
			     "turn its samples would be lost";
	event->remedy = "sample fewer events at once, and end other profilers";
}

static bool is_counting(int fd)
{
	uint64_t value;

	return read(fd, &value, sizeof(value)) == sizeof(value);
}

/* Returns the descriptor of a pinned event, or -1. */
static int pin(struct event *event)
{
	struct perf_event_attr attr = {.pinned = 1, .sample_period = PERIOD};
	int fd = perf_open_event(event, &attr, (struct target){.tid = 0, .cpu = -1}, -1);

	if (fd < 0 || is_counting(fd))
		return fd;
	close(fd);
	refuse_beside(event);
	return -1;
}

void perf_pin(struct perfctr_events *sampled)
{
	int fd[sampled->count];

	for (int i = 0; i < sampled->count; i++) {
		struct event *event = &sampled->event[i];
		bool hardware = event->type != PERF_TYPE_SOFTWARE && event->type != TYPE_TSC;

		fd[i] = hardware && !event->unavailable ? pin(event) : -1;
	}
	for (int i = 0; i < sampled->count; i++)
		if (fd[i] >= 0)
			close(fd[i]);
}
