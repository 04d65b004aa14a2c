// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex and perfex record: runs a program, counts it, writes its run file and report. */
#include "options.h"
#include "output.h"
#include "profile.h"
#include "program.h"
#include "report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#define DEFAULT_SAMPLED	  "cpu-clock:u"
#define DEFAULT_FREQUENCY 1000
#define DEFAULT_EVENTS                                                                             \
	"task-clock,page-faults,context-switches,cpu-migrations,"                                  \
	"cycles,instructions,branches,branch-misses"

/* How often the buffers are emptied; more often as they fill up. */
#define LONGEST_WAIT_MS 50

struct session {
	const struct options *options;
	struct perfctr_events *counted, *sampled; /* sampled: NULL unless recording */
	struct perfctr_sampling sampling;
	struct perfctr_tree *tree;
	struct program program;
	struct output output;
	struct runfile run;
	struct tasks tasks;
	struct profile profile;
	struct counts totals;
	uint64_t lost;
};

/* Tells once that something asked for was not got: in the run file and on stderr. */
__attribute__((format(printf, 3, 4))) static void
degrade(struct session *session, const char *remedy, const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	runfile_degradation(&session->run, text, remedy);
	if (!session->options->quiet)
		complain("%s%s%s%s", text, *remedy ? " (" : "", remedy, *remedy ? ")" : "");
	free(text);
}

typedef const char *(*event_text)(const struct perfctr_events *events, int index);

/* The names of the events that have the same text as the one at first, which is their first. */
static char *names_alike(const struct perfctr_events *events, event_text text, int first)
{
	char *names = NULL;
	size_t size;
	FILE *stream = open_memstream(&names, &size);

	for (int i = 0; stream && i < perfctr_events_count(events); i++) {
		if (strcmp(text(events, i), text(events, first)) != 0)
			continue;
		if (i < first) {
			fclose(stream);
			free(names);
			return NULL;
		}
		fprintf(stream, "%s%s", i > first ? ", " : "", perfctr_events_name(events, i));
	}
	if (stream)
		fclose(stream);
	return names;
}

static void degrade_events(struct session *session, const struct perfctr_events *events,
			   event_text text, const char *what)
{
	for (int i = 0; i < perfctr_events_count(events); i++) {
		char *names = *text(events, i) ? names_alike(events, text, i) : NULL;

		if (names)
			degrade(session, perfctr_events_remedy(events, i), "%s: %s: %s", what,
				names, text(events, i));
		free(names);
	}
}

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

static void follow(struct session *session)
{
	int wait = 10;

	while (!program_wait(&session->program, wait)) {
		int full = drain(session, false);

		if (full < 0)
			return;
		wait = next_wait(wait, full);
	}
}

static bool adds_up(const struct session *session)
{
	for (int i = 0; i < session->totals.number; i++)
		if (session->totals.has[i] &&
		    session->totals.count[i].raw != session->tasks.sums.count[i].raw)
			return false;
	return true;
}

static void degrade_tasks(struct session *session)
{
	const struct tasks *tasks = &session->tasks;
	struct utsname kernel;

	uname(&kernel);
	if (session->lost)
		degrade(session, "",
			"%llu records about tasks were lost: perfex was not run often "
			"enough to fetch them",
			(unsigned long long)session->lost);
	if (tasks->outlived)
		degrade(session, "",
			"%d tasks outlived the program: what they counted until its end is in the "
			"totals only",
			tasks->outlived);
	if (tasks->uncounted && !session->lost)
		degrade(session, "use Linux 6.19 or newer, or a stable kernel of 2026",
			"%d tasks have no counts of their own: this kernel (%s) does not report "
			"them when a task ends",
			tasks->uncounted, kernel.release);
	if (!session->lost && !tasks->outlived && !tasks->uncounted && !adds_up(session))
		degrade(session, "", "the counts of the tasks do not add up to the totals");
}

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
	const char *names = session->options->events;

	session->counted = perfctr_events_parse(names ? names : DEFAULT_EVENTS);
	if (!session->counted)
		return complain("%s", perfctr_error());
	if (session->options->record && open_sampled(session))
		return EXIT_PERFEX;
	session->tree = perfctr_tree_open(session->counted, session->sampled, &session->sampling);
	if (!session->tree)
		return complain("%s", perfctr_error());
	if (counts_init(&session->totals, perfctr_events_count(session->counted)) < 0)
		return complain("out of memory");
	for (int i = 0; i < session->totals.number; i++)
		session->totals.has[i] = !*perfctr_events_unavailable(session->counted, i);
	if (session->options->output)
		return output_open(&session->output, session->options->output);
	return 0;
}

static void tell_events(struct session *session)
{
	degrade_events(session, session->counted, perfctr_events_unavailable, "not counted");
	degrade_events(session, session->counted, perfctr_events_narrowed,
		       "counted in user mode only");
	if (!session->sampled)
		return;
	degrade_events(session, session->sampled, perfctr_events_unavailable, "not sampled");
	degrade_events(session, session->sampled, perfctr_events_narrowed,
		       "sampled in user mode only");
}

static int start(struct session *session)
{
	struct run_header header = {
		.command = session->options->command,
		.counted = session->counted,
		.sampled = session->sampled,
		.sampling = &session->sampling,
	};
	int result = program_start(&session->program, session->options->command);

	if (result)
		return result;
	session->run.file = session->output.file;
	session->run.started = session->program.started;
	runfile_header(&session->run, &header);
	runfile_flush(&session->run);
	output_commit(&session->output);
	tell_events(session);
	runfile_repetition(&session->run, 1, session->program.started);
	if (tasks_init(&session->tasks, &session->run, session->counted, session->program.pid,
		       session->program.started) < 0)
		return complain("out of memory");
	runfile_flush(&session->run);
	return 0;
}

static void finish_profile(struct session *session)
{
	struct profile *profile = &session->profile;

	if (session->sampled)
		profile_write(profile, &session->run);
	for (int i = 0; i < profile->events; i++)
		if (profile->lost[i])
			degrade(session, "sample less often: -F, -c",
				"%llu samples of %s were lost",
				(unsigned long long)profile->lost[i],
				perfctr_events_name(session->sampled, i));
	runfile_end(&session->run, monotonic(), profile->samples, profile->lost, profile->events);
}

static void finish(struct session *session)
{
	struct report report = {
		.command = session->options->command,
		.events = session->counted,
		.totals = &session->totals,
		.tasks = &session->tasks,
	};
	uint64_t ended;

	if (perfctr_tree_stop(session->tree) < 0 ||
	    perfctr_tree_read(session->tree, session->totals.count) < 0)
		complain("%s", perfctr_error());
	drain(session, true);
	tasks_finish(&session->tasks);
	degrade_tasks(session);
	/* The kernel's records know it better than perfex, which may have been woken late. */
	ended = tasks_process_end(&session->tasks);
	if (!ended)
		ended = session->program.ended;
	report.wall = ended - session->program.started;
	runfile_repetition_end(&session->run, 1, ended, report.wall, session->program.status,
			       &session->totals);
	finish_profile(session);
	if (!session->options->quiet)
		report_print(&report, stderr);
}

int count_command(const struct options *options)
{
	struct session session = {.options = options};
	int result = open_session(&session);

	if (!result)
		result = start(&session);
	if (result) {
		output_discard(&session.output);
		return result;
	}
	follow(&session);
	finish(&session);
	output_close(&session.output);
	program_end_alike(&session.program);
}
