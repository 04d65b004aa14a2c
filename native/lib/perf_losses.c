// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Records that found no room in their buffer.
 *
 * The kernel tells of them with the next record that fits: nobody hears of those at the end. From
 * Linux 6.0 on each event counts its own, whoever inherited it, so that they can be read at any
 * time.
 */
#include "perf_backend.h"

#include <pthread.h>
#include <unistd.h>

static bool counted;

static void try(void)
{
	struct perf_event_attr attr = {.read_format = PERF_FORMAT_LOST};
	int fd = perf_open_dummy(&attr, (struct target){.tid = 0, .cpu = -1});

	counted = fd >= 0;
	if (fd >= 0)
		close(fd);
}

bool losses_are_counted(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, try);
	return counted;
}

void losses_request(struct perf_event_attr *attr)
{
	if (losses_are_counted())
		attr->read_format |= PERF_FORMAT_LOST;
}

uint64_t losses_read(int fd)
{
	uint64_t values[4];
	ssize_t size = fd >= 0 && losses_are_counted() ? read(fd, values, sizeof(values)) : 0;

	/* they come last, behind the count and maybe its times */
	return size > 0 ? values[size / sizeof(values[0]) - 1] : 0;
}
