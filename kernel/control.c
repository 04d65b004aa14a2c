// SPDX-License-Identifier: GPL-2.0-only
/* Controls: from what user space asks for to what can be loaded. */
#include <linux/capability.h>
#include <linux/cpu.h>
#include <linux/log2.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <asm/cpufeature.h>
#include "control.h"
#include "machine.h"
#include "mux.h"
#include "ustruct.h"

#define CONTROL_SIZE_V1 sizeof(struct perfctr_control)
#define EVENT_SIZE_V1	sizeof(struct perfctr_event)

#define CONTROL_FLAGS                                                                   \
	(PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_RECORDS | PERFCTR_CONTROL_KEEP_TSC | \
	 PERFCTR_CONTROL_ON_EXEC)
#define EVENT_FLAGS                                                                               \
	(PERFCTR_EVENT_USER | PERFCTR_EVENT_KERNEL | PERFCTR_EVENT_IMODE | PERFCTR_EVENT_PINNED | \
	 PERFCTR_EVENT_WITH_PREV)

static void control_free(struct control *control)
{
	u32 i;

	for (i = 0; i < control->nr_events; i++) {
		if (control->events[i].restricted)
			free_cpumask_var(control->events[i].cpus);
	}
	kvfree(control->rounds);
	kfree(control);
}

void control_put(struct control *control)
{
	if (control && refcount_dec_and_test(&control->refs))
		control_free(control);
}

static int check_header(const struct perfctr_control *user)
{
	if ((user->flags & ~CONTROL_FLAGS) || user->reserved || user->family)
		return -EINVAL;
	if (user->nr_events > PERFCTR_MAX_EVENTS || !valid_signal(user->signal))
		return -EINVAL;
	if (user->signal == SIGKILL || user->signal == SIGSTOP)
		return -EINVAL;
	if (user->mux_interval && user->mux_interval < PERFCTR_MIN_MUX_INTERVAL)
		return -EINVAL;
	/* it would be forgotten before anything counts */
	if (user->signal && (user->flags & PERFCTR_CONTROL_ON_EXEC))
		return -EINVAL;
	if (user->buffer_size &&
	    (user->buffer_size < PAGE_SIZE || user->buffer_size > perfctr_max_buffer ||
	     !is_power_of_2(user->buffer_size)))
		return -EINVAL;
	return user->watermark > user->buffer_size ? -EINVAL : 0;
}

static int check_event(const struct perfctr_event *event, bool first)
{
	if ((event->flags & ~EVENT_FLAGS) ||
	    !(event->flags & (PERFCTR_EVENT_USER | PERFCTR_EVENT_KERNEL)))
		return -EINVAL;
	if (first && (event->flags & PERFCTR_EVENT_WITH_PREV))
		return -EINVAL;
	if ((event->flags & PERFCTR_EVENT_KERNEL) && !perfmon_capable())
		return -EACCES;
	if (!(event->flags & PERFCTR_EVENT_IMODE))
		return event->period ? -EINVAL : 0;
	if (!(machine.features & PERFCTR_FEATURE_OVERFLOW))
		return -EOPNOTSUPP;
	if (!event->period || event->period < perfctr_min_period || event->period > S64_MAX)
		return -EINVAL;
	return 0;
}

/* Copies the event's own mask, if it has one. Bits that no CPU can have are ignored. */
static int copy_cpus(struct control_event *event)
{
	u32 size = min_t(u32, event->user.cpus_size, cpumask_size());
	u64 address = event->user.cpus;

	event->user.cpus = 0;
	if (!address)
		return event->user.cpus_size ? -EINVAL : 0;
	if (!event->user.cpus_size)
		return -EINVAL;
	if (!zalloc_cpumask_var(&event->cpus, GFP_KERNEL_ACCOUNT))
		return -ENOMEM;
	event->restricted = true;
	if (copy_from_user(cpumask_bits(event->cpus), u64_to_user_ptr(address), size))
		return -EFAULT;
	return 0;
}

static bool cpu_may_count(const struct control_event *event, unsigned int cpu)
{
	if (machine_cpu_forbidden(cpu))
		return false;
	return !event->pmu.northbridge || machine_cpu_northbridge(cpu);
}

/* Adds what the machine itself forbids to the event's mask. */
static int restrict_to_machine(struct control_event *event)
{
	unsigned int cpu;

	if (!machine.pmu.one_thread && !event->pmu.northbridge)
		return 0;
	if (!event->restricted) {
		if (!zalloc_cpumask_var(&event->cpus, GFP_KERNEL_ACCOUNT))
			return -ENOMEM;
		cpumask_setall(event->cpus);
		event->restricted = true;
	}
	for_each_possible_cpu(cpu) {
		if (!cpu_may_count(event, cpu))
			cpumask_clear_cpu(cpu, event->cpus);
	}
	return 0;
}

struct check {
	struct control_event *event;
	int err;
};

/* With interrupts off: it tries registers that an interrupt here may want to load. */
static void check_here(void *data)
{
	struct check *check = data;

	check->err = machine.pmu.check(&machine.pmu, &check->event->user, &check->event->pmu);
}

/* Each type of core takes other values for its extra registers. */
static int check_on_all(struct control_event *event)
{
	struct check check = { .event = event, .err = -EINVAL };
	unsigned int cpu;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		if (event->restricted && !cpumask_test_cpu(cpu, event->cpus))
			continue;
		smp_call_function_single(cpu, check_here, &check, 1);
		if (check.err)
			break;
	}
	cpus_read_unlock();
	return check.err;
}

static int check_with_pmu(struct control_event *event)
{
	struct check check = { .event = event };
	unsigned long flags;

	if (event->user.config1 && boot_cpu_has(X86_FEATURE_HYBRID_CPU))
		return check_on_all(event);
	local_irq_save(flags);
	check_here(&check);
	local_irq_restore(flags);
	return check.err;
}

static int copy_event(struct control *control, u32 i, const void __user *from, size_t size)
{
	struct control_event *event = &control->events[i];
	int err;

	err = copy_struct_from_user(&event->user, sizeof(event->user), from, size);
	if (err)
		return err;
	err = copy_cpus(event);
	if (err)
		return err;
	err = check_event(&event->user, i == 0);
	if (err)
		return err;
	err = check_with_pmu(event);
	if (err)
		return err;
	if (event->user.flags & PERFCTR_EVENT_IMODE)
		control->imode |= BIT_ULL(i);
	if (event->user.flags & PERFCTR_EVENT_KERNEL)
		control->kernel |= BIT_ULL(i);
	err = restrict_to_machine(event);
	control->restricted |= event->restricted;
	return err;
}

static int copy_events(struct control *control)
{
	const struct perfctr_control *user = &control->user;
	const void __user *from = u64_to_user_ptr(user->events);
	int err;
	u32 i;

	if (!user->nr_events)
		return 0;
	if (user->event_size < EVENT_SIZE_V1)
		return -EINVAL;
	if (user->event_size > PAGE_SIZE)
		return -E2BIG;
	for (i = 0; i < user->nr_events; i++) {
		/* control_free() looks at that many */
		control->nr_events = i + 1;
		err = copy_event(control, i, from + i * user->event_size, user->event_size);
		if (err)
			return err;
	}
	return mux_make_rounds(control, &machine.pmu);
}

static void fill_in_defaults(struct control *control)
{
	struct perfctr_control *user = &control->user;

	if (!user->mux_interval)
		user->mux_interval = max_t(u32, perfctr_mux_interval, PERFCTR_MIN_MUX_INTERVAL);
	if (!user->watermark)
		user->watermark = user->buffer_size / 4 * 3;
	control->mux_ticks = machine_us_to_tsc(user->mux_interval);
}

struct control *control_create(const struct perfctr_control __user *from)
{
	struct perfctr_control user;
	struct control *control;
	int err;

	err = ustruct_get(&user, sizeof(user), from, CONTROL_SIZE_V1);
	if (err < 0)
		return ERR_PTR(err);
	err = check_header(&user);
	if (err)
		return ERR_PTR(err);
	control = kzalloc(struct_size(control, events, user.nr_events), GFP_KERNEL_ACCOUNT);
	if (!control)
		return ERR_PTR(-ENOMEM);
	refcount_set(&control->refs, 1);
	control->user = user;
	fill_in_defaults(control);
	err = copy_events(control);
	if (err) {
		control_free(control);
		return ERR_PTR(err);
	}
	return control;
}

static int write_events(const struct control *control, const struct perfctr_control *to)
{
	u32 nr = min(control->nr_events, to->nr_events);
	u32 size = min_t(u32, to->event_size, sizeof(struct perfctr_event));
	u32 i;

	for (i = 0; i < nr; i++) {
		if (copy_to_user(u64_to_user_ptr(to->events + (u64)i * to->event_size),
				 &control->events[i].user, size))
			return -EFAULT;
	}
	return 0;
}

int control_read(const struct control *control, u64 family, struct perfctr_control __user *user)
{
	struct perfctr_control asked, answer = {};
	int err = 0, size;

	size = ustruct_get(&asked, sizeof(asked), user, CONTROL_SIZE_V1);
	if (size < 0)
		return size;
	if (asked.nr_events && asked.event_size < EVENT_SIZE_V1)
		return -EINVAL;
	if (control) {
		err = write_events(control, &asked);
		answer = control->user;
	}
	if (err)
		return err;
	answer.size = size;
	answer.events = asked.events;
	answer.event_size = asked.event_size;
	answer.family = family;
	answer.cpus = 0;
	return ustruct_put(user, &answer, sizeof(answer), size);
}
