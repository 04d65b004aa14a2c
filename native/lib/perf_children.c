// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Does this kernel tell what a task has counted when it ends? Linux 5.13 to 6.18 does not, unless
 * it has a fix of December 2025. It is tried with a thread, once.
 */
#include "perf_backend.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static bool told;

static void *tell_tid(void *tid)
{
	*(pid_t *)tid = gettid();
	return NULL;
}

/* A thread that was joined is still about to end. */
static void run_thread(void)
{
	pthread_t thread;
	pid_t tid;

	if (pthread_create(&thread, NULL, tell_tid, &tid) != 0)
		return;
	pthread_join(thread, NULL);
	while (tgkill(getpid(), tid, 0) == 0)
		usleep(50);
}

static int note(const struct perf_event_header *record, void *none)
{
	(void)none;
	told |= record->type == PERF_RECORD_READ;
	return 0;
}

static void try(void)
{
	struct event event = {.name = "task-clock",
			      .type = PERF_TYPE_SOFTWARE,
			      .config = PERF_COUNT_SW_TASK_CLOCK,
			      .place = EVENT_CLOCK};
	struct perf_event_attr attr = perf_timed_attr();
	struct inherited inherited;

	if (inherited_open(&inherited, &event, &attr, (struct target){.tid = 0, .cpu = -1},
			   sysconf(_SC_PAGESIZE)) == 0 &&
	    inherited.fd >= 0) {
		run_thread();
		ring_drain(&inherited.reads, note, NULL);
	}
	inherited_close(&inherited);
}

bool perf_children_are_told(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, try);
	return told;
}
