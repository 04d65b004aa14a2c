/* SPDX-License-Identifier: GPL-2.0-only */
/* Who has the PMU: it is taken from perf while somebody counts events with it. */
#ifndef PERFCTR_OWNER_H
#define PERFCTR_OWNER_H

#include <linux/types.h>

/*
 * One call for each struct counters with events that is not stopped. owner_acquire() may sleep, and
 * returns -EBUSY when perf has the PMU. owner_share() is for whoever knows that somebody has it; it
 * and owner_release() may be called anywhere.
 */
int owner_acquire(void);
void owner_share(void);
void owner_release(void);

/* After a release that may sleep: returns when perf has the PMU again, if nobody else counts. */
void owner_settle(void);

/* Is the PMU ours? It does not change hands until owner_unlock(). May sleep; also with the mmap lock. */
bool owner_lock(void);
void owner_unlock(void);

/* On a CPU that is back. For one that goes, see counters_cpu_goes(). */
void owner_cpu_comes(void);

#endif /* PERFCTR_OWNER_H */
