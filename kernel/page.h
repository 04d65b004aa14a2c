/* SPDX-License-Identifier: GPL-2.0-only */
/* The mapped counter page, struct perfctr_page. All do nothing for counters that have none. */
#ifndef PERFCTR_PAGE_H
#define PERFCTR_PAGE_H

#include <linux/types.h>

struct counters;
struct pmu_round;

/* With the counters on this CPU, interrupts off. @round is the one that was running. */
void page_resume(const struct counters *counters);
void page_suspend(const struct counters *counters, const struct pmu_round *round);

/* Everything that does not change while counting. Suspended. */
void page_describe(const struct counters *counters, u32 state);

#endif /* PERFCTR_PAGE_H */
