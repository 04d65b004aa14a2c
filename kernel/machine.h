/* SPDX-License-Identifier: GPL-2.0-only */
/* What this machine is: its PMU, its TSC, its CPUs. Constant once the module is loaded. */
#ifndef PERFCTR_MACHINE_H
#define PERFCTR_MACHINE_H

#include <linux/cpumask.h>
#include "pmu/pmu.h"

struct machine {
	struct pmu pmu;
	u32 features; /* PERFCTR_FEATURE_* */
	u32 tsc_mult;
	u32 tsc_shift;
};

extern struct machine machine;

/* Limits, as module parameters. */
extern unsigned long perfctr_min_period;
extern unsigned long perfctr_max_buffer;
extern unsigned int perfctr_max_records;
extern unsigned int perfctr_mux_interval;

/* @probe: believe CPUID only if the counters keep what is written. -ENODEV without a TSC. */
int machine_init(bool probe);

/* On a CPU that comes online, before it counts. */
void machine_cpu_online(void);

/* May this CPU count at all? May it count the northbridge events of its node? */
bool machine_cpu_forbidden(unsigned int cpu);
bool machine_cpu_northbridge(unsigned int cpu);

int machine_info(struct perfctr_info __user *user);
int machine_cpus(struct perfctr_cpus __user *user);

u64 machine_us_to_tsc(u32 us);
u64 machine_tsc_to_ns(u64 ticks);

#endif /* PERFCTR_MACHINE_H */
