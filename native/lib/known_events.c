// SPDX-License-Identifier: LGPL-2.1-or-later
/* The events that have names of ours: presets, software events and the time-stamp counter. */
#include "internal.h"

#include <linux/perf_event.h>

#define HARDWARE(id) .kind = "preset", .type = PERF_TYPE_HARDWARE, .config = PERF_COUNT_HW_##id
#define CACHE(cache, op, result)                                                                   \
	.kind = "preset", .type = PERF_TYPE_HW_CACHE,                                              \
	.config = PERF_COUNT_HW_CACHE_##cache | PERF_COUNT_HW_CACHE_OP_##op << 8 |                 \
		  PERF_COUNT_HW_CACHE_RESULT_##result << 16
#define SOFTWARE(id) .kind = "software", .type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_##id

const struct known_event known_events[] = {
	{"cycles", HARDWARE(CPU_CYCLES), .about = "Cycles that the processor's core ran."},
	{"instructions", HARDWARE(INSTRUCTIONS), .about = "Instructions retired."},
	{"ref-cycles", HARDWARE(REF_CPU_CYCLES),
	 .about = "Cycles at the nominal clock rate while the core ran."},
	{"bus-cycles", HARDWARE(BUS_CYCLES), .about = "Cycles of the bus."},
	{"branches", HARDWARE(BRANCH_INSTRUCTIONS), .about = "Branch instructions retired."},
	{"branch-misses", HARDWARE(BRANCH_MISSES), .about = "Branches predicted wrong."},
	{"cache-references", HARDWARE(CACHE_REFERENCES),
	 .about = "Accesses to the last-level cache; on AMD processors to the second level."},
	{"cache-misses", HARDWARE(CACHE_MISSES),
	 .about = "Misses of the last-level cache; on AMD processors of the second level."},
	{"stalled-cycles-frontend", HARDWARE(STALLED_CYCLES_FRONTEND),
	 .about = "Cycles without instructions to start."},
	{"stalled-cycles-backend", HARDWARE(STALLED_CYCLES_BACKEND),
	 .about = "Cycles in which instructions waited for units or data."},
	{"l1d-loads", CACHE(L1D, READ, ACCESS), .about = "Loads from the first-level data cache."},
	{"l1d-load-misses", CACHE(L1D, READ, MISS),
	 .about = "Loads that missed the first-level data cache."},
	{"l1d-stores", CACHE(L1D, WRITE, ACCESS), .about = "Stores to the first-level data cache."},
	{"l1i-load-misses", CACHE(L1I, READ, MISS),
	 .about = "Fetches that missed the first-level instruction cache."},
	{"llc-loads", CACHE(LL, READ, ACCESS), .about = "Loads from the last-level cache."},
	{"llc-misses", CACHE(LL, READ, MISS), .about = "Loads that missed the last-level cache."},
	{"llc-stores", CACHE(LL, WRITE, ACCESS), .about = "Stores to the last-level cache."},
	{"llc-store-misses", CACHE(LL, WRITE, MISS),
	 .about = "Stores that missed the last-level cache."},
	{"dtlb-loads", CACHE(DTLB, READ, ACCESS), .about = "Address translations for loads."},
	{"dtlb-load-misses", CACHE(DTLB, READ, MISS),
	 .about = "Loads whose address was not in the data TLB."},
	{"dtlb-store-misses", CACHE(DTLB, WRITE, MISS),
	 .about = "Stores whose address was not in the data TLB."},
	{"itlb-loads", CACHE(ITLB, READ, ACCESS), .about = "Address translations for fetches."},
	{"itlb-load-misses", CACHE(ITLB, READ, MISS),
	 .about = "Fetches whose address was not in the instruction TLB."},

	{"task-clock", SOFTWARE(TASK_CLOCK), .unit = "ns", .place = EVENT_CLOCK,
	 .about = "Time on a processor."},
	{"cpu-clock", SOFTWARE(CPU_CLOCK), .unit = "ns", .place = EVENT_CLOCK,
	 .about = "Time on a processor, by the processor's own clock."},
	{"page-faults", SOFTWARE(PAGE_FAULTS), .about = "Page faults, minor and major."},
	{"minor-faults", SOFTWARE(PAGE_FAULTS_MIN), .about = "Page faults without reading a disk."},
	{"major-faults", SOFTWARE(PAGE_FAULTS_MAJ),
	 .about = "Page faults that had to wait for a disk."},
	{"context-switches", SOFTWARE(CONTEXT_SWITCHES), .place = EVENT_KERNEL,
	 .about = "Times that a task left the processor."},
	{"cpu-migrations", SOFTWARE(CPU_MIGRATIONS), .place = EVENT_KERNEL,
	 .about = "Times that a task moved to another processor."},
	{"alignment-faults", SOFTWARE(ALIGNMENT_FAULTS),
	 .about = "Unaligned accesses that the kernel had to handle; never on x86."},
	{"emulation-faults", SOFTWARE(EMULATION_FAULTS),
	 .about = "Instructions that the kernel had to emulate."},
	{"tsc", .kind = "tsc", .type = TYPE_TSC, .place = EVENT_CLOCK,
	 .about = "Ticks of the time-stamp counter while the task ran (virtual TSC)."},
};

const int known_event_count = sizeof(known_events) / sizeof(known_events[0]);
