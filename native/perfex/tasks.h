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
	struct counts counts;
	int missing; /* counts that have not come yet */
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
};

/* Frees all, to start a new repetition. */
void tasks_renew(struct tasks *tasks);
/* A program's root task has pid, and started at time. Returns 0 or -1 when out of memory. */
int tasks_init(struct tasks *tasks, struct runfile *run, const struct perfctr_events *events,
	       int pid, uint64_t time);
/* Takes a record of the tree; those about other things are ignored. */
void tasks_record(struct tasks *tasks, const struct perfctr_record *record);
/* The program has ended and no record will follow. */
void tasks_finish(struct tasks *tasks);
/* When the last thread of the root process ended; 0 if that is not known. */
uint64_t tasks_process_end(const struct tasks *tasks);
void tasks_free(struct tasks *tasks);

#endif
