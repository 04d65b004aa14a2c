// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex and perfex record: the repetitions of a run, its line profile, its report. */
#include "report.h"
#include "session.h"

#include <stdlib.h>
#include <sys/wait.h>

#define DEFAULT_SAMPLED	  "cpu-clock:u"
#define DEFAULT_FREQUENCY 1000
#define DEFAULT_EVENTS                                                                             \
	"task-clock,page-faults,context-switches,cpu-migrations,"                                  \
	"cycles,instructions,branches,branch-misses"

static int open_sampled(struct session *session)
{
	const struct options *options = session->options;

	session->sampled =
		perfctr_events_parse(options->sampled ? options->sampled : DEFAULT_SAMPLED);
	if (!session->sampled)
		return complain("%s", perfctr_error());
	session->sampling.period = options->period;
	session->sampling.frequency = options->frequency ? options->frequency : DEFAULT_FREQUENCY;
	if (profile_init(&session->profile, perfctr_events_count(session->sampled)) < 0)
		return complain("out of memory");
	return 0;
}

static int open_session(struct session *session)
{
	const struct options *options = session->options;

	session->counted = perfctr_events_parse(options->events ? options->events : DEFAULT_EVENTS);
	if (!session->counted)
		return complain("%s", perfctr_error());
	if (options->record && open_sampled(session))
		return EXIT_PERFEX;
	session->results = calloc(options->repetitions, sizeof(*session->results));
	if (!session->results)
		return complain("out of memory");
	if (supervisor_init(&session->supervisor))
		return EXIT_PERFEX;
	return options->output ? output_open(&session->output, options->output) : 0;
}

static void close_session(struct session *session)
{
	for (int i = 0; session->results && i < session->options->repetitions; i++)
		counts_free(&session->results[i].totals);
	free(session->results);
	tasks_free(&session->tasks);
	profile_free(&session->profile);
	perfctr_events_close(session->counted);
	perfctr_events_close(session->sampled);
}

/* A program that was told to end, or crashed, isn't run again. */
static bool shall_go_on(const struct session *session)
{
	return !session->supervisor.signalled && WIFEXITED(session->program.status);
}

static int warm_up(struct session *session)
{
	for (int i = 0; i < session->options->warm_ups; i++) {
		int result = program_start(&session->program, &session->supervisor,
					   session->options->command);

		if (result)
			return result;
		while (!program_wait(&session->program, &session->supervisor, -1))
			;
		if (!shall_go_on(session))
			return complain("the program was ended by a signal while it warmed up: "
					"nothing was counted");
	}
	return 0;
}

static int run_all(struct session *session)
{
	int result = warm_up(session);

	while (!result && session->repetitions < session->options->repetitions) {
		result = repetition_run(session);
		if (!result && !shall_go_on(session))
			break;
	}
	return result;
}

static void finish(struct session *session)
{
	const struct report report = {
		.command = session->options->command,
		.events = session->counted,
		.results = session->results,
		.repetitions = session->repetitions,
		.tasks = &session->tasks,
	};

	if (session->repetitions < session->options->repetitions)
		degrade(session, "",
			"%d of %d repetitions were made: the program was ended by a "
			"signal",
			session->repetitions, session->options->repetitions);
	profile_write(&session->profile, &session->run);
	degrade_profile(session);
	runfile_end(&session->run, monotonic(), session->profile.samples, session->profile.lost,
		    session->profile.events);
	if (!session->options->quiet)
		report_print(&report, stderr);
	output_close(&session->output);
}

int count_command(const struct options *options)
{
	struct session session = {.options = options};
	int result = open_session(&session);

	if (!result)
		result = run_all(&session);
	/* What was counted before a later repetition could not be started is kept. */
	if (session.repetitions > 0)
		finish(&session);
	else
		output_discard(&session.output);
	close_session(&session);
	if (!result)
		program_end_alike(&session.program);
	return result;
}
