// SPDX-License-Identifier: GPL-2.0-only
/* Running counters: suspend and resume, turns of multiplexing, the NMI. */
#include <linux/hrtimer.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <asm/tsc.h>
#include "counters.h"
#include "glue/glue.h"
#include "machine.h"
#include "overflow.h"
#include "page.h"

#define LATE_NMI_MS  10 /* an NMI comes this late at most */
#define FOLD_SECONDS 10 /* no counter wraps around twice in this time */

/*
 * An event of kernel mode counts the way into its own NMI and out of it. It interrupts again after so
 * many events at the earliest, or there would be time for nothing else; periods that end in between are
 * found together.
 */
#define KERNEL_SPACING 32768

/*
 * What runs on a CPU. Only that CPU uses it, with interrupts off, and its NMI. @busy is set while
 * suspend and resume have the PMU in an undefined state: an NMI then touches nothing but @missed.
 * @away is for whoever keeps the CPU offline.
 */
struct counting_cpu {
	struct counters *running;
	struct counters *away; /* were running when this CPU went, and will again */
	bool owned;	       /* the PMU of this CPU is ours */
	bool busy;
	bool missed;	/* an NMI came while busy */
	bool soiled;	/* perf's counts may be left in counters, which the kernel will zero */
	bool zeroing;	/* by the end of this switch */
	u64 late_until; /* TSC: until then an NMI may come without an overflow */
	struct pmu_cpu pmu;
	struct hrtimer timer; /* ends turns, and folds long runs */
	u64 timer_due;	      /* TSC, 0: not armed */
};

static DEFINE_PER_CPU(struct counting_cpu, counting_cpu);

/* ---- Suspend and resume ---- */

/* @overflowed: events that have just interrupted. */
static u64 start_value(const struct counting_cpu *cpu, const struct counters *c,
		       const struct pmu_slot *slot, u64 overflowed)
{
	u64 left = c->counter[slot->event].left;

	if (!slot->imode || unlikely(cpu->zeroing))
		return 0;
	if (overflowed & c->control->kernel & BIT_ULL(slot->event))
		left = max_t(u64, left, KERNEL_SPACING);
	return -min(left, slot->max_start) & slot->mask;
}

/* Which slots of the round may this CPU load? */
static u32 slots_for_this_cpu(const struct counters *c, const struct pmu_round *round)
{
	u32 i, active = GENMASK(round->nr_slots - 1, 0);

	if (likely(!c->control->restricted))
		return active;
	for (i = 0; i < round->nr_slots; i++) {
		const struct control_event *event = &c->control->events[round->slots[i].event];

		if (event->restricted && !cpumask_test_cpu(smp_processor_id(), event->cpus))
			active &= ~BIT(i);
	}
	return active;
}

static void start(struct counting_cpu *cpu, struct counters *c, u64 overflowed)
{
	const struct pmu_round *round = c->control->rounds + c->round;
	u32 i;

	c->active = 0;
	if (c->control->nr_events && !c->paused && cpu->owned) {
		c->active = slots_for_this_cpu(c, round);
		for (i = 0; i < round->nr_slots; i++)
			c->start[i] = start_value(cpu, c, &round->slots[i], overflowed);
	}
	c->on = true;
	c->resumes++;
	c->tsc_start = rdtsc_ordered();
	page_resume(c);
	if (c->active)
		machine.pmu.start(&machine.pmu, &cpu->pmu, round, c->active, c->start);
	barrier();
	WRITE_ONCE(cpu->running, c);
}

/*
 * Adds up what has been counted since start(). Returns the events that overflowed; @wrapped says whether
 * a counter did, which may be far from the end of a long period.
 */
static u64 fold(struct counters *c, const struct pmu_round *round, const u64 *now, u64 ticks,
		u64 *times, bool *wrapped)
{
	u64 overflowed = 0;
	u32 left;

	*wrapped = false;
	for (left = c->active; left; left &= left - 1) {
		u32 i = __ffs(left);
		const struct pmu_slot *slot = &round->slots[i];
		struct counter *counter = &c->counter[slot->event];
		u64 delta = (now[i] - c->start[i]) & slot->mask;

		counter->sum += delta;
		counter->running += ticks;
		if (!slot->imode)
			continue;
		if (c->start[i] && now[i] < c->start[i])
			*wrapped = true;
		times[slot->event] = overflow_count_down(
			counter, delta, c->control->events[slot->event].user.period);
		if (times[slot->event])
			overflowed |= BIT_ULL(slot->event);
	}
	return overflowed;
}

static void next_turn(struct counters *c)
{
	if (c->control->nr_rounds < 2 || c->tsc_sum < c->turn_ends)
		return;
	c->round = c->round + 1 == c->control->nr_rounds ? 0 : c->round + 1;
	c->turn_ends = c->tsc_sum + c->control->mux_ticks;
}

/* Returns the events that have overflowed. */
static u64 stop(struct counting_cpu *cpu, struct counters *c, struct pt_regs *regs)
{
	const struct pmu_round *round = c->control->rounds + c->round;
	u64 now[PMU_MAX_SLOTS], times[PERFCTR_MAX_EVENTS];
	u64 tsc, ticks, overflowed;
	bool wrapped;

	WRITE_ONCE(cpu->running, NULL);
	barrier();
	if (c->active)
		machine.pmu.stop(&machine.pmu, &cpu->pmu, round, c->active, now);
	tsc = rdtsc_ordered();
	ticks = tsc - c->tsc_start;
	c->tsc_sum += ticks;
	overflowed = fold(c, round, now, ticks, times, &wrapped);
	page_suspend(c, round);
	c->on = false;
	c->active = 0;
	next_turn(c);
	if (unlikely(wrapped || overflowed)) {
		if (machine.pmu.ack)
			machine.pmu.ack(&machine.pmu);
		cpu->late_until = tsc + LATE_NMI_MS * (u64)tsc_khz;
	}
	if (unlikely(overflowed))
		overflow_handle(c, overflowed, times, tsc, regs);
	return overflowed;
}

static u64 timer_due(const struct counting_cpu *cpu, const struct counters *c)
{
	u64 ticks = FOLD_SECONDS * MSEC_PER_SEC * (u64)tsc_khz;

	/* start values are wanted as soon as they last */
	if (unlikely(cpu->zeroing) && c->control->imode)
		return c->tsc_start;
	if (c->control->nr_rounds > 1)
		ticks = min(ticks, c->turn_ends - c->tsc_sum);
	return c->tsc_start + ticks;
}

static ktime_t timer_delay(const struct counters *c, u64 due)
{
	return ns_to_ktime(max_t(s64, machine_tsc_to_ns(due - c->tsc_start), 20 * NSEC_PER_USEC));
}

static void arm_timer(struct counting_cpu *cpu, const struct counters *c)
{
	u64 due;

	if (!c->control->nr_events)
		return;
	due = timer_due(cpu, c);
	/* one that is armed and comes early does no harm: it looks again */
	if (cpu->timer_due && cpu->timer_due <= due)
		return;
	cpu->timer_due = due;
	hrtimer_start(&cpu->timer, timer_delay(c, due), HRTIMER_MODE_REL_PINNED_HARD);
}

static enum hrtimer_restart timer_expired(struct hrtimer *timer)
{
	struct counting_cpu *cpu = container_of(timer, struct counting_cpu, timer);
	struct counters *c;

	/* a CPU that went away leaves its timer to another one, which has no business here */
	if (cpu != this_cpu_ptr(&counting_cpu))
		return HRTIMER_NORESTART;
	cpu->timer_due = 0;
	c = cpu->running;
	if (c && c->control->nr_events)
		counters_refresh(c);
	return HRTIMER_NORESTART;
}

/* Where in the kernel an overflow was is not known on the way to a task: "current" is another one. */
static struct pt_regs between_tasks;

void counters_resume(struct counters *c)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);
	u64 overflowed = 0;

	for (;;) {
		cpu->busy = true;
		barrier();
		start(cpu, c, overflowed);
		arm_timer(cpu, c);
		barrier();
		cpu->busy = false;
		barrier();
		/* an NMI since the counters were started has left it to us to look what it was */
		if (likely(!READ_ONCE(cpu->missed)))
			return;
		cpu->busy = true;
		barrier();
		cpu->missed = false;
		overflowed = stop(cpu, c, &between_tasks);
	}
}

void counters_suspend(struct counters *c)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);

	cpu->busy = true;
	barrier();
	stop(cpu, c, NULL);
	barrier();
	cpu->zeroing = false;
	cpu->missed = false;
	cpu->busy = false;
}

/*
 * perf leaves its counts in the counters. The kernel zeroes those, once on each CPU, when it switches to
 * the address space of somebody who may execute RDPMC; the counters have been resumed by then. From a
 * start value of 0 that costs next to nothing, from one below 0 it would be a period too many.
 */
void counters_switch_to(const struct task_struct *next)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);

	if (likely(!cpu->soiled) || !glue_rdpmc_is_allowed(next->mm))
		return;
	cpu->zeroing = true;
	/* back to the same address space the kernel may see no switch, and leave it for the next one */
	cpu->soiled = next->mm == current->active_mm;
}

/*
 * Can this NMI be one whose overflow was dealt with before it came? It was, if the counters were
 * stopped just then, or if two of them overflowed together.
 */
static bool is_late(const struct counting_cpu *cpu)
{
	return cpu->late_until && (s64)(cpu->late_until - rdtsc()) > 0;
}

/*
 * The handler of perf comes before ours. When Intel PT is traced it lets all counters go that it knows,
 * whoever has them: also those that nobody counts with now, with what they were selected to count last.
 */
static void set_right(struct counting_cpu *cpu, struct counters *c, struct pt_regs *regs)
{
	u64 overflowed = c ? stop(cpu, c, regs) : 0;

	machine.pmu.leave(&machine.pmu, &cpu->pmu);
	machine.pmu.enter(&machine.pmu, &cpu->pmu);
	if (c)
		start(cpu, c, overflowed);
}

bool counters_nmi(struct pt_regs *regs)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);
	struct counters *c = READ_ONCE(cpu->running);
	u64 overflowed;
	bool ours = true;

	if (cpu->busy) {
		cpu->missed = true;
	} else if (c && c->active &&
		   machine.pmu.pending(&machine.pmu, &c->control->rounds[c->round], c->active)) {
		overflowed = stop(cpu, c, regs);
		if (machine.pmu.ack)
			machine.pmu.ack(&machine.pmu);
		start(cpu, c, overflowed);
	} else {
		ours = is_late(cpu);
		if (!ours && cpu->owned)
			set_right(cpu, c, regs);
	}
	/* one that was not ours may have come together with one that was */
	if (ours || cpu->owned)
		glue_pmi_unmask();
	return ours;
}

/* ---- Creating them ---- */

struct counters *counters_create(struct control *control, struct buffer *buffer, gfp_t gfp)
{
	struct counters *c = kzalloc(struct_size(c, counter, control->nr_events), gfp);
	u32 i;

	if (!c)
		return NULL;
	c->control = control_get(control);
	c->buffer = buffer_get(buffer);
	c->turn_ends = control->mux_ticks;
	for (i = 0; i < control->nr_events; i++)
		c->counter[i].left = control->events[i].user.period;
	return c;
}

void counters_free(struct counters *c)
{
	if (!c)
		return;
	control_put(c->control);
	buffer_put(c->buffer);
	kfree(c);
}

struct perfctr_count counters_count(const struct counters *c, u32 event)
{
	const struct counter *counter = &c->counter[event];

	return (struct perfctr_count){
		.count = counter->sum,
		.time_enabled = c->tsc_sum - counter->enabled_from,
		.time_running = counter->running,
		.overflows = counter->overflows,
		.lost = counter->lost,
	};
}

void counters_preserve(struct counters *c, const struct counters *before)
{
	u32 i, nr = min(c->control->nr_events, before->control->nr_events);

	if (c->control->user.flags & PERFCTR_CONTROL_KEEP_TSC)
		c->tsc_sum = before->tsc_sum;
	c->turn_ends += c->tsc_sum;
	for (i = 0; i < c->control->nr_events; i++)
		c->counter[i].enabled_from = c->tsc_sum;
	for (i = 0; i < nr; i++) {
		struct counter *counter = &c->counter[i];
		u64 left = counter->left;

		if (!(c->control->user.preserve & BIT_ULL(i)))
			continue;
		*counter = before->counter[i];
		/* time enabled goes on, too, whatever the virtual TSC does */
		counter->enabled_from += c->tsc_sum - before->tsc_sum;
		counter->left = left;
	}
}

/* ---- The PMU of this CPU ---- */

/* With nothing running. A sibling may be counting with the counters of a CPU that may not. */
static void set_owned(struct counting_cpu *cpu, bool owned)
{
	owned = owned && !machine_cpu_forbidden(smp_processor_id());
	if (owned && !cpu->owned) {
		cpu->soiled = true;
		machine.pmu.enter(&machine.pmu, &cpu->pmu);
		glue_pmi_unmask();
		cpu->owned = true;
	} else if (cpu->owned && !owned) {
		/* first, so that no NMI sets right what is given back */
		cpu->owned = false;
		barrier();
		machine.pmu.leave(&machine.pmu, &cpu->pmu);
	}
}

void counters_set_owned(bool owned)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);
	struct counters *c;
	unsigned long flags;

	local_irq_save(flags);
	c = cpu->running;
	if (c)
		counters_suspend(c);
	set_owned(cpu, owned);
	if (c)
		counters_resume(c);
	local_irq_restore(flags);
}

void counters_cpu_goes(void)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);
	unsigned long flags;

	local_irq_save(flags);
	cpu->away = cpu->running;
	if (cpu->away)
		counters_suspend(cpu->away);
	set_owned(cpu, false);
	local_irq_restore(flags);
}

void counters_cpu_comes(bool owned)
{
	struct counting_cpu *cpu = this_cpu_ptr(&counting_cpu);
	unsigned long flags;

	local_irq_save(flags);
	/* the TSC may have begun anew */
	cpu->timer_due = 0;
	cpu->late_until = 0;
	set_owned(cpu, owned);
	if (cpu->away)
		counters_resume(cpu->away);
	cpu->away = NULL;
	local_irq_restore(flags);
}

void counters_forget(struct counters *c, unsigned int cpu)
{
	struct counting_cpu *offline = per_cpu_ptr(&counting_cpu, cpu);

	if (offline->away == c)
		offline->away = NULL;
}

void counters_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		glue_timer_setup(&per_cpu(counting_cpu, cpu).timer, timer_expired);
}

void counters_exit(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		hrtimer_cancel(&per_cpu(counting_cpu, cpu).timer);
}
