/* SPDX-License-Identifier: GPL-2.0-only */
/* A control: what to count, checked and ready to be loaded. */
#ifndef PERFCTR_CONTROL_H
#define PERFCTR_CONTROL_H

#include <linux/cpumask.h>
#include <linux/refcount.h>
#include "pmu/pmu.h"

struct control_event {
	struct perfctr_event user; /* as it was given, without the address of the mask */
	struct pmu_event pmu;
	bool restricted;
	cpumask_var_t cpus; /* if restricted: where it may count */
};

/*
 * Nothing changes in a control once control_create() has returned it, so it is shared without locks
 * by all tasks of an inheritance family. It is freed with its last reference.
 */
struct control {
	refcount_t refs;
	struct perfctr_control user;
	u64 mux_ticks;	 /* TSC ticks until the next round has its turn */
	u64 imode;	 /* mask of i-mode events */
	u64 kernel;	 /* mask of events that count in kernel mode */
	bool restricted; /* some event is */
	u32 nr_rounds;
	struct pmu_round *rounds; /* at least one, if there are events */
	u32 nr_events;
	struct control_event events[];
};

struct control *control_create(const struct perfctr_control __user *user);
void control_put(struct control *control);

static inline struct control *control_get(struct control *control)
{
	refcount_inc(&control->refs);
	return control;
}

/* Writes the control to where PERFCTR_READ_CONTROL wants it. @control may be NULL: none yet. */
int control_read(const struct control *control, u64 family, struct perfctr_control __user *user);

#endif /* PERFCTR_CONTROL_H */
