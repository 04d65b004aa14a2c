// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a counting on the driver has counted. */
#include "driver_counting.h"

#include <errno.h>
#include <string.h>

static int check(const struct driver_counting *counting)
{
	return counting->events ? 0
				: fail(EINVAL, "nothing is counted: a control has to come first");
}

static int read_driver(const struct driver_counting *counting, struct driver_counts *counts)
{
	int result;

	if (!is_global(counting))
		return driver_read(counting->fd, PERFCTR_READ, 0, 0, counts);
	*counts = counting->end;
	result = counting->running
			 ? driver_read(counting->fd, PERFCTR_READ, 0, counting->target.cpu, counts)
			 : 0;
	if (result == 0)
		driver_counts_subtract(counts, &counting->start);
	return result;
}

bool driver_is_mapped(const struct driver_counting *counting, const struct driver_counter *counter)
{
	return counting->page && !counter->event->unavailable &&
	       (counting->rdpmc || counter->slot == SLOT_TSC);
}

static bool all_mapped(const struct driver_counting *counting)
{
	for (int i = 0; i < counting->program.count; i++)
		if (!counting->program.counter[i].event->unavailable &&
		    !driver_is_mapped(counting, &counting->program.counter[i]))
			return false;
	return counting->page != NULL;
}

static void scatter(const struct part *part, const struct perfctr_count *from,
		    struct perfctr_count *to)
{
	for (int i = 0; i < part->events.count; i++)
		to[part->index[i]] = from[i];
}

static int read_hardware(struct driver_counting *counting, struct perfctr_count *counts)
{
	bool mapped = all_mapped(counting);
	struct driver_counts now;
	int result = mapped || counting->fd < 0 ? 0 : read_driver(counting, &now);

	for (int i = 0; result == 0 && i < counting->program.count; i++) {
		const struct driver_counter *counter = &counting->program.counter[i];

		if (counter->event->unavailable)
			continue;
		counts[counting->hardware.index[i]] =
			mapped ? driver_page_count(counting->page, counter)
			       : driver_count_of(counter, now.count, now.head.tsc);
	}
	return result;
}

int driver_counting_read(struct counting *handle, struct perfctr_count *counts)
{
	struct driver_counting *counting = of(handle);
	int result = check(counting);

	if (result < 0)
		return result;
	memset(counts, 0, counting->events->count * sizeof(*counts));
	if (counting->beside_runs) {
		result = perf_backend.counting_read(counting->beside, counting->scratch);
		if (result == 0)
			scatter(&counting->software, counting->scratch, counts);
	}
	return result < 0 ? result : read_hardware(counting, counts);
}

static int place(const struct part *part, int index)
{
	for (int i = 0; i < part->events.count; i++)
		if (part->index[i] == index)
			return i;
	return -1;
}

static int read_counter(struct driver_counting *counting, const struct driver_counter *counter,
			uint64_t *raw)
{
	struct driver_counts now;
	int result;

	if (driver_is_mapped(counting, counter)) {
		*raw = driver_page_count(counting->page, counter).raw;
		return 0;
	}
	result = read_driver(counting, &now);
	if (result == 0)
		*raw = driver_count_of(counter, now.count, now.head.tsc).raw;
	return result;
}

int driver_counting_read_one(struct counting *handle, int index, uint64_t *raw)
{
	struct driver_counting *counting = of(handle);
	int here, result = check(counting);

	if (result < 0)
		return result;
	if (index < 0 || index >= counting->events->count)
		return fail(EINVAL, "there is no event number %d", index);
	if (counting->events->event[index].unavailable)
		return fail(ENODEV, "event '%s' is not counted: %s",
			    counting->events->event[index].name,
			    counting->events->event[index].unavailable);
	here = place(&counting->hardware, index);
	if (here >= 0)
		return read_counter(counting, &counting->program.counter[here], raw);
	return perf_backend.counting_read_one(counting->beside, place(&counting->software, index),
					      raw);
}

int driver_counting_read_tsc(struct counting *handle, uint64_t *ticks)
{
	struct driver_counting *counting = of(handle);
	struct driver_counts now;
	int result = check(counting);

	if (result < 0)
		return result;
	if (counting->page) {
		*ticks = driver_page_tsc(counting->page);
		return 0;
	}
	if (counting->fd < 0)
		return fail(EINVAL, "the virtual TSC is not counted: control it with "
				    "PERFCTR_COUNT_TSC");
	result = read_driver(counting, &now);
	*ticks = now.head.tsc;
	return result;
}

int driver_counting_read_children(struct counting *handle, struct perfctr_count *counts)
{
	struct driver_counting *counting = of(handle);
	struct driver_counts sum;
	int result = 0;

	if (!counting->children)
		return fail(EINVAL, "children are not counted: control it with "
				    "PERFCTR_COUNT_CHILDREN");
	memset(counts, 0, counting->events->count * sizeof(*counts));
	if (counting->beside_runs) {
		result = perf_backend.counting_read_children(counting->beside, counting->scratch);
		scatter(&counting->software, counting->scratch, counts);
	}
	if (result < 0 || counting->fd < 0)
		return result;
	result = driver_read(counting->fd, PERFCTR_READ_CHILDREN, 0, 0, &sum);
	if (result < 0)
		return result;
	if (sum.head.uncounted)
		return fail(ENOBUFS, "%llu children were not counted: the kernel had no memory",
			    (unsigned long long)sum.head.uncounted);
	for (int i = 0; i < counting->program.count; i++)
		counts[counting->hardware.index[i]] =
			driver_count_of(&counting->program.counter[i], sum.count, sum.head.tsc);
	return 0;
}

int driver_counting_read_state(struct counting *handle, struct perfctr_state *state)
{
	struct driver_counting *counting = of(handle);
	struct perfctr_state beside = {.size = sizeof(beside)};
	int result = perf_backend.counting_read_state(counting->beside, &beside);

	*state = (struct perfctr_state){
		.size = sizeof(*state),
		.running = counting->running,
		.events = counting->events ? counting->events->count : 0,
		.counted = beside.counted,
		.groups = beside.groups,
		.user_read = beside.user_read,
	};
	for (int i = 0; i < counting->program.count; i++) {
		state->counted += !counting->program.counter[i].event->unavailable;
		state->user_read += driver_is_mapped(counting, &counting->program.counter[i]);
	}
	if (counting->program.slots > 0)
		state->groups += counting->program.multiplexed ? 2 : 1;
	if (result < 0 || counting->fd < 0)
		return result;
	return driver_counting_read_tsc(handle, &state->tsc);
}
