/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counts a program, or running processes, with all their tasks.
 *
 * A root is a thread with a vperfctr that others inherit: the calling thread, whose control waits
 * for an exec and which counts nothing itself, or each thread of the processes that were attached
 * to. The driver tells each ended task's counts as a record, and the family's sum. Which tasks
 * there are, their names and mappings, and what the kernel counts, comes from a tree of perf_events
 * beside it. Its records are the frame into which the driver's are put by their times.
 */
#ifndef PERFCTR_DRIVER_TREE_H
#define PERFCTR_DRIVER_TREE_H

#include "driver_backend.h"

struct driver_root {
	pid_t pid, tid; /* 0: the calling thread */
	int fd;
};

struct driver_tree {
	struct perfctr_events *counted, *sampled;
	struct part perf_counted, perf_sampled, counted_here, sampled_here;
	struct tree *tasks;
	struct driver_program program; /* what is counted, then what is sampled */
	struct driver_root *root;
	int roots;
	bool attached, stopped;
	struct driver_counts totals; /* when it was stopped */
	struct samples samples;
	struct endings endings;
	uint64_t untold; /* tasks without a record, told so far */

	perfctr_record_fn fn; /* while draining */
	void *context;
};

bool driver_tree_is_counted(const struct driver_tree *tree, int counter);
int driver_tree_index(const struct driver_tree *tree, int counter);
/* What a root and those that live on of what it started have counted and nobody has told yet. */
int driver_root_rest(const struct driver_root *root, struct driver_counts *rest);

#endif
