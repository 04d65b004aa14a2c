// SPDX-License-Identifier: LGPL-2.1-or-later
/* One repetition: the program runs once, and its tasks and totals are written as they come. */
#include "report.h"
#include "session.h"

#include <stdlib.h>

/* How often the buffers are emptied; more often as they fill up. */
#define LONGEST_WAIT_MS 50

static void take_record(const struct perfctr_record *record, void *context)
{
	struct session *session = context;

	if (record->type == PERFCTR_RECORD_LOST && !record->samples)
		session->lost += record->number;
	tasks_record(&session->tasks, record);
	if (session->sampled)
		profile_record(&session->profile, record);
}

static int drain(struct session *session, bool all)
{
	int full = perfctr_tree_drain(session->tree, all, take_record, session);

	if (full < 0)
		complain("%s", perfctr_error());
	runfile_flush(&session->run);
	return full;
}

/* Half as long when the buffers were filling up, twice as long when they were not. */
static int next_wait(int wait, int full)
{
	if (full > 25 && wait > 1)
		return wait / 2;
	if (full < 10 && wait < LONGEST_WAIT_MS)
		return 2 * wait;
	return wait;
}

static int start(struct session *session)
{
	const struct run_header header = {
		.command = session->options->command,
		.counted = session->counted,
		.sampled = session->sampled,
		.sampling = &session->sampling,
	};
	const struct program *program = &session->program;
	int result = program_start(&session->program, &session->supervisor, session->agent.command);

	if (result)
		return result;
	if (session->repetitions == 0) {
		session->run = (struct runfile){session->output.file, program->started};
		runfile_header(&session->run, &header);
		runfile_flush(&session->run);
		output_commit(&session->output);
		degrade_events(session);
	}
	runfile_repetition(&session->run, session->repetitions + 1, program->started);
	if (tasks_init(&session->tasks, &session->run, session->counted, program->pid,
		       program->started) < 0)
		return complain("out of memory");
	runfile_flush(&session->run);
	return 0;
}

/* Milliseconds until the next snapshot is due, at most limit. */
static int until(uint64_t due, int limit)
{
	uint64_t now = monotonic();
	uint64_t ms = due > now ? (due - now) / 1000000 + 1 : 0;

	return ms < (uint64_t)limit ? (int)ms : limit;
}

static void take_snapshot(struct session *session, struct counts *last)
{
	struct counts *totals = &session->results[session->repetitions].totals;
	uint64_t time = monotonic();

	if (perfctr_tree_read(session->tree, totals->count) < 0)
		return;
	runfile_snapshot(&session->run, time, totals);
	runfile_flush(&session->run);
	if (!session->options->quiet)
		report_snapshot(session->counted, totals, last, time - session->program.started,
				stderr);
	for (int i = 0; i < totals->number; i++)
		last->count[i] = totals->count[i];
}

/* Until the program has ended. Out of memory, its tasks are no longer followed, but it is waited
 * for. */
static void follow(struct session *session)
{
	uint64_t interval = session->options->interval * UINT64_C(1000000);
	uint64_t due = interval ? session->program.started + interval : UINT64_MAX;
	struct counts last = {0};
	int wait = 10, full = 0;

	if (interval && counts_init(&last, session->results[0].totals.number) < 0)
		due = UINT64_MAX;
	while (!program_wait(&session->program, &session->supervisor, until(due, wait))) {
		if (full >= 0)
			full = drain(session, false);
		if (full >= 0)
			wait = next_wait(wait, full);
		if (monotonic() < due)
			continue;
		take_snapshot(session, &last);
		due += interval;
	}
	counts_free(&last);
}

static void finish(struct session *session)
{
	struct result *result = &session->results[session->repetitions];
	uint64_t ended;

	if (perfctr_tree_stop(session->tree) < 0 ||
	    perfctr_tree_read(session->tree, result->totals.count) < 0)
		complain("%s", perfctr_error());
	drain(session, true);
	tasks_finish(&session->tasks);
	degrade_tasks(session);
	/* The kernel's records know it better than perfex, which may have been woken late. */
	ended = tasks_process_end(&session->tasks);
	if (!ended)
		ended = session->program.ended;
	result->wall = ended - session->program.started;
	session->repetitions++;
	runfile_repetition_end(&session->run, session->repetitions, ended, result->wall,
			       session->program.status, &result->totals);
	runfile_flush(&session->run);
}

static int open_result(struct session *session)
{
	struct counts *totals = &session->results[session->repetitions].totals;

	if (counts_init(totals, perfctr_events_count(session->counted)) < 0)
		return complain("out of memory");
	for (int i = 0; i < totals->number; i++)
		totals->has[i] = !*perfctr_events_unavailable(session->counted, i);
	return 0;
}

int repetition_run(struct session *session)
{
	int result;

	tasks_renew(&session->tasks);
	session->lost = 0;
	session->tree = perfctr_tree_open(session->counted, session->sampled, &session->sampling);
	if (!session->tree)
		return complain("%s", perfctr_error());
	result = open_result(session);
	if (!result)
		result = start(session);
	if (!result) {
		follow(session);
		finish(session);
	}
	perfctr_tree_close(session->tree);
	session->tree = NULL;
	return result;
}
