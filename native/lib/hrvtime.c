// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The calling thread's own time. A dummy event is enabled all the time, and its page tells for how
 * long while the thread ran. Where the kernel doesn't map its clock, the thread's CPU clock tells
 * it.
 */
#include "perf_backend.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct clock {
	struct perf_event_mmap_page *page;
	uint64_t base; /* the thread's time when the event was opened */
	uint64_t last;
};

static _Thread_local struct clock *thread_clock;
static _Thread_local bool no_clock;
static pthread_key_t at_end;

static uint64_t cpu_clock(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void close_clock(void *pointer)
{
	struct clock *clock = pointer;

	munmap(clock->page, sysconf(_SC_PAGESIZE));
	free(clock);
}

/* A child process has not got the page, which the kernel does not copy. */
static void forget_clock(void)
{
	pthread_setspecific(at_end, NULL);
	free(thread_clock);
	thread_clock = NULL;
	no_clock = false;
}

static void prepare(void)
{
	pthread_key_create(&at_end, close_clock);
	pthread_atfork(NULL, NULL, forget_clock);
}

static struct perf_event_mmap_page *map_clock(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_DUMMY,
		.exclude_kernel = 1,
		.exclude_hv = 1,
	};
	int fd = perf_open(&attr, (struct target){.tid = 0, .cpu = -1}, -1);
	void *page;

	if (fd < 0)
		return NULL;
	page = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	return page == MAP_FAILED ? NULL : page;
}

static struct clock *open_clock(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct clock *clock = calloc(1, sizeof(*clock));
	uint64_t enabled;

	pthread_once(&once, prepare);
	if (!clock)
		return NULL;
	clock->page = map_clock();
	if (clock->page && mapped_enabled(clock->page, &enabled)) {
		clock->base = cpu_clock() - enabled;
		pthread_setspecific(at_end, clock);
		return clock;
	}
	if (clock->page)
		munmap(clock->page, sysconf(_SC_PAGESIZE));
	free(clock);
	return NULL;
}

uint64_t gethrvtime(void)
{
	uint64_t time;

	if (no_clock)
		return cpu_clock();
	if (!thread_clock)
		thread_clock = open_clock();
	no_clock = !thread_clock;
	if (no_clock || !mapped_enabled(thread_clock->page, &time))
		return cpu_clock();
	time += thread_clock->base;
	if (time > thread_clock->last)
		thread_clock->last = time;
	return thread_clock->last;
}
