// SPDX-License-Identifier: GPL-2.0-only
/* The life of a task's counters: switch, fork, exec, exit. */
#include <linux/hashtable.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include "glue/glue.h"
#include "owner.h"
#include "page.h"
#include "tree.h"
#include "vperfctr.h"

/* The tasks that have a vperfctr. Looked up with preemption off, changed under the lock. */
static DEFINE_HASHTABLE(table, 10);
static DEFINE_RAW_SPINLOCK(table_lock);

/* That of the task that is running on this CPU; changed with interrupts off. */
static DEFINE_PER_CPU(struct vperfctr *, running_vperfctr);

static struct vperfctr *find(const struct task_struct *task)
{
	struct vperfctr *v;

	hash_for_each_possible_rcu_notrace(table, v, node, (unsigned long)task) {
		if (v->task == task)
			return v;
	}
	return NULL;
}

/* ---- References ---- */

static void free_vperfctr(struct work_struct *work)
{
	struct vperfctr *v = container_of(to_rcu_work(work), struct vperfctr, free);

	irq_work_sync(&v->notice.work);
	counters_free(v->counters);
	family_put(v->family);
	put_pid(v->task_pid);
	tree_put(v->tree);
	kfree(v);
}

void vperfctr_put(struct vperfctr *v)
{
	if (refcount_dec_and_test(&v->refs))
		queue_rcu_work(glue_workqueue, &v->free);
}

/* ---- Overflow signal ---- */

static void send_signal(struct irq_work *work)
{
	struct vperfctr *v = container_of(work, struct vperfctr, notice.work);
	struct kernel_siginfo info;
	struct task_struct *task = NULL;
	struct counters *c;
	unsigned long flags;

	clear_siginfo(&info);
	info.si_code = PERFCTR_SI_OVERFLOW;
	rcu_read_lock();
	raw_spin_lock_irqsave(&v->lock, flags);
	c = v->counters;
	if (c && c->notice) {
		info.si_signo = c->control->user.signal;
		task = pid_task(v->task_pid, PIDTYPE_PID);
	}
	raw_spin_unlock_irqrestore(&v->lock, flags);
	if (task)
		info.si_ptr = (void __user *)atomic64_xchg(&v->notice.events, 0);
	/* none are left of a control that is no more */
	if (info.si_ptr)
		send_sig_info(info.si_signo, &info, task);
	rcu_read_unlock();
}

/* ---- On the CPU that the task runs on ---- */

static void resume(struct vperfctr *v)
{
	if (v->state == PERFCTR_RUNNING && !v->waits)
		counters_resume(v->counters);
}

static void suspend(struct vperfctr *v)
{
	if (v->counters && v->counters->on)
		counters_suspend(v->counters);
}

static void switch_out(struct vperfctr *v)
{
	raw_spin_lock(&v->lock);
	suspend(v);
	v->cpu = -1;
	raw_spin_unlock(&v->lock);
	__this_cpu_write(running_vperfctr, NULL);
}

static void switch_in(struct vperfctr *v)
{
	raw_spin_lock(&v->lock);
	if (!vperfctr_is_final(v->state)) {
		__this_cpu_write(running_vperfctr, v);
		v->cpu = smp_processor_id();
		resume(v);
	}
	raw_spin_unlock(&v->lock);
}

void vperfctr_task_switch(struct task_struct *next)
{
	struct vperfctr *v = __this_cpu_read(running_vperfctr);

	if (v)
		switch_out(v);
	if (next->flags & PF_KTHREAD)
		return;
	v = find(next);
	if (!v)
		return;
	counters_switch_to(next);
	switch_in(v);
}

/* The task may be running already, on this CPU: then no switch will tell. */
static void adopt(void *data)
{
	struct vperfctr *v = data;
	unsigned long flags;

	local_irq_save(flags);
	if (v->task == current && !__this_cpu_read(running_vperfctr))
		switch_in(v);
	local_irq_restore(flags);
}

bool vperfctr_is_member_running(int cpu, void *tree)
{
	struct vperfctr *v = READ_ONCE(per_cpu(running_vperfctr, cpu));

	return v && v->tree == tree;
}

void vperfctr_refresh_member(void *tree)
{
	struct vperfctr *v = __this_cpu_read(running_vperfctr);

	if (v && v->tree == tree && v->counters && v->counters->on)
		counters_refresh(v->counters);
}

/* ---- From anywhere ---- */

struct call {
	struct vperfctr *v;
	void (*function)(struct vperfctr *v, void *data);
	void *data;
	bool done;
};

/* With v->lock held, on the CPU where the task runs, or on any if it does not. */
static void call_suspended(struct call *call)
{
	struct vperfctr *v = call->v;

	if (v->cpu >= 0)
		suspend(v);
	call->function(v, call->data);
	if (v->cpu >= 0)
		resume(v);
	call->done = true;
}

static void call_here(void *data)
{
	struct call *call = data;
	struct vperfctr *v = call->v;
	unsigned long flags;

	raw_spin_lock_irqsave(&v->lock, flags);
	if (v->cpu < 0 || v->cpu == smp_processor_id())
		call_suspended(call);
	raw_spin_unlock_irqrestore(&v->lock, flags);
}

void vperfctr_call(struct vperfctr *v, void (*function)(struct vperfctr *v, void *data), void *data)
{
	struct call call = { .v = v, .function = function, .data = data };

	preempt_disable();
	call_here(&call);
	while (!call.done) {
		int cpu = READ_ONCE(v->cpu);

		/* the task may have moved on, or be gone, by the time that the other CPU looks */
		if (cpu < 0 || smp_call_function_single(cpu, call_here, &call, 1))
			call_here(&call);
	}
	preempt_enable();
}

/* ---- The beginning ---- */

struct vperfctr *vperfctr_create(struct tree *tree, struct task_struct *task, gfp_t gfp)
{
	struct vperfctr *v = kzalloc(sizeof(*v), gfp);

	if (!v)
		return NULL;
	refcount_set(&v->refs, 1);
	refcount_inc(&tree->refs);
	v->tree = tree;
	v->task = task;
	v->task_pid = get_task_pid(task, PIDTYPE_PID);
	v->tid = task_pid_nr_ns(task, tree->ns);
	v->pid = task_tgid_nr_ns(task, tree->ns);
	v->started = ktime_get_ns();
	init_irq_work(&v->notice.work, send_signal);
	INIT_LIST_HEAD(&v->link);
	INIT_RCU_WORK(&v->free, free_vperfctr);
	raw_spin_lock_init(&v->lock);
	v->cpu = -1;
	return v;
}

int vperfctr_insert(struct vperfctr *v)
{
	unsigned long flags;
	int err = -EEXIST;

	raw_spin_lock_irqsave(&table_lock, flags);
	if (!find(v->task)) {
		refcount_inc(&v->refs);
		hash_add_rcu(table, &v->node, (unsigned long)v->task);
		err = 0;
	}
	raw_spin_unlock_irqrestore(&table_lock, flags);
	return err;
}

int vperfctr_begin(struct vperfctr *v)
{
	int err = vperfctr_insert(v);

	if (err)
		return err;
	/* insert, then look; a task that exits sets the flag, then looks itself */
	smp_mb();
	if (READ_ONCE(v->task->flags) & PF_EXITING) {
		vperfctr_finish(v, PERFCTR_DETACHED);
		return -ESRCH;
	}
	if (v->task == current)
		adopt(v);
	else
		smp_call_function_single(task_cpu(v->task), adopt, v, 1);
	return 0;
}

/* The parent is running here with interrupts off: nobody can change its control meanwhile. */
static struct vperfctr *create_child(struct vperfctr *parent, struct task_struct *task)
{
	const gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN | __GFP_ACCOUNT;
	struct vperfctr *v = vperfctr_create(parent->tree, task, gfp);

	if (!v)
		return NULL;
	v->counters = counters_create(parent->counters->control, parent->counters->buffer, gfp);
	if (!v->counters) {
		vperfctr_put(v);
		return NULL;
	}
	v->counters->tid = v->tid;
	v->counters->pid = v->pid;
	v->counters->family = parent->family->id;
	v->parent_tid = parent->tid;
	refcount_inc(&parent->family->refs);
	v->family = parent->family;
	v->waits = parent->waits;
	v->state = PERFCTR_RUNNING;
	return v;
}

void vperfctr_task_fork(struct task_struct *child)
{
	struct vperfctr *v, *parent;
	unsigned long flags;

	local_irq_save(flags);
	parent = __this_cpu_read(running_vperfctr);
	if (!parent || parent->state != PERFCTR_RUNNING ||
	    !(parent->counters->control->user.flags & PERFCTR_CONTROL_INHERIT))
		goto out;
	v = create_child(parent, child);
	if (!v || !tree_add_child(v))
		tree_count_uncounted(parent);
	if (v)
		vperfctr_put(v);
out:
	local_irq_restore(flags);
}

/* ---- The end ---- */

static void remove_from_table(struct vperfctr *v)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&table_lock, flags);
	hash_del_rcu(&v->node);
	raw_spin_unlock_irqrestore(&table_lock, flags);
	vperfctr_put(v);
}

struct finish {
	u32 state;
	bool first;
	bool had_pmu;
};

static void finish_suspended(struct vperfctr *v, void *data)
{
	struct finish *finish = data;

	if (vperfctr_is_final(v->state))
		return;
	finish->first = true;
	finish->had_pmu = v->has_pmu;
	v->has_pmu = false;
	v->state = finish->state;
	if (v->cpu >= 0)
		__this_cpu_write(running_vperfctr, NULL);
	v->cpu = -1;
	if (v->counters) {
		v->counters->notice = NULL;
		page_describe(v->counters, v->state);
	} else {
		WRITE_ONCE(v->tree->page->state, v->state);
	}
}

void vperfctr_finish(struct vperfctr *v, u32 state)
{
	struct finish finish = { .state = state };

	vperfctr_call(v, finish_suspended, &finish);
	if (!finish.first)
		return;
	if (finish.had_pmu)
		owner_release();
	if (!list_empty(&v->link))
		tree_leave(v);
	remove_from_table(v);
}

static struct vperfctr *get_mine(void)
{
	struct vperfctr *v;

	rcu_read_lock();
	v = find(current);
	if (v && !refcount_inc_not_zero(&v->refs))
		v = NULL;
	rcu_read_unlock();
	return v;
}

static void finish_mine(struct vperfctr *v, u32 state)
{
	v->ended = ktime_get_ns();
	strscpy(v->name, current->comm, sizeof(v->name));
	vperfctr_finish(v, state);
	listeners_wake(v->tree->listeners);
}

void vperfctr_task_exit(void)
{
	struct vperfctr *v = get_mine();

	if (!v)
		return;
	finish_mine(v, PERFCTR_ENDED);
	vperfctr_put(v);
}

/*
 * A thread that executes a program becomes the leader of its process, and its signal handlers are
 * gone: an overflow signal would kill it.
 */
static void renew(struct vperfctr *v, void *pid)
{
	struct tree *tree = v->tree;

	swap(v->task_pid, *(struct pid **)pid);
	v->tid = task_pid_nr_ns(current, tree->ns);
	v->pid = task_tgid_nr_ns(current, tree->ns);
	v->waits = false;
	if (v->counters) {
		v->counters->tid = v->tid;
		v->counters->pid = v->pid;
		v->counters->notice = NULL;
		v->counters->paused = false;
		page_describe(v->counters, v->state);
	}
	if (v == tree->root)
		WRITE_ONCE(tree->page->tid, v->tid);
}

void vperfctr_task_exec(bool privileged)
{
	struct vperfctr *v = get_mine();
	struct pid *pid;

	if (!v)
		return;
	if (privileged) {
		finish_mine(v, PERFCTR_DETACHED);
	} else {
		pid = get_pid(task_pid(current));
		vperfctr_call(v, renew, &pid);
		put_pid(pid);
	}
	vperfctr_put(v);
}
