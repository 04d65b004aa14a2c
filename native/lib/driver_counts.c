// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts, by a request to the driver or, without a system call, from the mapped page. */
#include "driver_backend.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <x86intrin.h>

#define barrier() __asm__ volatile("" ::: "memory")

int driver_read(int fd, unsigned long request, uint32_t flags, int cpu,
		struct driver_counts *counts)
{
	counts->head = (struct driver_read){
		.size = sizeof(counts->head),
		.flags = flags,
		.counts = (uintptr_t)counts->count,
		.nr_counts = PERFCTR_MAX_EVENTS,
		.count_size = sizeof(counts->count[0]),
		.cpu = cpu,
	};
	if (ioctl(fd, request, &counts->head) < 0)
		return fail(errno, "can't read the driver's counters: %s", strerror(errno));
	return 0;
}

static struct perfctr_count in_nanoseconds(uint64_t raw, uint64_t enabled, uint64_t running)
{
	return (struct perfctr_count){
		.raw = raw,
		.enabled = driver_nanoseconds(enabled),
		.running = driver_nanoseconds(running),
	};
}

struct perfctr_count driver_count_of(const struct driver_counter *counter,
				     const struct driver_count *counts, uint64_t tsc)
{
	const struct driver_count *count;

	if (counter->event->unavailable)
		return (struct perfctr_count){0};
	if (counter->slot == SLOT_TSC)
		return in_nanoseconds(tsc, tsc, tsc);
	count = &counts[counter->slot];
	return in_nanoseconds(count->count, count->time_enabled, count->time_running);
}

void driver_counts_subtract(struct driver_counts *counts, const struct driver_counts *start)
{
	counts->head.tsc -= start->head.tsc;
	for (int i = 0; i < PERFCTR_MAX_EVENTS; i++) {
		counts->count[i].count -= start->count[i].count;
		counts->count[i].time_enabled -= start->count[i].time_enabled;
		counts->count[i].time_running -= start->count[i].time_running;
	}
}

const struct driver_page *driver_page_map(int fd)
{
	void *page =
		mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, fd, PERFCTR_MMAP_PAGE);

	return page == MAP_FAILED ? NULL : page;
}

void driver_page_unmap(const struct driver_page *page)
{
	if (page)
		munmap((void *)page, sysconf(_SC_PAGESIZE));
}

bool driver_page_has_rdpmc(void)
{
	/* Where an administrator forbids it, RDPMC would be a SIGSEGV, mapped or not. */
	return driver_machine()->features & DRIVER_FEATURE_RDPMC && rdpmc_is_allowed(true);
}

/* Ticks since the last resume. */
static uint64_t ticks_since(const volatile struct driver_page *page)
{
	return page->on ? __rdtsc() - page->tsc_start : 0;
}

uint64_t driver_page_tsc(const struct driver_page *page)
{
	const volatile struct driver_page *now = page;
	uint32_t sequence;
	uint64_t tsc;

	do {
		sequence = now->sequence;
		barrier();
		tsc = now->tsc_sum + ticks_since(now);
		barrier();
	} while (sequence & 1 || sequence != now->sequence);
	return tsc;
}

uint64_t driver_page_time(const void *page)
{
	return driver_nanoseconds(driver_page_tsc(page));
}

static uint64_t pmc_now(const volatile struct driver_page_event *event)
{
	uint32_t rdpmc = event->rdpmc;

	return rdpmc ? event->sum + ((__rdpmc(rdpmc - 1) - event->start) & event->mask)
		     : event->sum;
}

struct perfctr_count driver_page_count(const struct driver_page *page,
				       const struct driver_counter *counter)
{
	const volatile struct driver_page *now = page;
	const volatile struct driver_page_event *event = &now->events[counter->slot];
	uint64_t raw, since, enabled, running;
	uint32_t sequence;

	if (counter->slot == SLOT_TSC) {
		uint64_t tsc = driver_page_tsc(page);

		return in_nanoseconds(tsc, tsc, tsc);
	}
	do {
		sequence = now->sequence;
		barrier();
		raw = pmc_now(event);
		since = ticks_since(now);
		enabled = now->tsc_sum + since - event->enabled_from;
		running = event->running + (event->rdpmc ? since : 0);
		barrier();
	} while (sequence & 1 || sequence != now->sequence);
	return in_nanoseconds(raw, enabled, running);
}
