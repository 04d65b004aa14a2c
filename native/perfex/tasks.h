/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tasks of a repetition, put together from the records of the tree. */
#ifndef PERFEX_TASKS_H
#define PERFEX_TASKS_H

#include "runfile.h"

#define TASK_NAME 16

struct task {
	int number, parent;
	int pid, tid;
	char name[TASK_NAME];
	uint64_t end; /* 0: not ended yet */
	bool end_told;
	struct counts counts;
	int missing;	  /* counts that have not come yet */
	int root;	  /* the index of the attached task that it descends from, or -1 */
	int attached_tid; /* its tid when it was attached to, 0 if it wasn't */
};

struct tasks {
	struct runfile *run;
	const struct perfctr_events *events;
	int available; /* events that can be counted, so that each task will tell */
	int earlier;   /* tasks of earlier repetitions: numbers are never used twice */
	struct task **task;
	int count, room;
	void *by_tid;	    /* tsearch: those that have not ended */
	struct counts sums; /* over all ended tasks */
	int outlived;	    /* tasks that have not ended with the program */
	int uncounted;	    /* tasks that ended without telling all their counts */
	bool attached;	    /* to running processes: those without a parent are roots */
	int shared;	    /* tasks that live on and whose counts can't be told apart */
};

/* Frees all, to start a new repetition. */
void tasks_renew(struct tasks *tasks);
/*
 * A program's root task has pid, and started at time; with pid 0 they come from the tree, which was
 * attached to them. Returns 0 or -1 when out of memory.
 */
int tasks_init(struct tasks *tasks, struct runfile *run, const struct perfctr_events *events,
	       int pid, uint64_t time);
/* Takes a record of the tree; those about other things are ignored. */
void tasks_record(struct tasks *tasks, const struct perfctr_record *record);
/* Counting has ended and no record will follow. */
void tasks_finish(struct tasks *tasks, uint64_t time);
/* When the last thread of the root process ended; 0 if that is not known. */
uint64_t tasks_process_end(const struct tasks *tasks);
void tasks_free(struct tasks *tasks);

#endif
