/* SPDX-License-Identifier: GPL-2.0-only */
/* vperfctrs: a task's virtual counters, and those of its descendants. */
#ifndef PERFCTR_VPERFCTR_H
#define PERFCTR_VPERFCTR_H

#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include "counters.h"
#include "listeners.h"

/*
 * All tasks that inherited one control. Every counting vperfctr has a reference. Sums are protected
 * by tree->lock, the rest is constant.
 */
struct family {
	refcount_t refs;
	u64 id;
	u32 nr_events;
	u64 tsc;			/* all sums are over descendants that have ended */
	u64 children;
	u64 live;			/* descendants that have not */
	u64 uncounted;
	u64 dropped_records;
	struct perfctr_count sum[];	/* by event */
};

/*
 * What a file descriptor stands for: a vperfctr with its descendants. The file has a reference, and
 * so has every vperfctr in the tree. @root is for the file's operations, and released with the
 * file.
 *
 * @lock (raw, interrupts off) protects @closed, @members, @records, @nr_records and the families'
 * sums; inside it, one vperfctr's lock may be taken. @mutex serializes what changes the root's
 * control.
 */
struct tree {
	refcount_t refs;
	struct mutex mutex;
	struct vperfctr *root;
	struct pid_namespace *ns;	/* in which tasks have their numbers */
	struct perfctr_page *page;	/* mapped by user space */
	struct listeners *listeners;
	raw_spinlock_t lock;
	bool closed;
	struct list_head members;	/* descendants that are alive */
	struct list_head records;	/* ended and not read yet; a reference each */
	u32 nr_records;
};

/*
 * A task's counters. The table of tasks (vperfctr.c) has a reference from vperfctr_insert() until
 * the task ends or is detached, whatever comes first; it is looked up under RCU, so it is freed
 * after a grace period. @task is a key, never followed.
 *
 * @lock (raw, interrupts off) protects what stands below it. While @cpu is not negative the task is
 * running there and @counters belong to that CPU: others have it do what they want, by
 * vperfctr_call(). What stands above is set before it is inserted, but for @tid and @pid, which
 * change when the task executes a program.
 */
struct vperfctr {
	refcount_t refs;
	struct tree *tree;
	struct task_struct *task;
	struct pid *task_pid;		/* to send signals to */
	u32 tid;
	u32 pid;
	u32 parent_tid;
	u64 started;			/* CLOCK_MONOTONIC */
	u64 ended;
	char name[TASK_COMM_LEN];	/* when it ended */
	struct overflow_notice notice;
	struct list_head link;		/* tree->members or ->records; protected by tree->lock */
	struct hlist_node node;		/* in the table of tasks; protected by the table's lock */
	struct rcu_work free;

	raw_spinlock_t lock;
	int cpu;			/* on which the task is running, or -1 */
	u32 state;			/* enum perfctr_state; for PAUSED see counters->paused */
	bool has_pmu;			/* counts in counters_acquire_pmu() */
	struct family *family;		/* a reference, or NULL before the first control */
	struct counters *counters;	/* likewise */
};

struct snapshot;

/* A new tree for this task, in the table. Returns an ERR_PTR: -EEXIST, -ESRCH, -ENOMEM. */
struct tree *tree_create(struct task_struct *task);
void tree_close(struct tree *tree);	/* the file's reference; all tasks are let go of */

/* Operations on the tree's root, for any task; they may sleep. */
int vperfctr_control(struct tree *tree, struct control *control);
int vperfctr_stop(struct tree *tree);
int vperfctr_iresume(struct tree *tree);
int vperfctr_unlink(struct tree *tree);
void vperfctr_read(struct tree *tree, struct snapshot *snapshot);
void vperfctr_read_children(struct tree *tree, bool live, struct snapshot *snapshot);

/* References to the root's control and buffer (or NULL), and its family's id. */
struct control *vperfctr_get_control(struct tree *tree, u64 *family);
struct buffer *vperfctr_get_buffer(struct tree *tree);

/* Removes the oldest record and returns it with its reference, or NULL; and puts it back. */
struct vperfctr *tree_take_record(struct tree *tree);
void tree_return_record(struct tree *tree, struct vperfctr *record);
bool tree_has_records(struct tree *tree);
bool tree_is_over(struct tree *tree);	/* no task is left that could add one */
void vperfctr_put(struct vperfctr *v);

/* vperfctr_file.c: the file descriptor. */
int vperfctr_open(struct task_struct *task);

/* dev.c: vperfctrs and gperfctrs exclude each other. -EBUSY, or why the hooks cannot be set. */
int service_get_vperfctr(void);
void service_put_vperfctr(void);

#endif /* PERFCTR_VPERFCTR_H */
