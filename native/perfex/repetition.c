// SPDX-License-Identifier: LGPL-2.1-or-later
/* One repetition: the program runs once; its tasks and totals are written as they come. */
#include "machine.h"
#include "process.h"
#include "report.h"
#include "session.h"

#include <stdlib.h>
#include <unistd.h>

/* How often the buffers are emptied; more often as they fill up. */
#define LONGEST_WAIT_MS 50

static void take_record(const struct perfctr_record *record, void *context)
{
	struct session *session = context;

	if (record->type == PERFCTR_RECORD_LOST && !record->samples)
		session->lost += record->number;
	if (!session->options->cpus.count)
		tasks_record(&session->tasks, record);
	if (session->sampled)
		profile_record(&session->profile, record);
}

static int drain(struct session *session, bool all)
{
	int full = counters_drain(&session->counters, all, take_record, session);

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

static void write_header(struct session *session)
{
	const struct options *options = session->options;
	char *directory =
		options->pids.count ? process_directory(options->pids.number[0]) : getcwd(NULL, 0);
	const struct run_header header = {
		.command = session->command,
		.directory = directory ? directory : "",
		.attached = &options->pids,
		.cpus = &options->cpus,
		.pair = session->pair.id ? &session->pair : NULL,
		.counted = session->counted,
		.sampled = session->sampled,
		.sampling = &session->sampling,
	};

	session->run = (struct runfile){session->output.file, session->program.started};
	runfile_header(&session->run, &header);
	runfile_flush(&session->run);
	session->unplaced = output_commit(&session->output);
	degrade_events(session);
	degrade_fit(session);
	free(directory);
}

/* A program is its tree's root; in running processes and on CPUs it says only when to end. */
static int start(struct session *session)
{
	struct program *program = &session->program;
	bool is_root = !session->options->pids.count && !session->options->cpus.count;
	int result = 0;

	if (session->agent.command[0])
		result = program_start(program, session->supervisor, session->agent.command);
	else
		program_none(program, session->counters.started);
	if (result)
		return result;
	if (!is_root)
		program->started = session->counters.started;
	if (session->repetitions == 0)
		write_header(session);
	runfile_repetition(&session->run, session->repetitions + 1, program->started);
	if (tasks_init(&session->tasks, &session->run, session->counted, is_root ? program->pid : 0,
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

/* What has come to the totals since it was last told. */
static void print_snapshot(struct session *session, uint64_t time)
{
	const struct counts *totals = &session->results[session->repetitions].totals;
	struct counts *before = &session->before;

	time -= session->program.started;
	if (!session->options->quiet && machine_wanted(session->options))
		machine_snapshot(session, totals, before, time, stderr);
	else if (!session->options->quiet)
		report_snapshot(session->counted, totals, before, time, stderr);
	counts_clear(before);
	counts_add(before, totals);
}

static void take_snapshot(struct session *session)
{
	struct counts *totals = &session->results[session->repetitions].totals;
	uint64_t time = monotonic();

	if (counters_read(&session->counters, totals) < 0)
		return;
	runfile_snapshot(&session->run, time, totals);
	runfile_flush(&session->run);
	print_snapshot(session, time);
}

static void show_progress(const struct session *session)
{
	int repetitions = session_repetitions(session);

	if (session->options->pids.count || session->options->cpus.count)
		progress_counting(session->progress, session->options);
	else
		progress_repetition(session->progress, session->repetitions + 1, repetitions);
}

/*
 * The kernel tells the end of counting when a task executes a program that it may not count. A
 * program that has really ended is gone much sooner.
 */
#define GONE_NS 100000000

static bool has_lost_sight(const struct session *session)
{
	uint64_t end = tasks_process_end(&session->tasks);

	return end && session->program.pid && monotonic() > end + GONE_NS;
}

/* Until the program has ended. Out of memory, its tasks are no longer followed, but it is waited
 * for. */
static void follow(struct session *session)
{
	uint64_t interval = session->options->interval * UINT64_C(1000000);
	uint64_t due = interval ? session->program.started + interval : UINT64_MAX;
	int wait = 10, full = 0;

	counts_clear(&session->before);
	while (!program_wait(&session->program, session->supervisor, until(due, wait))) {
		if (full >= 0)
			full = drain(session, false);
		session->untracked |= has_lost_sight(session);
		if (full >= 0)
			wait = next_wait(wait, full);
		show_progress(session);
		if (monotonic() < due)
			continue;
		take_snapshot(session);
		/* those that were missed stay missed: nobody knows what was then */
		due += ((monotonic() - due) / interval + 1) * interval;
	}
}

static void finish_cpus(struct session *session)
{
	const struct numbers *cpus = &session->options->cpus;
	const struct counts *totals = &session->results[session->repetitions].totals;

	for (int i = 0; i < cpus->count; i++) {
		struct counts *counts = &session->cpus[i];

		if (counters_read_cpu(&session->counters, i, counts) < 0)
			complain("CPU %d: %s", cpus->number[i], perfctr_error());
		for (int j = 0; j < counts->number; j++)
			counts->has[j] = totals->has[j];
		runfile_cpu_end(&session->run, cpus->number[i], counts);
	}
}

static void finish(struct session *session)
{
	struct result *result = &session->results[session->repetitions];
	uint64_t ended;

	if (counters_stop(&session->counters) < 0 ||
	    counters_read(&session->counters, &result->totals) < 0)
		complain("%s", perfctr_error());
	/* A table ends with the totals, the report for programs with the last snapshot. */
	if (session->options->interval && machine_wanted(session->options))
		print_snapshot(session, session->program.ended);
	drain(session, true);
	tasks_finish(&session->tasks, session->program.ended);
	degrade_tasks(session);
	finish_cpus(session);
	/* The kernel's records know it better than perfex, which may have been woken late. */
	ended = tasks_process_end(&session->tasks);
	if (!ended || session->untracked)
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
	session->untracked = false;
	result = counters_open(&session->counters, session->options, session->counted,
			       session->sampled, &session->sampling);
	if (!result)
		result = open_result(session);
	if (!result)
		result = start(session);
	if (!result) {
		follow(session);
		finish(session);
	}
	counters_close(&session->counters);
	return result;
}
