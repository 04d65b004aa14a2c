// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Events that tasks inherit and report when they end (inherit_stat).
 *
 * The kernel writes these PERF_RECORD_READ from whatever CPU a task ends on, without a lock on the
 * buffer; it does hold the event's own child_mutex. So each event has a buffer of its own, which
 * belongs to a dummy that writes nothing.
 */
#include "perf_backend.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

struct perf_event_attr perf_timed_attr(void)
{
	return (struct perf_event_attr){
		.use_clockid = 1,
		.clockid = CLOCK_MONOTONIC,
		.sample_type = TRAILER_TYPE,
		.sample_id_all = 1,
	};
}

static int open_buffer(struct ring *ring, struct target target, size_t size)
{
	struct perf_event_attr attr = perf_timed_attr();
	int fd;

	attr.disabled = 1;
	fd = perf_open_dummy(&attr, target);
	if (fd < 0)
		return fail(-fd, "can't open a buffer for the tasks' counts: %s", strerror(-fd));
	ring->fd = fd;
	return ring_map(ring, fd, size);
}

int inherited_open(struct inherited *inherited, struct event *event, struct perf_event_attr *attr,
		   struct target target, size_t size)
{
	int result;

	attr->inherit = 1;
	attr->inherit_stat = 1;
	attr->read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
	losses_request(attr);
	*inherited = (struct inherited){.fd = -1, .reads.fd = -1};
	inherited->fd = perf_open_event(event, attr, target, -1);
	if (inherited->fd < 0) {
		inherited->error = -inherited->fd;
		return 0;
	}
	result = open_buffer(&inherited->reads, target, size);
	if (result < 0)
		return result;
	if (ioctl(inherited->fd, PERF_EVENT_IOC_SET_OUTPUT, inherited->reads.fd) < 0)
		return fail(errno, "can't direct event '%s' to its buffer: %s", event->name,
			    strerror(errno));
	return 0;
}

void inherited_close(struct inherited *inherited)
{
	if (inherited->fd >= 0)
		close(inherited->fd);
	ring_unmap(&inherited->reads);
	if (inherited->reads.fd >= 0)
		close(inherited->reads.fd);
}
