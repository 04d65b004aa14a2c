/* SPDX-License-Identifier: GPL-2.0-only */
/* A task's virtual counters. */
#ifndef PERFCTR_VPERFCTR_H
#define PERFCTR_VPERFCTR_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include "counters.h"

struct family;
struct snapshot;
struct tree;

/*
 * A task's counters. The table of tasks (vperfctr.c) has a reference from vperfctr_insert() until
 * the task ends or is detached, whatever comes first; it is looked up under RCU, so it is freed
 * after a grace period. @task is a key, never followed.
 *
 * @lock (raw, interrupts off) protects what stands below it. While @cpu is not negative the task is
 * running there and @counters belong to that CPU: others have it do what they want, by
 * vperfctr_call(). What stands above is set before it is inserted, but for @task_pid, @tid and
 * @pid, which change when the task executes a program, and @ended and @name.
 */
struct vperfctr {
	refcount_t refs;
	struct tree *tree;
	struct task_struct *task;
	struct pid *task_pid; /* to send signals to; a reference */
	u32 tid;
	u32 pid;
	u32 parent_tid;
	u64 started; /* CLOCK_MONOTONIC */
	u64 ended;
	char name[TASK_COMM_LEN]; /* when it ended */
	struct overflow_notice notice;
	struct list_head link;	/* tree->members or ->records; protected by tree->lock */
	struct hlist_node node; /* in the table of tasks; protected by the table's lock */
	struct rcu_work free;

	raw_spinlock_t lock;
	int cpu;		   /* on which the task is running, or -1 */
	u32 state;		   /* enum perfctr_state; for PAUSED see counters->paused */
	bool waits;		   /* for an exec, until which nothing counts */
	bool has_pmu;		   /* as owner_acquire() counts */
	struct family *family;	   /* a reference, or NULL before the first control */
	struct counters *counters; /* likewise */
};

static inline bool vperfctr_is_final(u32 state)
{
	return state == PERFCTR_ENDED || state == PERFCTR_DETACHED;
}

/* vperfctr.c: its life. A new one has one reference and belongs to nobody but its tree. */
struct vperfctr *vperfctr_create(struct tree *tree, struct task_struct *task, gfp_t gfp);
void vperfctr_put(struct vperfctr *v);

/*
 * Put it into the table of tasks, which takes a reference; -EEXIST if the task has one there. begin
 * is for tasks that may be running, or exiting: -ESRCH.
 */
int vperfctr_insert(struct vperfctr *v);
int vperfctr_begin(struct vperfctr *v);

/* The first to call this, of exit, detach and close, does all that is to be done. */
void vperfctr_finish(struct vperfctr *v, u32 state);

/* Calls the function with the counters suspended and v->lock held; they go on afterwards. */
void vperfctr_call(struct vperfctr *v, void (*function)(struct vperfctr *v, void *data),
		   void *data);

/*
 * For on_each_cpu_cond(), which keeps preemption off, so that what is running is not freed: does a
 * task of this tree run there? Then bring its sums up to date.
 */
bool vperfctr_is_member_running(int cpu, void *tree);
void vperfctr_refresh_member(void *tree);

/* vperfctr_control.c: operations on the tree's root, for any task; they may sleep. */
int vperfctr_control(struct tree *tree, struct control *control);
int vperfctr_stop(struct tree *tree);
int vperfctr_iresume(struct tree *tree);
int vperfctr_unlink(struct tree *tree);
void vperfctr_read(struct tree *tree, struct snapshot *snapshot);

/* References to the root's control and buffer (or NULL), and its family's id. */
struct control *vperfctr_get_control(struct tree *tree, u64 *family);
struct buffer *vperfctr_get_buffer(struct tree *tree);

/* vperfctr_file.c: the file descriptor. */
int vperfctr_open(struct task_struct *task);

/* dev.c: vperfctrs and gperfctrs exclude each other. -EBUSY, or why the hooks cannot be set. */
int service_get_vperfctr(void);
void service_put_vperfctr(void);

#endif /* PERFCTR_VPERFCTR_H */
