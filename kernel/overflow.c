// SPDX-License-Identifier: GPL-2.0-only
/* Overflow: periods that end, samples, and telling the owner. Also from the NMI. */
#include <linux/irq_work.h>
#include <linux/math64.h>
#include <linux/sched/task_stack.h>
#include <linux/timekeeping.h>
#include "counters.h"
#include "glue/glue.h"
#include "overflow.h"

#define MAX_REPEATS 16 /* samples from one interrupt */

static void fill_ip(const struct counters *c, u64 events, struct pt_regs *regs,
		    struct perfctr_sample *sample)
{
	if (!regs)
		sample->flags |= PERFCTR_SAMPLE_LATE;
	if (regs && !user_mode(regs) && (events & c->control->kernel)) {
		sample->flags |= PERFCTR_SAMPLE_KERNEL;
		sample->ip = regs->ip;
		return;
	}
	if (current->flags & PF_KTHREAD) {
		sample->flags |= PERFCTR_SAMPLE_KERNEL;
		return;
	}
	/* whoever counts user mode alone learns nothing about kernel addresses */
	if (!regs || !user_mode(regs))
		regs = task_pt_regs(current);
	sample->flags |= PERFCTR_SAMPLE_USER;
	sample->ip = regs->ip;
}

/* Takes one from the times that each of @events overflowed; returns those that have more. */
static u64 take_one_of_each(u64 events, u64 *times)
{
	u64 left, more = 0;

	for (left = events; left; left &= left - 1) {
		u32 e = __ffs64(left);

		if (--times[e])
			more |= BIT_ULL(e);
	}
	return more;
}

static void lose(struct counters *c, u32 event, u64 times)
{
	c->counter[event].lost += times;
	buffer_lose(c->buffer, event, times);
}

/*
 * One sample for each time that some of @events overflowed; @times says how often each did. What
 * was held up for long is not worth to be written as many times: the rest of it counts as lost.
 */
static void add_samples(struct counters *c, u64 events, u64 *times, u64 tsc, struct pt_regs *regs)
{
	struct perfctr_sample sample = {
		.time = ktime_get_mono_fast_ns(),
		.tsc = c->global_ns ? tsc : c->tsc_sum,
		.cpu = smp_processor_id(),
		.pid = c->global_ns ? task_tgid_nr_ns(current, c->global_ns) : c->pid,
		.tid = c->global_ns ? task_pid_nr_ns(current, c->global_ns) : c->tid,
	};
	u32 room = MAX_REPEATS;

	fill_ip(c, events, regs, &sample);
	while (events && room--) {
		sample.events = events;
		if (!buffer_add(c->buffer, &sample))
			break;
		events = take_one_of_each(events, times);
	}
	for (; events; events &= events - 1)
		lose(c, __ffs64(events), times[__ffs64(events)]);
}

u64 overflow_count_down(struct counter *counter, u64 delta, u64 period)
{
	u64 over, times;

	if (delta < counter->left) {
		counter->left -= delta;
		return 0;
	}
	over = delta - counter->left;
	if (over < period) {
		counter->left = period - over;
		times = 1;
	} else {
		times = div64_u64(over, period);
		counter->left = period - (over - times * period);
		times++;
	}
	counter->overflows += times;
	return times;
}

void overflow_handle(struct counters *c, u64 events, u64 *times, u64 tsc, struct pt_regs *regs)
{
	if (c->buffer)
		add_samples(c, events, times, tsc, regs);
	/* a signal would wait for the new program, and kill it */
	if (c->notice && !glue_in_execve()) {
		c->paused = true;
		atomic64_or(events, &c->notice->events);
		irq_work_queue(&c->notice->work);
	}
}
