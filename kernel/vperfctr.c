// SPDX-License-Identifier: GPL-2.0-only
/* The life of a task's counters: switch, fork, exec, exit; and what others want of them. */
#include <linux/hashtable.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include "glue/glue.h"
#include "machine.h"
#include "requests.h"
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

static bool is_final(u32 state)
{
	return state == PERFCTR_ENDED || state == PERFCTR_DETACHED;
}

/* ---- References ---- */

static void family_put(struct family *family)
{
	if (family && refcount_dec_and_test(&family->refs))
		kfree(family);
}

static struct family *family_create(u32 nr_events)
{
	static atomic64_t last_id = ATOMIC64_INIT(0);
	struct family *family;

	family = kzalloc(struct_size(family, sum, nr_events), GFP_KERNEL_ACCOUNT);
	if (!family)
		return NULL;
	refcount_set(&family->refs, 1);
	family->id = atomic64_inc_return(&last_id);
	family->nr_events = nr_events;
	return family;
}

static void tree_put(struct tree *tree)
{
	if (!refcount_dec_and_test(&tree->refs))
		return;
	put_pid_ns(tree->ns);
	free_page((unsigned long)tree->page);
	listeners_put(tree->listeners);
	kfree(tree);
}

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
	struct task_struct *task;
	struct counters *c;
	unsigned long flags;

	clear_siginfo(&info);
	raw_spin_lock_irqsave(&v->lock, flags);
	c = v->counters;
	if (c && c->notice)
		info.si_signo = c->control->user.signal;
	raw_spin_unlock_irqrestore(&v->lock, flags);
	if (!info.si_signo)
		return;
	info.si_code = PERFCTR_SI_OVERFLOW;
	info.si_ptr = (void __user *)atomic64_xchg(&v->notice.events, 0);
	rcu_read_lock();
	task = pid_task(v->task_pid, PIDTYPE_PID);
	if (task)
		send_sig_info(info.si_signo, &info, task);
	rcu_read_unlock();
}

/* ---- On the CPU that the task runs on ---- */

static void resume(struct vperfctr *v)
{
	if (v->state == PERFCTR_RUNNING)
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
	if (!is_final(v->state)) {
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
	if (v)
		switch_in(v);
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

/* Calls the function with the counters suspended and v->lock held; they go on afterwards. */
static void vperfctr_call(struct vperfctr *v, void (*function)(struct vperfctr *v, void *data),
			  void *data)
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

/* ---- The end of a task's counters ---- */

static void remove_from_table(struct vperfctr *v)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&table_lock, flags);
	hash_del_rcu(&v->node);
	raw_spin_unlock_irqrestore(&table_lock, flags);
	vperfctr_put(v);
}

static void add_to_family(struct vperfctr *v)
{
	struct family *family = v->family;
	u32 i;

	family->live--;
	family->children++;
	family->tsc += v->counters->tsc_sum;
	for (i = 0; i < family->nr_events; i++)
		count_add(&family->sum[i], counters_count(v->counters, i));
}

static void add_record(struct tree *tree, struct vperfctr *v)
{
	if (!(v->counters->control->user.flags & PERFCTR_CONTROL_RECORDS))
		return;
	/* another family is being read by now: nobody wants it */
	if (v->family != READ_ONCE(tree->root->family))
		return;
	if (tree->nr_records >= perfctr_max_records) {
		v->family->dropped_records++;
		return;
	}
	refcount_inc(&v->refs);
	list_add_tail(&v->link, &tree->records);
	tree->nr_records++;
}

/* A descendant has ended, or is let go of, with all that it counted. */
static void leave_tree(struct vperfctr *v)
{
	struct tree *tree = v->tree;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	list_del_init(&v->link);
	add_to_family(v);
	if (!tree->closed)
		add_record(tree, v);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
}

struct finish {
	u32 state;
	bool first;
	bool had_pmu;
};

static void finish_suspended(struct vperfctr *v, void *data)
{
	struct finish *finish = data;

	if (is_final(v->state))
		return;
	finish->first = true;
	finish->had_pmu = v->has_pmu;
	v->has_pmu = false;
	v->state = finish->state;
	if (v->cpu >= 0)
		__this_cpu_write(running_vperfctr, NULL);
	v->cpu = -1;
	if (v->counters)
		counters_describe(v->counters, v->state);
	else
		WRITE_ONCE(v->tree->page->state, v->state);
}

/* The first one to call this, of exit, detach and close, does all that is to be done. */
static void finish(struct vperfctr *v, u32 state)
{
	struct finish finish = { .state = state };

	vperfctr_call(v, finish_suspended, &finish);
	if (!finish.first)
		return;
	if (finish.had_pmu)
		counters_release_pmu();
	if (!list_empty(&v->link))
		leave_tree(v);
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

void vperfctr_task_exit(void)
{
	struct vperfctr *v = get_mine();

	if (!v)
		return;
	v->ended = ktime_get_ns();
	strscpy(v->name, current->comm, sizeof(v->name));
	finish(v, PERFCTR_ENDED);
	listeners_wake(v->tree->listeners);
	vperfctr_put(v);
}

/* A thread that executes a program becomes the leader of its process. */
static void renumber(struct vperfctr *v, void *unused)
{
	struct tree *tree = v->tree;

	v->tid = task_pid_nr_ns(current, tree->ns);
	v->pid = task_tgid_nr_ns(current, tree->ns);
	if (v->counters) {
		v->counters->tid = v->tid;
		v->counters->pid = v->pid;
	}
	if (v == tree->root)
		WRITE_ONCE(tree->page->tid, v->tid);
}

void vperfctr_task_exec(bool privileged)
{
	struct vperfctr *v = get_mine();

	if (!v)
		return;
	if (privileged) {
		v->ended = ktime_get_ns();
		strscpy(v->name, current->comm, sizeof(v->name));
		finish(v, PERFCTR_DETACHED);
		listeners_wake(v->tree->listeners);
	} else {
		vperfctr_call(v, renumber, NULL);
	}
	vperfctr_put(v);
}

/* ---- The beginning ---- */

static struct vperfctr *create(struct tree *tree, struct task_struct *task, gfp_t gfp)
{
	struct vperfctr *v = kzalloc(sizeof(*v), gfp);

	if (!v)
		return NULL;
	refcount_set(&v->refs, 1);
	refcount_inc(&tree->refs);
	v->tree = tree;
	v->task = task;
	v->task_pid = get_pid(task_pid(task));
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

/* Puts it into the table, which takes a reference; -EEXIST if the task has one. */
static int insert(struct vperfctr *v)
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

/* The parent is running here with interrupts off: nobody can change its control meanwhile. */
static struct vperfctr *create_child(struct vperfctr *parent, struct task_struct *task)
{
	const gfp_t gfp = GFP_ATOMIC | __GFP_NOWARN | __GFP_ACCOUNT;
	struct vperfctr *v = create(parent->tree, task, gfp);

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
	v->state = PERFCTR_RUNNING;
	return v;
}

/* Into the tree and the table. False if the tree is closed or somebody has attached to the task. */
static bool add_child(struct vperfctr *v)
{
	struct tree *tree = v->tree;
	bool added;

	raw_spin_lock(&tree->lock);
	added = !tree->closed && !insert(v);
	if (added) {
		list_add_tail(&v->link, &tree->members);
		v->family->live++;
		v->has_pmu = v->counters->control->nr_events;
		/* the parent has it, so it cannot be lost now */
		if (v->has_pmu)
			counters_share_pmu();
	}
	raw_spin_unlock(&tree->lock);
	return added;
}

static void count_uncounted(struct vperfctr *parent)
{
	raw_spin_lock(&parent->tree->lock);
	parent->family->uncounted++;
	raw_spin_unlock(&parent->tree->lock);
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
	if (!v || !add_child(v))
		count_uncounted(parent);
	if (v)
		vperfctr_put(v);
out:
	local_irq_restore(flags);
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

static struct tree *tree_alloc(void)
{
	struct tree *tree = kzalloc(sizeof(*tree), GFP_KERNEL_ACCOUNT);

	if (!tree)
		return NULL;
	tree->page = (struct perfctr_page *)get_zeroed_page(GFP_KERNEL_ACCOUNT);
	tree->listeners = listeners_create();
	if (!tree->page || !tree->listeners)
		goto err;
	refcount_set(&tree->refs, 1);
	mutex_init(&tree->mutex);
	tree->ns = get_pid_ns(task_active_pid_ns(current));
	raw_spin_lock_init(&tree->lock);
	INIT_LIST_HEAD(&tree->members);
	INIT_LIST_HEAD(&tree->records);
	return tree;
err:
	if (tree->listeners)
		listeners_put(tree->listeners);
	free_page((unsigned long)tree->page);
	kfree(tree);
	return NULL;
}

static void init_page(struct tree *tree)
{
	BUILD_BUG_ON(sizeof(struct perfctr_page) > PAGE_SIZE);
	tree->page->size = offsetof(struct perfctr_page, events);
	tree->page->tid = tree->root->tid;
	tree->page->tsc_mult = machine.tsc_mult;
	tree->page->tsc_shift = machine.tsc_shift;
}

struct tree *tree_create(struct task_struct *task)
{
	struct tree *tree = tree_alloc();
	int err = -ENOMEM;

	if (!tree)
		return ERR_PTR(err);
	tree->root = create(tree, task, GFP_KERNEL_ACCOUNT);
	if (!tree->root)
		goto put_tree;
	init_page(tree);
	err = insert(tree->root);
	if (err)
		goto put_root;
	/* insert, then look; a task that exits sets the flag, then looks itself */
	smp_mb();
	if (READ_ONCE(task->flags) & PF_EXITING) {
		err = -ESRCH;
		finish(tree->root, PERFCTR_DETACHED);
		goto put_root;
	}
	if (task == current)
		adopt(tree->root);
	else
		smp_call_function_single(task_cpu(task), adopt, tree->root, 1);
	return tree;
put_root:
	vperfctr_put(tree->root);
put_tree:
	tree_put(tree);
	return ERR_PTR(err);
}

static struct vperfctr *first_of(struct tree *tree, struct list_head *list)
{
	struct vperfctr *v;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	v = list_first_entry_or_null(list, struct vperfctr, link);
	/* one that is just leaving has its last reference until it has left */
	if (v)
		refcount_inc(&v->refs);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
	return v;
}

void tree_close(struct tree *tree)
{
	struct vperfctr *v;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	tree->closed = true;
	raw_spin_unlock_irqrestore(&tree->lock, flags);

	finish(tree->root, PERFCTR_DETACHED);
	while ((v = first_of(tree, &tree->members))) {
		finish(v, PERFCTR_DETACHED);
		vperfctr_put(v);
		cond_resched();
	}
	while ((v = tree_take_record(tree)))
		vperfctr_put(v);
	vperfctr_put(tree->root);
	tree_put(tree);
}

/* ---- Control ---- */

struct install {
	struct counters *counters;	/* in: new, out: old */
	struct family *family;		/* likewise */
	bool has_pmu;			/* likewise */
	int err;
};

static void install_suspended(struct vperfctr *v, void *data)
{
	struct install *install = data;
	struct counters *c = install->counters;

	if (is_final(v->state)) {
		install->err = -ESRCH;
		return;
	}
	c->page = v->tree->page;
	c->tid = v->tid;
	c->pid = v->pid;
	c->family = install->family->id;
	c->notice = c->control->user.signal ? &v->notice : NULL;
	if (v->counters)
		counters_preserve(c, v->counters);
	swap(v->counters, install->counters);
	swap(v->family, install->family);
	swap(v->has_pmu, install->has_pmu);
	v->state = PERFCTR_RUNNING;
	counters_describe(c, v->state);
}

static struct buffer *create_buffer(const struct control *control, struct tree *tree)
{
	if (!control->user.buffer_size)
		return NULL;
	return buffer_create(control->user.buffer_size, control->user.watermark, tree->listeners);
}

static int install(struct tree *tree, struct control *control, struct buffer *buffer)
{
	struct install install = { .has_pmu = control->nr_events };
	int err = -ENOMEM;

	install.counters = counters_create(control, buffer, GFP_KERNEL_ACCOUNT);
	install.family = family_create(control->nr_events);
	if (!install.counters || !install.family)
		goto out;
	if (install.has_pmu) {
		err = counters_acquire_pmu();
		install.has_pmu = !err;
		if (err)
			goto out;
	}
	vperfctr_call(tree->root, install_suspended, &install);
	err = install.err;
	/* the old one's; or, if it failed, the new one's */
	if (install.has_pmu)
		counters_release_pmu();
out:
	counters_free(install.counters);
	family_put(install.family);
	return err;
}

int vperfctr_control(struct tree *tree, struct control *control)
{
	struct buffer *buffer;
	int err;

	if (control->user.cpus || control->user.cpus_size)
		return -EINVAL;
	if (control->user.signal && tree->root->task != current)
		return -EPERM;
	buffer = create_buffer(control, tree);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	mutex_lock(&tree->mutex);
	err = install(tree, control, buffer);
	mutex_unlock(&tree->mutex);
	buffer_put(buffer);
	return err;
}

struct change {
	bool had_pmu;
	int err;
};

static void stop_suspended(struct vperfctr *v, void *data)
{
	struct change *change = data;

	if (is_final(v->state)) {
		change->err = -ESRCH;
		return;
	}
	change->had_pmu = v->has_pmu;
	v->has_pmu = false;
	v->state = PERFCTR_STOPPED;
	if (!v->counters)
		return;
	v->counters->paused = false;
	counters_describe(v->counters, v->state);
}

int vperfctr_stop(struct tree *tree)
{
	struct change change = {};

	mutex_lock(&tree->mutex);
	vperfctr_call(tree->root, stop_suspended, &change);
	mutex_unlock(&tree->mutex);
	if (change.had_pmu)
		counters_release_pmu();
	return change.err;
}

static void iresume_suspended(struct vperfctr *v, void *data)
{
	struct change *change = data;

	if (is_final(v->state))
		change->err = -ESRCH;
	else if (v->counters && v->counters->paused) {
		v->counters->paused = false;
		counters_describe(v->counters, v->state);
	}
}

int vperfctr_iresume(struct tree *tree)
{
	struct change change = {};

	vperfctr_call(tree->root, iresume_suspended, &change);
	return change.err;
}

int vperfctr_unlink(struct tree *tree)
{
	u32 state = READ_ONCE(tree->root->state);

	if (is_final(state))
		return -ESRCH;
	finish(tree->root, PERFCTR_DETACHED);
	listeners_wake(tree->listeners);
	return 0;
}

/* ---- Reading ---- */

static void read_suspended(struct vperfctr *v, void *data)
{
	struct snapshot *snapshot = data;
	struct counters *c = v->counters;
	u32 i;

	snapshot->state = v->state;
	if (!c)
		return;
	if (c->paused && v->state == PERFCTR_RUNNING)
		snapshot->state = PERFCTR_PAUSED;
	snapshot->tsc = c->tsc_sum;
	snapshot->family = c->family;
	snapshot->nr_events = c->control->nr_events;
	for (i = 0; i < c->control->nr_events; i++)
		snapshot->count[i] = counters_count(c, i);
}

void vperfctr_read(struct tree *tree, struct snapshot *snapshot)
{
	memset(snapshot, 0, sizeof(*snapshot));
	vperfctr_call(tree->root, read_suspended, snapshot);
}

static void refresh_if_member(void *data)
{
	struct vperfctr *v = __this_cpu_read(running_vperfctr);

	if (v && v->tree == data && v->counters && v->counters->on)
		counters_refresh(v->counters);
}

/* With tree->lock held: what they had counted when they were last suspended. */
static void add_members(struct tree *tree, struct family *family, struct snapshot *snapshot)
{
	struct vperfctr *v;
	u32 i;

	list_for_each_entry(v, &tree->members, link) {
		if (v->family != family)
			continue;
		raw_spin_lock(&v->lock);
		snapshot->tsc += v->counters->tsc_sum;
		for (i = 0; i < family->nr_events; i++)
			count_add(&snapshot->count[i], counters_count(v->counters, i));
		raw_spin_unlock(&v->lock);
	}
}

/* Serialized with changes of the control by tree->mutex. */
void vperfctr_read_children(struct tree *tree, bool live, struct snapshot *snapshot)
{
	struct family *family;
	unsigned long flags;

	memset(snapshot, 0, sizeof(*snapshot));
	mutex_lock(&tree->mutex);
	family = tree->root->family;
	snapshot->state = READ_ONCE(tree->root->state);
	if (!family)
		goto out;
	if (live)
		on_each_cpu(refresh_if_member, tree, 1);
	raw_spin_lock_irqsave(&tree->lock, flags);
	snapshot->family = family->id;
	snapshot->nr_events = family->nr_events;
	snapshot->tsc = family->tsc;
	snapshot->children = family->children;
	snapshot->live = family->live;
	snapshot->uncounted = family->uncounted;
	snapshot->dropped_records = family->dropped_records;
	memcpy(snapshot->count, family->sum, family->nr_events * sizeof(family->sum[0]));
	if (live)
		add_members(tree, family, snapshot);
	raw_spin_unlock_irqrestore(&tree->lock, flags);
out:
	mutex_unlock(&tree->mutex);
}

struct control *vperfctr_get_control(struct tree *tree, u64 *family)
{
	struct control *control = NULL;

	mutex_lock(&tree->mutex);
	*family = 0;
	if (tree->root->counters) {
		control = control_get(tree->root->counters->control);
		*family = tree->root->family->id;
	}
	mutex_unlock(&tree->mutex);
	return control;
}

struct buffer *vperfctr_get_buffer(struct tree *tree)
{
	struct buffer *buffer = NULL;

	mutex_lock(&tree->mutex);
	if (tree->root->counters)
		buffer = buffer_get(tree->root->counters->buffer);
	mutex_unlock(&tree->mutex);
	return buffer;
}

/* ---- Records ---- */

struct vperfctr *tree_take_record(struct tree *tree)
{
	struct vperfctr *record;
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	record = list_first_entry_or_null(&tree->records, struct vperfctr, link);
	if (record) {
		list_del_init(&record->link);
		tree->nr_records--;
	}
	raw_spin_unlock_irqrestore(&tree->lock, flags);
	return record;
}

void tree_return_record(struct tree *tree, struct vperfctr *record)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&tree->lock, flags);
	list_add(&record->link, &tree->records);
	tree->nr_records++;
	raw_spin_unlock_irqrestore(&tree->lock, flags);
}

bool tree_has_records(struct tree *tree)
{
	return !list_empty_careful(&tree->records);
}

bool tree_is_over(struct tree *tree)
{
	return is_final(READ_ONCE(tree->root->state)) && list_empty_careful(&tree->members);
}
