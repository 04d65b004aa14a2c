/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counting a program with all its tasks, on perf_events.
 *
 * Each counted event is opened on a root, and inherited. The roots are the calling thread alone,
 * which counts nothing itself: the program inherits from it, and is switched on by its exec; or
 * all threads of the processes that were attached to. Each task but the roots writes its own count
 * as a PERF_RECORD_READ when it ends. The total is what read() of the event returns: a number that
 * does not come from these records but must equal their sum.
 *
 * Starts, names, ends, mappings and samples are written on the CPU where they happen: there is one
 * buffer per CPU for them. What writes starts, names and ends there, a tracker, is inherited as
 * well, one for each CPU; or where all tasks may be followed, it is one that nobody inherits, and
 * the records of other tasks are left out.
 */
#ifndef PERFCTR_PERF_TREE_H
#define PERFCTR_PERF_TREE_H

#include "perf_backend.h"

/* A task from which others inherit: tid 0 is the calling thread. */
struct root {
	pid_t pid, tid;
	struct inherited *counter;   /* for each counted event */
	struct perfctr_count *ended; /* for each: what its descendants that ended have counted */
};

/* One fd for each sampled event, root and CPU, in the order of their ids. */
struct sampler {
	uint64_t id;
	uint64_t lost; /* samples of which was told */
	int fd, event;
};

struct pending {
	uint64_t time;
	size_t offset;
	int source; /* root * events + event, whose buffer it comes from, or -1: a CPU's */
};

struct tree {
	struct perfctr_events *counted, *sampled;
	struct perfctr_sampling sampling;
	bool attached; /* to running processes: roots are tasks, too */
	int lender;    /* the counted event whose time is the task clock, or NO_LENDER */
	struct root *root;
	int roots, root_room;
	struct ring *cpu; /* for each CPU; no page: it is off */
	int cpus;
	int *tracker; /* fds beside those of the rings */
	int trackers, tracker_room;
	uint64_t lost;		 /* records about tasks of which was told */
	struct lineage *lineage; /* if all tasks are followed: whose records count */
	struct sampler *sampler;
	int samplers, sampler_room;

	/* When CPUs are counted, and counted is empty: the events, and what counts on each. */
	struct perfctr_events *on_cpus;
	struct counting **counting;
	int countings;

	/* What was there already is told at the first drain. */
	char **maps; /* for each root, /proc/PID/maps, or NULL */
	uint64_t attached_at;
	bool introduced;

	struct pending *pending;
	size_t count, room;
	char *bytes;
	size_t used, size;
	int source; /* while draining: what pending.source will be */
};

uint64_t perf_now(void);

/* An empty tree for these events, or NULL. */
struct tree *tree_new(struct perfctr_events *counted, struct perfctr_events *sampled,
		      const struct perfctr_sampling *sampling);
/* -ESRCH, without an error's text: the thread has ended. */
int tree_add_root(struct tree *tree, pid_t pid, pid_t tid);
/* Room for one more root, which is no root yet; NULL when out of memory. */
struct root *tree_next_root(struct tree *tree, pid_t pid, pid_t tid);
/* Opens what tells of tasks on one CPU, and the sampled events. */
int tree_follow(struct tree *tree, struct target target);
int tree_sample(struct tree *tree, struct target target);
/* Whether root has a count of the event. */
bool root_counts(const struct tree *tree, const struct root *root, int event);
int root_read(const struct tree *tree, const struct root *root, int event,
	      struct perfctr_count *count);
/* Moves all records from the kernel's buffers to tree->pending. */
int tree_collect(struct tree *tree);

/* What was there before, and what is left at the end, of attached processes. */
int attach_read_maps(struct tree *tree);
int attach_enable(const struct tree *tree);
void attach_introduce(struct tree *tree, perfctr_record_fn fn, void *context);
int attach_tell_rest(struct tree *tree, perfctr_record_fn fn, void *context);

/* What the records of all tasks tell of those that descend from the calling thread. */
struct lineage *lineage_new(void);
/* Takes all records about tasks in the order of time; returns whether this one is about theirs. */
bool lineage_has(struct lineage *lineage, const struct perfctr_record *record);

/* The task clock as the time of another event; root is the first one, with all else opened. */
#define NO_LENDER (-1)
bool is_task_clock(const struct event *event);
void choose_lender(struct tree *tree, const struct root *root);
bool is_lent(const struct tree *tree, int event);
/* What the task clock has counted, by the lender's count. */
struct perfctr_count lent_count(const struct perfctr_count *lender);

/* The parts of a tree that counts CPUs. */
int cpus_read(struct tree *tree, struct perfctr_count *counts);
int cpus_stop(struct tree *tree);
void cpus_close(struct tree *tree);

#endif
