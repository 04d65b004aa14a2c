// SPDX-License-Identifier: LGPL-2.1-or-later
#include "parallel.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>

struct worker {
	pthread_t thread;
	int number;
	bool started;
	void (*work)(int worker, void *context);
	void *context;
};

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

void parallel_run(void (*work)(int worker, void *context), void *context)
{
	struct worker workers[WORKERS_MAX] = {0};
	int count = count_processors();
	sigset_t all, before;

	/* Signals are for the thread that expects them. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (int i = 1; i < count; i++) {
		workers[i] = (struct worker){.number = i, .work = work, .context = context};
		workers[i].started =
			pthread_create(&workers[i].thread, NULL, run, &workers[i]) == 0;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	work(0, context);
	for (int i = 1; i < count; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
}
