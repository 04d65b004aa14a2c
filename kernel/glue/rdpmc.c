// SPDX-License-Identifier: GPL-2.0-only
/*
 * RDPMC in user space. The kernel itself sets CR4.PCE on a switch to an address space that counts
 * somebody in perf_rdpmc_allowed, so all that is left to do is the CPUs that are there already.
 */
#include <linux/smp.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>
#include "glue.h"

static void update_this_cpu(void *data)
{
	struct mm_struct *mm = data;
	unsigned long flags;

	if (current->active_mm != mm)
		return;
	local_irq_save(flags);
	if (atomic_read(&mm->context.perf_rdpmc_allowed))
		cr4_set_bits_irqsoff(X86_CR4_PCE);
	else
		cr4_clear_bits_irqsoff(X86_CR4_PCE);
	local_irq_restore(flags);
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

void glue_rdpmc_allow(struct mm_struct *mm)
{
	if (atomic_inc_return(&mm->context.perf_rdpmc_allowed) == 1)
		on_each_cpu_mask(mm_cpumask(mm), update_this_cpu, mm, 1);
}

void glue_rdpmc_disallow(struct mm_struct *mm)
{
	if (atomic_dec_and_test(&mm->context.perf_rdpmc_allowed))
		on_each_cpu_mask(mm_cpumask(mm), update_this_cpu, mm, 1);
}
