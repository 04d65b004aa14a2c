// SPDX-License-Identifier: GPL-2.0-only
/* Small differences between kernel versions. */
#include <linux/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/version.h>
#include <asm/syscall.h>
#include <asm/unistd.h>
#include "glue.h"

bool glue_in_execve(void)
{
	long nr = syscall_get_nr(current, task_pt_regs(current));

	if (in_ia32_syscall())
		return nr == __NR_ia32_execve || nr == __NR_ia32_execveat;
	return nr == __NR_execve || nr == __NR_execveat;
}

void glue_vma_set_flags(struct vm_area_struct *vma, unsigned long flags)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_set(vma, flags);
#else
	vma->vm_flags |= flags;
#endif
}

void glue_vma_clear_flags(struct vm_area_struct *vma, unsigned long flags)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_clear(vma, flags);
#else
	vma->vm_flags &= ~flags;
#endif
}

void glue_timer_setup(struct hrtimer *timer,
		      enum hrtimer_restart (*function)(struct hrtimer *timer))
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
#else
	hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	timer->function = function;
#endif
}
