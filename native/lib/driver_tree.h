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
	int gperfctr; /* -1: there is none */
	int *cpu;     /* not NULL: it counts these, and there are no roots */
	bool attached, stopped;
	struct driver_counts totals; /* when it was stopped */
	struct samples samples;
	struct endings endings;
	uint64_t untold; /* tasks without a record, told so far */

	perfctr_record_fn fn; /* while draining */
	void *context;
};

/* A tree with nothing opened yet; NULL when that fails. */
struct driver_tree *driver_tree_new(struct perfctr_events *counted, struct perfctr_events *sampled,
				    const struct perfctr_sampling *sampling);
uint64_t driver_tree_buffer_size(void);
/* Tells about all events what opening them has told; NULL, and closes the tree, if that failed. */
struct tree *driver_tree_ready(struct driver_tree *tree, int result);
bool driver_tree_is_counted(const struct driver_tree *tree, int counter);
/* Puts perf_events' counts and the driver's into the places of their events. */
void driver_tree_gather(const struct driver_tree *tree, const struct perfctr_count *perf,
			const struct driver_counts *driver, struct perfctr_count *counts);
int driver_tree_index(const struct driver_tree *tree, int counter);
/* What a root and those that live on of what it started have counted and nobody has told yet. */
int driver_root_rest(const struct driver_root *root, struct driver_counts *rest);

/* The parts of a tree that counts CPUs; cpu may be PERFCTR_CPU_ALL. */
int driver_cpus_read(const struct driver_tree *tree, int cpu, struct driver_counts *counts);
int driver_cpus_stop(const struct driver_tree *tree);

#endif
