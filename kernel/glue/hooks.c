// SPDX-License-Identifier: GPL-2.0-only
/* Hooks into the scheduler: tracepoints, which are found by name since not all are exported. */
#include <linux/binfmts.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <linux/version.h>
#include "glue.h"

static void probe_switch(void *data, bool preempt, struct task_struct *prev,
			 struct task_struct *next, unsigned int prev_state)
{
	vperfctr_task_switch(next);
}

static void probe_fork(void *data, struct task_struct *parent, struct task_struct *child)
{
	glue_rdpmc_fork(parent, child);
	vperfctr_task_fork(child);
}

/* As perf has it: the program is set-uid and the like, or its user may not read it. */
static void probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		       struct linux_binprm *bprm)
{
	vperfctr_task_exec(bprm->secureexec || get_dumpable(task->mm) != SUID_DUMP_USER);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
static void probe_exit(void *data, struct task_struct *task, bool group_dead)
#else
static void probe_exit(void *data, struct task_struct *task)
#endif
{
	vperfctr_task_exit();
}

static struct hook {
	const char *name;
	void *probe;
	struct tracepoint *tracepoint;
} hooks[] = {
	{ "sched_process_exit", probe_exit },
	{ "sched_process_exec", probe_exec },
	{ "sched_process_fork", probe_fork },
	{ "sched_switch", probe_switch },
};

static void look_at(struct tracepoint *tracepoint, void *unused)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (!strcmp(tracepoint->name, hooks[i].name))
			hooks[i].tracepoint = tracepoint;
	}
}

static void unregister(u32 nr)
{
	while (nr--)
		tracepoint_probe_unregister(hooks[nr].tracepoint, hooks[nr].probe, NULL);
	tracepoint_synchronize_unregister();
}

int glue_hooks_on(void)
{
	int err;
	u32 i;

	if (!hooks[0].tracepoint)
		for_each_kernel_tracepoint(look_at, NULL);
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		err = -ENOENT;
		if (hooks[i].tracepoint)
			err = tracepoint_probe_register(hooks[i].tracepoint, hooks[i].probe, NULL);
		if (err) {
			unregister(i);
			return err;
		}
	}
	return 0;
}

void glue_hooks_off(void)
{
	unregister(ARRAY_SIZE(hooks));
}
