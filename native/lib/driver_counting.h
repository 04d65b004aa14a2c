/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counts for one thread or CPU. The driver counts its part of the events and the virtual TSC,
 * perf_events the other part.
 */
#ifndef PERFCTR_DRIVER_COUNTING_H
#define PERFCTR_DRIVER_COUNTING_H

#include "driver_backend.h"

struct driver_counting {
	struct target target;
	int fd;			       /* -1 until the first control */
	struct perfctr_events *events; /* the user's, NULL before the first control */
	struct part software, hardware;
	struct counting *beside; /* perf_events' for the software part */
	struct driver_program program;
	const struct driver_page *page;
	bool beside_runs, rdpmc, running, children;
	struct perfctr_count *scratch; /* to read the software part into */
	/* A CPU's counters: where they stood at the control, and at the stop. */
	struct driver_counts start, end;
};

static inline struct driver_counting *of(struct counting *counting)
{
	return (struct driver_counting *)counting;
}

static inline bool is_global(const struct driver_counting *counting)
{
	return counting->target.tid < 0;
}

/* Whether a counter is read through the mapped page. */
bool driver_is_mapped(const struct driver_counting *counting, const struct driver_counter *counter);

#endif
