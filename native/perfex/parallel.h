/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Work that several processors share. */
#ifndef PERFEX_PARALLEL_H
#define PERFEX_PARALLEL_H

#include <pthread.h>

#define WORKERS_MAX 8

struct parallel {
	struct worker {
		pthread_t thread;
		int number;
		void (*work)(int worker, void *context);
		void *context;
	} worker[WORKERS_MAX];
	int count;
};

/*
 * Calls work() once on each processor that there is, WORKERS_MAX at most, and returns when all have
 * returned. worker counts from 0; the calling thread is number 0.
 */
void parallel_run(void (*work)(int worker, void *context), void *context);
/* The same in the background: parallel must stay where it is, until parallel_wait(). */
void parallel_start(struct parallel *parallel, void (*work)(int worker, void *context),
		    void *context);
void parallel_wait(struct parallel *parallel);

#endif
