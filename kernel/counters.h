/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Running counters: one control, counted for a task or for a CPU, on whatever CPU it is resumed.
 * This is all that touches the PMU, from the task switch, the NMI and the multiplexing timer.
 */
#ifndef PERFCTR_COUNTERS_H
#define PERFCTR_COUNTERS_H

#include <linux/irq_work.h>
#include <linux/pid_namespace.h>
#include <linux/ptrace.h>
#include "control.h"
#include "samples.h"

struct counter {
	u64 sum;
	u64 running;	  /* TSC ticks on a hardware counter */
	u64 enabled_from; /* of the virtual TSC */
	u64 left;	  /* i-mode: events until the next overflow */
	u64 overflows;
	u64 lost;
};

/* What the owner wants to be told of overflows: @work is queued, maybe from an NMI. */
struct overflow_notice {
	struct irq_work work;
	atomic64_t events; /* that have overflowed since they were last fetched */
};

/*
 * Between counters_resume() and counters_suspend() they belong to the CPU that they run on, which
 * changes them with interrupts off and, last and first thing, publishes and withdraws them as
 * running for its NMI and its timer. Suspended ones belong to their owner, under its own lock.
 */
struct counters {
	struct control *control;	/* a reference */
	struct buffer *buffer;		/* a reference, or NULL */
	struct perfctr_page *page;	/* mirror for user space, or NULL */
	struct overflow_notice *notice; /* given on overflow, which pauses all events; or NULL */
	u64 family;
	struct pid_namespace *global_ns; /* of a CPU: numbers of whoever runs there; or NULL */
	u32 pid;			 /* of a task: for samples */
	u32 tid;
	bool on;
	bool paused; /* no hardware counters until the owner says so */
	u32 round;   /* index in control->rounds */
	u32 active;  /* slots of that round that are loaded */
	u64 tsc_sum;
	u64 tsc_start;
	u64 turn_ends; /* virtual TSC at which the next round has its turn */
	u64 resumes;
	u64 start[PMU_MAX_SLOTS]; /* by slot: the hardware counter at the last resume */
	struct counter counter[]; /* by event */
};

/* Takes its own references. */
struct counters *counters_create(struct control *control, struct buffer *buffer, gfp_t gfp);
void counters_free(struct counters *counters); /* may sleep */

/* On this CPU, with interrupts off. Suspending leaves the CPU's counters stopped and 0. */
void counters_resume(struct counters *counters);
void counters_suspend(struct counters *counters);

/* On this CPU, with interrupts off: a switch to this task is under way, whose counters come next. */
void counters_switch_to(const struct task_struct *next);

/* Bring the sums of running counters up to date. */
static inline void counters_refresh(struct counters *counters)
{
	counters_suspend(counters);
	counters_resume(counters);
}

/* What the suspended counters hold. */
struct perfctr_count counters_count(const struct counters *counters, u32 event);

static inline void count_add(struct perfctr_count *sum, struct perfctr_count count)
{
	sum->count += count.count;
	sum->time_enabled += count.time_enabled;
	sum->time_running += count.time_running;
	sum->overflows += count.overflows;
	sum->lost += count.lost;
}

/* Carries over from the control before what the new one wants to keep. Both are suspended. */
void counters_preserve(struct counters *counters, const struct counters *before);

/* From the NMI: says whether it was ours. */
bool counters_nmi(struct pt_regs *regs);

/*
 * On the CPU itself: its PMU is ours now, or no longer. Somebody may be running already, or still:
 * without hardware counters, as long as the CPU has none.
 */
void counters_set_owned(bool owned);

/*
 * On the CPU itself, which goes offline or to sleep: its PMU is not ours any more, and what is
 * running stands still until the CPU is back. counters_forget(), with the CPU kept offline, makes it
 * forget them if it was those.
 */
void counters_cpu_goes(void);
void counters_cpu_comes(bool owned);
void counters_forget(struct counters *counters, unsigned int cpu);

void counters_init(void);
void counters_exit(void);

#endif /* PERFCTR_COUNTERS_H */
