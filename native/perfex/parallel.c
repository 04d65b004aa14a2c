// SPDX-License-Identifier: LGPL-2.1-or-later
#include "parallel.h"

#include <sched.h>
#include <signal.h>

static int count_processors(void)
{
	cpu_set_t set;
	int count = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		count = CPU_COUNT(&set);
	return count < WORKERS_MAX ? count : WORKERS_MAX;
}

static void *run(void *context)
{
	struct worker *worker = context;

	worker->work(worker->number, worker->context);
	return NULL;
}

/* Starts threads with the numbers from first to below end, as many as there can be. */
static void start(struct parallel *parallel, int first, int end,
		  void (*work)(int worker, void *context), void *context)
{
	sigset_t all, before;

	/* Signals are for the thread that expects them. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	parallel->count = 0;
	for (int i = first; i < end; i++) {
		struct worker *worker = &parallel->worker[parallel->count];

		*worker = (struct worker){.number = i, .work = work, .context = context};
		parallel->count += pthread_create(&worker->thread, NULL, run, worker) == 0;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void parallel_run(void (*work)(int worker, void *context), void *context)
{
	struct parallel others;

	start(&others, 1, count_processors(), work, context);
	work(0, context);
	parallel_wait(&others);
}

void parallel_start(struct parallel *parallel, void (*work)(int worker, void *context),
		    void *context)
{
	start(parallel, 0, count_processors(), work, context);
	if (!parallel->count)
		work(0, context);
}

void parallel_wait(struct parallel *parallel)
{
	for (int i = 0; i < parallel->count; i++)
		pthread_join(parallel->worker[i].thread, NULL);
	parallel->count = 0;
}
