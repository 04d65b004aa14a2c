/* SPDX-License-Identifier: GPL-2.0-only */
/* A vperfctr with its descendants: what a file descriptor stands for. */
#ifndef PERFCTR_TREE_H
#define PERFCTR_TREE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pid_namespace.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <uapi/perfctr.h>
#include "listeners.h"

struct snapshot;
struct task_struct;
struct vperfctr;

/*
 * All tasks that inherited one control. Every counting vperfctr has a reference. Sums are protected
 * by tree->lock, the rest is constant.
 */
struct family {
	refcount_t refs;
	u64 id;
	u32 nr_events;
	u64 tsc; /* all sums are over descendants that have ended */
	u64 children;
	u64 live; /* descendants that have not */
	u64 uncounted;
	u64 dropped_records;
	struct perfctr_count sum[]; /* by event */
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
	struct pid_namespace *ns;  /* in which tasks have their numbers */
	struct perfctr_page *page; /* mapped by user space */
	struct listeners *listeners;
	raw_spinlock_t lock;
	bool closed;
	struct list_head members; /* descendants that are alive */
	struct list_head records; /* ended and not read yet; a reference each */
	u32 nr_records;
};

struct family *family_create(u32 nr_events);
void family_put(struct family *family);

/* A new tree for this task, which begins to have a vperfctr. ERR_PTR: -EEXIST, -ESRCH, -ENOMEM. */
struct tree *tree_create(struct task_struct *task);
void tree_close(struct tree *tree); /* the file's reference; all tasks are let go of */
void tree_put(struct tree *tree);

/*
 * A child into the tree and the table of tasks, with interrupts off. False if the tree is closed or
 * somebody has attached to the task.
 */
bool tree_add_child(struct vperfctr *v);
void tree_count_uncounted(struct vperfctr *parent);

/* A descendant has ended, or is let go of, with all that it counted. */
void tree_leave(struct vperfctr *v);

/* The sum over the root's descendants; @live: those that are alive included. Takes tree->mutex. */
void tree_read_children(struct tree *tree, bool live, struct snapshot *snapshot);

/* Removes the oldest record and returns it with its reference, or NULL; and puts it back. */
struct vperfctr *tree_take_record(struct tree *tree);
void tree_return_record(struct tree *tree, struct vperfctr *record);
bool tree_has_records(struct tree *tree);
bool tree_is_over(struct tree *tree); /* no task is left that could add one */

#endif /* PERFCTR_TREE_H */
