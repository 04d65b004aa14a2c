// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts the calling thread: its events in as few groups as the processor takes. */
#include "perf_backend.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

struct member {
	int fd;
	int leader; /* index of the event that leads its group */
};

struct vperfctr {
	struct perfctr_events *events;
	struct member *member;
	bool running;
};

/* What read() of a group's leader returns. */
struct group_values {
	uint64_t members, enabled, running;
	uint64_t raw[];
};

struct vperfctr *perf_task_open(void)
{
	struct vperfctr *vperfctr = calloc(1, sizeof(*vperfctr));

	if (!vperfctr)
		fail(ENOMEM, "out of memory");
	return vperfctr;
}

static void release(struct vperfctr *vperfctr)
{
	for (int i = 0; vperfctr->events && i < vperfctr->events->count; i++)
		if (vperfctr->member[i].fd >= 0)
			close(vperfctr->member[i].fd);
	free(vperfctr->member);
	vperfctr->member = NULL;
	vperfctr->events = NULL;
	vperfctr->running = false;
}

static int open_member(struct event *event, int group)
{
	struct perf_event_attr attr = {
		.disabled = group < 0,
		.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
			       PERF_FORMAT_TOTAL_TIME_RUNNING,
	};

	return perf_open_event(event, &attr, -1, group);
}

/* Puts an event into the group of leader, or, when it doesn't fit there, into one of its own. */
static int open_grouped(struct vperfctr *vperfctr, int index, int leader)
{
	struct event *event = &vperfctr->events->event[index];
	struct member *member = &vperfctr->member[index];

	if (leader >= 0) {
		const char *unavailable = event->unavailable, *remedy = event->remedy;

		member->leader = leader;
		member->fd = open_member(event, vperfctr->member[leader].fd);
		if (member->fd != -EINVAL)
			return member->fd;
		event->unavailable = unavailable;
		event->remedy = remedy;
	}
	member->leader = index;
	member->fd = open_member(event, -1);
	return member->fd;
}

static int for_each_leader(struct vperfctr *vperfctr, unsigned long request)
{
	for (int i = 0; i < vperfctr->events->count; i++)
		if (vperfctr->member[i].fd >= 0 && vperfctr->member[i].leader == i &&
		    ioctl(vperfctr->member[i].fd, request, PERF_IOC_FLAG_GROUP) < 0)
			return fail(errno, "can't switch event '%s': %s",
				    vperfctr->events->event[i].name, strerror(errno));
	return 0;
}

int perf_task_control(struct vperfctr *vperfctr, struct perfctr_events *events)
{
	int leader = -1;
	int result;

	release(vperfctr);
	vperfctr->member = calloc(events->count, sizeof(*vperfctr->member));
	if (!vperfctr->member)
		return fail(ENOMEM, "out of memory");
	vperfctr->events = events;
	for (int i = 0; i < events->count; i++)
		vperfctr->member[i].fd = -1;
	for (int i = 0; i < events->count; i++)
		if (open_grouped(vperfctr, i, leader) >= 0)
			leader = vperfctr->member[i].leader;
	if (leader < 0) {
		release(vperfctr);
		return fail(ENODEV, "none of the requested events can be counted: %s: %s",
			    events->event[0].name, events->event[0].unavailable);
	}
	result = for_each_leader(vperfctr, PERF_EVENT_IOC_ENABLE);
	vperfctr->running = result == 0;
	return result;
}

int perf_task_stop(struct vperfctr *vperfctr)
{
	if (!vperfctr->running)
		return 0;
	vperfctr->running = false;
	return for_each_leader(vperfctr, PERF_EVENT_IOC_DISABLE);
}

int vperfctr_is_running(const struct vperfctr *vperfctr)
{
	return vperfctr->running;
}

static int read_group(struct vperfctr *vperfctr, int leader, struct perfctr_count *counts)
{
	size_t size = sizeof(struct group_values) + vperfctr->events->count * sizeof(uint64_t);
	struct group_values *values = alloca(size);
	int next = 0;

	if (read(vperfctr->member[leader].fd, values, size) < 0)
		return fail(errno, "can't read event '%s': %s",
			    vperfctr->events->event[leader].name, strerror(errno));
	for (int i = leader; i < vperfctr->events->count; i++)
		if (vperfctr->member[i].fd >= 0 && vperfctr->member[i].leader == leader)
			counts[i] = (struct perfctr_count){values->raw[next++], values->enabled,
							   values->running};
	return 0;
}

int perf_task_read(struct vperfctr *vperfctr, struct perfctr_count *counts)
{
	if (!vperfctr->events)
		return fail(EINVAL, "nothing is counted: call vperfctr_control() first");
	memset(counts, 0, vperfctr->events->count * sizeof(*counts));
	for (int i = 0; i < vperfctr->events->count; i++) {
		int result = 0;

		if (vperfctr->member[i].fd >= 0 && vperfctr->member[i].leader == i)
			result = read_group(vperfctr, i, counts);
		if (result < 0)
			return result;
	}
	return 0;
}

int vperfctr_read_pmc(struct vperfctr *vperfctr, int index, uint64_t *raw)
{
	struct perfctr_count *counts;
	int result;

	if (!vperfctr->events || index < 0 || index >= vperfctr->events->count)
		return fail(EINVAL, "there is no event number %d", index);
	if (vperfctr->member[index].fd < 0)
		return fail(ENODEV, "event '%s' is not counted: %s",
			    vperfctr->events->event[index].name,
			    vperfctr->events->event[index].unavailable);
	counts = alloca(vperfctr->events->count * sizeof(*counts));
	result = read_group(vperfctr, vperfctr->member[index].leader, counts);
	if (result == 0)
		*raw = counts[index].raw;
	return result;
}

void perf_task_close(struct vperfctr *vperfctr)
{
	release(vperfctr);
	free(vperfctr);
}
