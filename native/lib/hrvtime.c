// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The calling thread's own time: by the page of its counters on the driver, if it has them mapped.
 * Else a dummy event of perf_events is enabled all the time, and its page tells for how long while
 * the thread ran. Where the kernel doesn't map its clock, the thread's CPU clock tells it.
 */
#include "perf_backend.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct clock {
	struct perf_event_mmap_page *page;
	uint64_t base; /* the thread's time when the event was opened */
};

static _Thread_local struct {
	uint64_t (*read)(const void *page);
	const void *page; /* of the driver */
	uint64_t base;	  /* the thread's time when that read 0 */
	struct clock *clock;
	bool no_clock;
	uint64_t last;
} own;
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
	/* destructors of others may come later, and ask for the time */
	own.clock = NULL;
	own.no_clock = true;
}

/* A child process has not got the page, which the kernel does not copy. */
static void forget_clock(void)
{
	pthread_setspecific(at_end, NULL);
	free(own.clock);
	memset(&own, 0, sizeof(own));
}

static void prepare(void)
{
	pthread_key_create(&at_end, close_clock);
	pthread_atfork(NULL, NULL, forget_clock);
}

static void init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, prepare);
}

static struct perf_event_mmap_page *map_clock(void)
{
	struct perf_event_attr attr = {0};
	int fd = perf_open_dummy(&attr, (struct target){.tid = 0, .cpu = -1});
	void *page;

	if (fd < 0)
		return NULL;
	page = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	return page == MAP_FAILED ? NULL : page;
}

static struct clock *open_clock(void)
{
	struct clock *clock = calloc(1, sizeof(*clock));
	uint64_t enabled;

	init();
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

void hrvtime_use(uint64_t (*read)(const void *page), const void *page)
{
	init();
	own.read = read;
	own.page = page;
	own.base = read ? cpu_clock() - read(page) : 0;
}

static uint64_t kernels_time(void)
{
	uint64_t time;

	if (own.no_clock)
		return cpu_clock();
	if (!own.clock)
		own.clock = open_clock();
	own.no_clock = !own.clock;
	if (own.no_clock || !mapped_enabled(own.clock->page, &time))
		return cpu_clock();
	return own.clock->base + time;
}

uint64_t gethrvtime(void)
{
	uint64_t time = own.read ? own.base + own.read(own.page) : kernels_time();

	if (time > own.last)
		own.last = time;
	return own.last;
}
