// SPDX-License-Identifier: GPL-2.0-only
/* /dev/perfctr, and the module. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/workqueue.h>
#include "counters.h"
#include "glue/glue.h"
#include "gperfctr.h"
#include "machine.h"
#include "ustruct.h"
#include "vperfctr.h"

static bool probe = true;
module_param(probe, bool, 0444);
MODULE_PARM_DESC(probe, "believe in the PMU only if its counters keep what is written to them");

struct workqueue_struct *glue_workqueue;

/* ---- Vperfctrs and gperfctrs exclude each other. Vperfctrs need the hooks. ---- */

static DEFINE_MUTEX(service_mutex);
static unsigned int nr_vperfctrs;
static bool has_gperfctr;
static bool hooked;

/*
 * Hooking in and out waits for all CPUs. Whoever counts one program after the other shall not wait
 * each time, so the hooks stay for a moment when the last vperfctr is gone.
 */
static void unhook(struct work_struct *work)
{
	mutex_lock(&service_mutex);
	if (hooked && !nr_vperfctrs) {
		glue_hooks_off();
		hooked = false;
	}
	mutex_unlock(&service_mutex);
}

static DECLARE_DELAYED_WORK(unhook_work, unhook);

static int hook(void)
{
	int err = hooked ? 0 : glue_hooks_on();

	hooked = !err;
	return err;
}

int service_get_vperfctr(void)
{
	int err;

	mutex_lock(&service_mutex);
	err = has_gperfctr ? -EBUSY : hook();
	if (!err)
		nr_vperfctrs++;
	mutex_unlock(&service_mutex);
	return err;
}

void service_put_vperfctr(void)
{
	mutex_lock(&service_mutex);
	if (!--nr_vperfctrs)
		mod_delayed_work(glue_workqueue, &unhook_work, HZ / 10);
	mutex_unlock(&service_mutex);
}

int service_get_gperfctr(void)
{
	int err = 0;

	mutex_lock(&service_mutex);
	if (has_gperfctr || nr_vperfctrs)
		err = -EBUSY;
	else
		has_gperfctr = true;
	mutex_unlock(&service_mutex);
	return err;
}

void service_put_gperfctr(void)
{
	mutex_lock(&service_mutex);
	has_gperfctr = false;
	mutex_unlock(&service_mutex);
}

/* ---- Requests ---- */

static int creat(const struct perfctr_creat __user *user)
{
	struct perfctr_creat creat;
	int size = ustruct_get(&creat, sizeof(creat), user, sizeof(creat));

	if (size < 0)
		return size;
	return creat.flags ? -EINVAL : vperfctr_open(current);
}

static int global(const struct perfctr_creat __user *user)
{
	struct perfctr_creat creat;
	int size = ustruct_get(&creat, sizeof(creat), user, sizeof(creat));

	if (size < 0)
		return size;
	if (creat.flags)
		return -EINVAL;
	return perfmon_capable() ? gperfctr_open() : -EACCES;
}

static bool may_attach(struct task_struct *task)
{
	struct task_struct *tracer;
	bool traced_by_us;

	rcu_read_lock();
	tracer = ptrace_parent(task);
	traced_by_us = tracer && same_thread_group(tracer, current);
	rcu_read_unlock();
	return task == current || traced_by_us || perfmon_capable();
}

/* No privileged program may take the place of the one that was checked, unseen by the exec hook. */
static int attach_to(struct task_struct *task)
{
	int err = down_read_killable(&task->signal->exec_update_lock);

	if (err)
		return err;
	err = may_attach(task) ? vperfctr_open(task) : -EACCES;
	up_read(&task->signal->exec_update_lock);
	return err;
}

static int attach(const struct perfctr_attach __user *user)
{
	struct perfctr_attach attach;
	struct task_struct *task;
	int err;

	err = ustruct_get(&attach, sizeof(attach), user, sizeof(attach));
	if (err < 0)
		return err;
	if (attach.flags || attach.reserved)
		return -EINVAL;
	rcu_read_lock();
	task = pid_task(find_vpid(attach.tid), PIDTYPE_PID);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	if (!task)
		return -ESRCH;
	err = task->flags & PF_KTHREAD ? -ESRCH : attach_to(task);
	put_task_struct(task);
	return err;
}

static long dev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case PERFCTR_INFO:
		return machine_info(user);
	case PERFCTR_CPUS:
		return machine_cpus(user);
	case PERFCTR_CREAT:
		return creat(user);
	case PERFCTR_ATTACH:
		return attach(user);
	case PERFCTR_GLOBAL:
		return global(user);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations dev_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "perfctr",
	.fops = &dev_fops,
	.mode = 0666,
};

/* ---- The module ---- */

static void report(void)
{
	static const char *const names[] = {
		[PERFCTR_FAMILY_GENERIC] = "no counters (virtual TSC only)",
		[PERFCTR_FAMILY_INTEL] = "Intel architectural",
		[PERFCTR_FAMILY_AMD] = "AMD",
		[PERFCTR_FAMILY_NETBURST] = "NetBurst",
	};

	pr_info("%s, %u counters%s\n", names[machine.pmu.family],
		(u32)hweight64(machine.pmu.counters),
		machine.features & PERFCTR_FEATURE_OVERFLOW ? ", overflow interrupts" : "");
}

static int __init perfctr_init(void)
{
	int err = machine_init(probe);

	if (err)
		return err;
	glue_workqueue = alloc_workqueue("perfctr", WQ_UNBOUND, 0);
	if (!glue_workqueue)
		return -ENOMEM;
	counters_init();
	glue_rdpmc_init();
	err = glue_pmi_init();
	if (err)
		goto destroy_workqueue;
	err = glue_cpus_init();
	if (err)
		goto exit_pmi;
	err = misc_register(&device);
	if (err)
		goto exit_cpus;
	report();
	return 0;
exit_cpus:
	glue_cpus_exit();
exit_pmi:
	glue_pmi_exit();
destroy_workqueue:
	destroy_workqueue(glue_workqueue);
	return err;
}

/* No file is open any more: what is left waits for a grace period or for the workqueue. */
static void __exit perfctr_exit(void)
{
	misc_deregister(&device);
	flush_delayed_work(&unhook_work);
	rcu_barrier();
	destroy_workqueue(glue_workqueue);
	counters_exit();
	glue_cpus_exit();
	glue_pmi_exit();
}

module_init(perfctr_init);
module_exit(perfctr_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Per-task virtual performance counters");
MODULE_VERSION("3.0.0");
