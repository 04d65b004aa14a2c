// SPDX-License-Identifier: GPL-2.0-only
/*
 * RDPMC in user space. The kernel itself sets CR4.PCE on a switch to an address space that counts
 * somebody in perf_rdpmc_allowed, so all that is left to do is the CPUs that are there already.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kstrtox.h>
#include <linux/perf_event.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>
#include "glue.h"

enum { NOBODY = 0, WITH_MAPPING = 1, EVERYBODY = 2 };

/* perf's switch in sysfs that says who may. The kernel heeds it when it switches; others have to ask. */
static struct device_attribute *perf_switch;
static struct pmu *perf_pmu;

/* Like a mapping of an event of perf's. */
static struct perf_event mapping = { .hw.flags = PERF_EVENT_FLAG_USER_READ_CNT };

static struct attribute *find_attribute(const struct attribute_group **groups, const char *name)
{
	struct attribute **attribute;

	for (; groups && *groups; groups++) {
		for (attribute = (*groups)->attrs; attribute && *attribute; attribute++) {
			if (!strcmp((*attribute)->name, name))
				return *attribute;
		}
	}
	return NULL;
}

/* An event tells which PMU it is of, and that one never goes away. Without an event there is no switch. */
void glue_rdpmc_init(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.disabled = 1,
	};
	struct attribute *attribute;
	struct perf_event *event;

	event = perf_event_create_kernel_counter(&attr, -1, current, NULL, NULL);
	if (IS_ERR(event))
		return;
	attribute = find_attribute(event->pmu->attr_groups, "rdpmc");
	if (attribute)
		perf_switch = container_of(attribute, struct device_attribute, attr);
	perf_pmu = event->pmu;
	perf_event_release_kernel(event);
}

static int who_may(void)
{
	char *text;
	int who = NOBODY;

	if (!perf_switch)
		return WITH_MAPPING;
	text = (char *)get_zeroed_page(GFP_KERNEL);
	if (!text)
		return who;
	if (perf_switch->show(perf_pmu->dev, perf_switch, text) <= 0 || kstrtoint(text, 0, &who))
		who = NOBODY;
	free_page((unsigned long)text);
	return who;
}

struct update {
	struct mm_struct *mm;
	bool on;
};

static void update_this_cpu(void *data)
{
	struct update *update = data;
	unsigned long flags;

	if (current->active_mm != update->mm)
		return;
	local_irq_save(flags);
	if (update->on)
		cr4_set_bits_irqsoff(X86_CR4_PCE);
	else
		cr4_clear_bits_irqsoff(X86_CR4_PCE);
	local_irq_restore(flags);
}

static void update_cpus(struct mm_struct *mm, bool mapped)
{
	int who = who_may();
	struct update update = {
		.mm = mm,
		.on = who == EVERYBODY || (who == WITH_MAPPING && mapped),
	};

	on_each_cpu_mask(mm_cpumask(mm), update_this_cpu, &update, 1);
}

bool glue_rdpmc_is_allowed(const struct mm_struct *mm)
{
	return mm && atomic_read(&mm->context.perf_rdpmc_allowed);
}

/* The kernel copies the count with the rest of the address space, but no mapping of a counter page. */
void glue_rdpmc_fork(const struct task_struct *parent, const struct task_struct *child)
{
	int copied;

	if (!parent->mm || !child->mm || parent->mm == child->mm)
		return;
	copied = atomic_read(&parent->mm->context.perf_rdpmc_allowed);
	/* another number counts mappings of perf's, which can be inherited */
	if (copied)
		atomic_cmpxchg(&child->mm->context.perf_rdpmc_allowed, copied, 0);
}

void glue_rdpmc_allow(struct mm_struct *mm, bool ours)
{
	/*
	 * perf zeroes what it has left of others in the counters. While they are ours there is nothing
	 * in them that was not zeroed, and what runs must not be.
	 */
	if (!ours && perf_pmu && perf_pmu->event_mapped)
		perf_pmu->event_mapped(&mapping, mm);
	else if (atomic_inc_return(&mm->context.perf_rdpmc_allowed) == 1)
		update_cpus(mm, true);
}

void glue_rdpmc_disallow(struct mm_struct *mm)
{
	if (atomic_dec_and_test(&mm->context.perf_rdpmc_allowed))
		update_cpus(mm, false);
}
