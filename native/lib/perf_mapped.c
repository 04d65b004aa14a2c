// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reads a counter and the thread's clock through the page that the kernel maps for an event. */
#include "perf_backend.h"

#include <x86intrin.h>

#define barrier() __asm__ volatile("" ::: "memory")

static uint64_t scaled(const struct perf_event_mmap_page *page, uint64_t ticks)
{
	uint64_t quotient = ticks >> page->time_shift;
	uint64_t remainder = ticks & ((UINT64_C(1) << page->time_shift) - 1);

	return quotient * page->time_mult + (remainder * page->time_mult >> page->time_shift);
}

/*
 * The page's offset is wrong by what the counter's width holds, if a system call read the counter
 * after it had been started and before the page was mapped: the kernel then takes the counter's
 * value without its sign. So the page is believed in its low bits, which say how far the count has
 * come since it was last known.
 */
static uint64_t advance(uint64_t known, uint64_t raw, int width)
{
	return known + ((raw - known) << (64 - width) >> (64 - width));
}

bool mapped_read(const struct perf_event_mmap_page *page, uint64_t *known,
		 struct perfctr_count *count)
{
	const volatile struct perf_event_mmap_page *now = page;
	uint32_t sequence;
	int width;

	do {
		uint64_t since = 0;
		int64_t value = 0;
		uint32_t index;

		sequence = now->lock;
		barrier();
		index = now->index;
		/* A software event has no index; its page isn't kept up while the thread runs. */
		if (!now->cap_user_rdpmc || index == 0 || !now->cap_user_time)
			return false;
		since = now->time_offset + scaled(page, __rdtsc());
		width = now->pmc_width;
		value = __rdpmc(index - 1);
		value = value << (64 - width) >> (64 - width);
		count->raw = now->offset + value;
		count->enabled = now->time_enabled + since;
		count->running = now->time_running + since;
		barrier();
	} while (now->lock != sequence);
	count->raw = *known = advance(*known, count->raw, width);
	return true;
}

bool mapped_enabled(const struct perf_event_mmap_page *page, uint64_t *enabled)
{
	const volatile struct perf_event_mmap_page *now = page;
	uint32_t sequence;

	do {
		sequence = now->lock;
		barrier();
		if (!now->cap_user_time)
			return false;
		*enabled = now->time_enabled + now->time_offset + scaled(page, __rdtsc());
		barrier();
	} while (now->lock != sequence);
	return true;
}
