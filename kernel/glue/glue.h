/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The glue layer: all that depends on the version of the kernel, or on how an unpatched kernel can
 * be hooked into at all. The rest of the driver knows the kernel by this header only.
 */
#ifndef PERFCTR_GLUE_H
#define PERFCTR_GLUE_H

#include <linux/hrtimer.h>
#include <linux/mm_types.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

struct pmu;

/* For what cannot be done where nobody may sleep; drained before the module goes. */
extern struct workqueue_struct *glue_workqueue;

/*
 * Scheduler hooks (hooks.c). While they are on, the functions below, which vperfctr.c implements,
 * are called: task_switch with the run queue locked and interrupts off, the others in the context
 * of the task that forks, executes or exits, with preemption off. Turning them on fails with
 * -ENOENT when this kernel lacks one. Turning them off returns when none of them is running any
 * more.
 */
int glue_hooks_on(void);
void glue_hooks_off(void);

void vperfctr_task_switch(struct task_struct *next);
void vperfctr_task_fork(struct task_struct *child);
void vperfctr_task_exec(bool privileged);
void vperfctr_task_exit(void);

/*
 * Overflow interrupts and who has the PMU (pmi.c). glue_reserve_pmu() returns 0, or -EBUSY when
 * perf has it. glue_pmi_unmask() lets the next interrupt of this CPU's counters come, as an NMI.
 */
int glue_reserve_pmu(const struct pmu *pmu);
void glue_release_pmu(const struct pmu *pmu);
bool glue_has_pmi(void);
void glue_pmi_unmask(void);
int glue_pmi_init(void);
void glue_pmi_exit(void);

/*
 * RDPMC in user space (rdpmc.c), counted for each address space. Allowed and disallowed with the mmap
 * lock held for writing, allowed while the PMU does not change hands; forgotten in a child that is just
 * being made, which inherits no mapping.
 */
void glue_rdpmc_init(void);
void glue_rdpmc_allow(struct mm_struct *mm, bool ours);
void glue_rdpmc_disallow(struct mm_struct *mm);
bool glue_rdpmc_is_allowed(const struct mm_struct *mm);
void glue_rdpmc_fork(const struct task_struct *parent, const struct task_struct *child);

/* CPUs that come and go, and system sleep (cpus.c): calls counters_cpu_goes(), owner_cpu_comes(). */
int glue_cpus_init(void);
void glue_cpus_exit(void);
u32 glue_cpu_node(unsigned int cpu);

/* Is the current task executing a program? Also for NMIs in it. */
bool glue_in_execve(void);

/* Small differences between kernel versions (compat.c). */
void glue_vma_set_flags(struct vm_area_struct *vma, unsigned long flags);
void glue_vma_clear_flags(struct vm_area_struct *vma, unsigned long flags);
void glue_timer_setup(struct hrtimer *timer,
		      enum hrtimer_restart (*function)(struct hrtimer *timer));

#endif /* PERFCTR_GLUE_H */
