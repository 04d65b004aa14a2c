// SPDX-License-Identifier: LGPL-2.1-or-later
/* The driver backend. */
#include "driver_backend.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static const struct target self = {.tid = 0, .cpu = -1};

static bool has_counters(void)
{
	return driver_machine()->family != PERFCTR_FAMILY_GENERIC;
}

static void describe(struct perfctr_info *info)
{
	info->tsc_khz = driver_machine()->tsc_khz;
	info->features |= PERFCTR_FEATURE_TSC;
	if (has_counters())
		info->features |= PERFCTR_FEATURE_HARDWARE;
	if (driver_page_has_rdpmc())
		info->features |= PERFCTR_FEATURE_RDPMC;
}

/* Tries the driver's events; what it tells of them goes back into events. */
static bool try(struct perfctr_events *events)
{
	struct driver_program program = {0};
	struct part part;
	bool fits = false;
	int fd = -1;

	if (part_take(&part, events, true) == 0 && driver_program_init(&program, &part) == 0)
		fd = driver_open(self);
	if (fd >= 0) {
		fits = driver_program_fits(&program, fd);
		close(fd);
	}
	part_give_back(&part, events);
	driver_program_free(&program);
	part_free(&part);
	return fits;
}

static void probe(struct event *event)
{
	struct perfctr_events events = {.count = 1, .event = event};

	if (!event_is_the_drivers(event)) {
		perf_backend.probe(event);
	} else if (!try(&events) && !event->unavailable) {
		event->unavailable = "the driver has counters for this thread already";
		event->remedy = "close them first";
	}
}

static bool fit(struct event *events, int count)
{
	struct perfctr_events all = {.count = count, .event = events};
	struct part software;
	bool fits = part_take(&software, &all, false) == 0 &&
		    (software.events.count == 0 ||
		     perf_backend.fit(software.events.event, software.events.count));

	if (fits && software.events.count < count)
		fits = try(&all);
	part_free(&software);
	return fits;
}

const struct backend driver_backend = {
	.name = "driver",
	.missing = driver_missing,
	.has_counters = has_counters,
	.describe = describe,
	.probe = probe,
	.fit = fit,
	.tree_open = driver_tree_open,
	.tree_attach = driver_tree_attach,
	.tree_cpus = driver_tree_cpus,
	.tree_read_cpu = driver_tree_read_cpu,
	.tree_drain = driver_tree_drain,
	.tree_read = driver_tree_read,
	.tree_stop = driver_tree_stop,
	.tree_close = driver_tree_close,
	.counting_open = driver_counting_open,
	.counting_control = driver_counting_control,
	.counting_stop = driver_counting_stop,
	.counting_read = driver_counting_read,
	.counting_read_one = driver_counting_read_one,
	.counting_read_tsc = driver_counting_read_tsc,
	.counting_read_children = driver_counting_read_children,
	.counting_read_state = driver_counting_read_state,
	.counting_resume = driver_counting_resume,
	.counting_map = driver_counting_map,
	.counting_unlink = driver_counting_unlink,
	.counting_close = driver_counting_close,
};
