// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a run needs before its first repetition and after its last one. */
#include "session.h"

#include "lines.h"
#include "machine.h"
#include "process.h"
#include "report.h"
#include "texts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define DEFAULT_SAMPLED	  "cpu-clock:u"
#define SAMPLED_ON_CPUS	  "cpu-clock" /* who may count CPUs may see the kernel as well */
#define DEFAULT_FREQUENCY 1000
#define DEFAULT_EVENTS                                                                             \
	"task-clock,page-faults,context-switches,cpu-migrations,"                                  \
	"cycles,instructions,branches,branch-misses"

static int open_sampled(struct session *session)
{
	const struct options *options = session->options;
	const char *default_event = options->cpus.count ? SAMPLED_ON_CPUS : DEFAULT_SAMPLED;

	session->sampled =
		perfctr_events_parse(options->sampled ? options->sampled : default_event);
	if (!session->sampled)
		return complain("%s", perfctr_error());
	session->sampling.period = options->period;
	session->sampling.frequency = options->frequency ? options->frequency : DEFAULT_FREQUENCY;
	session->sampling.stack = options->stack;
	session->sampling.stack_size = options->stack_size;
	if (profile_init(&session->profile, perfctr_events_count(session->sampled),
			 options->stack) < 0)
		return complain("out of memory");
	return 0;
}

/* The groups with the name at the start of names: a hybrid processor may have one for each core. */
static int add_group(struct session *session, const char *names)
{
	int length = strcspn(names, ",");
	const struct group *group = groups_find(session->groups, names, length);

	if (!group)
		return complain("there is no group '%.*s' for this processor: 'perfex list "
				"--groups' shows those that there are",
				length, names);
	for (const char *name = group->name; group && strcasecmp(group->name, name) == 0;
	     group = group->next)
		session->group[session->group_count++] = group;
	return 0;
}

static int choose_groups(struct session *session)
{
	const char *names = session->options->groups;

	session->groups = groups_load();
	if (!session->groups)
		return EXIT_PERFEX;
	session->group = calloc(2 * strlen(names) + 2, sizeof(*session->group));
	if (!session->group)
		return complain("out of memory");
	for (;;) {
		if (add_group(session, names))
			return EXIT_PERFEX;
		names += strcspn(names, ",");
		if (!*names)
			return 0;
		names++;
	}
}

static bool has_name(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (; *list; list += strspn(list, ",")) {
		size_t next = strcspn(list, ",");

		if (next == length && strncmp(list, name, length) == 0)
			return true;
		list += next;
	}
	return false;
}

/* The names of all events to count, each once: those asked for, and those of the groups. */
static char *event_names(const struct session *session)
{
	const char *asked = session->options->events;
	char *names = strdup(asked ? asked : session->group_count ? "" : DEFAULT_EVENTS);

	for (int i = 0; i < session->group_count; i++) {
		for (int j = 0; names && j < session->group[i]->events; j++) {
			const char *name = session->group[i]->event[j];
			char *longer;

			if (has_name(names, name))
				continue;
			if (asprintf(&longer, "%s%s%s", names, *names ? "," : "", name) < 0)
				longer = NULL;
			free(names);
			names = longer;
		}
	}
	return names;
}

static int open_counted(struct session *session)
{
	char *names;

	if (session->options->groups && choose_groups(session))
		return EXIT_PERFEX;
	names = event_names(session);
	if (!names)
		return complain("out of memory");
	session->counted = perfctr_events_parse(names);
	free(names);
	return session->counted ? 0 : complain("%s", perfctr_error());
}

/* Fewer events fit any processor's counters; asking takes a while for many. */
#define FEW_EVENTS 4

/* Which events fit together is known before the driver has counters for perfex itself. */
static void ask_fit(struct session *session)
{
	if (perfctr_events_count(session->counted) <= FEW_EVENTS)
		return;
	session->turns = perfctr_events_fit(session->counted);
	if (session->turns > 1)
		session->split = perfctr_events_split(session->counted);
}

int session_repetitions(const struct session *session)
{
	return session->options->repetitions ? session->options->repetitions : 1;
}

/* What is counted has a command even if perfex does not start it. */
static int choose_command(struct session *session, char **command)
{
	const struct numbers *pids = &session->options->pids;

	session->command = pids->count ? process_command(pids->number[0]) : command;
	if (!session->command)
		return complain("out of memory");
	session->agent.command = command;
	session->agent.stacks = session->options->stack != PERFCTR_STACK_NONE;
	if (session->options->record && session->options->output && !pids->count)
		return jvm_agent_init(&session->agent);
	return 0;
}

static int open_counts(struct session *session)
{
	const struct numbers *cpus = &session->options->cpus;

	int events = perfctr_events_count(session->counted);

	session->cpus = calloc(cpus->count + 1, sizeof(*session->cpus));
	if (!session->cpus || counts_init(&session->before, events) < 0)
		return complain("out of memory");
	for (int i = 0; i < cpus->count; i++)
		if (counts_init(&session->cpus[i], events) < 0)
			return complain("out of memory");
	return 0;
}

int session_open(struct session *session, char **command, const char *output)
{
	texts_init(&session->told);
	if (open_counted(session))
		return EXIT_PERFEX;
	ask_fit(session);
	if (session->options->record && open_sampled(session))
		return EXIT_PERFEX;
	session->results = calloc(session_repetitions(session), sizeof(*session->results));
	if (!session->results)
		return complain("out of memory");
	if (choose_command(session, command) || open_counts(session))
		return EXIT_PERFEX;
	return output ? output_open(&session->output, output) : 0;
}

void session_close(struct session *session)
{
	for (int i = 0; session->results && i < session_repetitions(session); i++)
		counts_free(&session->results[i].totals);
	for (int i = 0; session->cpus && i < session->options->cpus.count; i++)
		counts_free(&session->cpus[i]);
	if (session->options->pids.count)
		process_free_command(session->command);
	free(session->cpus);
	counts_free(&session->before);
	free(session->results);
	jvm_agent_free(&session->agent);
	tasks_free(&session->tasks);
	texts_free(&session->told);
	profile_free(&session->profile);
	perfctr_events_close(session->counted);
	perfctr_events_close(session->sampled);
	groups_free(session->groups);
	free(session->group);
	perfctr_free(session->split);
}

bool session_goes_on(const struct session *session)
{
	return !session->supervisor->signalled && !supervisor_alone(session->supervisor) &&
	       session->program.status != NO_STATUS && WIFEXITED(session->program.status);
}

int session_warm_up(struct session *session)
{
	int result = program_start(&session->program, session->supervisor, session->agent.command);

	if (result)
		return result;
	while (!program_wait(&session->program, session->supervisor, -1))
		;
	if (!session_goes_on(session))
		return complain("the program was ended by a signal while it warmed up: nothing was "
				"counted");
	return 0;
}

bool session_knows(const struct session *session, int event)
{
	for (int i = 0; i < session->repetitions; i++)
		if (!counts_known(&session->results[i].totals, event))
			return false;
	return true;
}

static const char *why_fewer(const struct session *session)
{
	int status = session->program.status;

	if (session->supervisor->signalled)
		return "perfex was told to end by a signal";
	if (supervisor_alone(session->supervisor))
		return "what was counted has ended";
	if (session->pair.id)
		return "one of the two programs was ended by a signal, or could not be started";
	return status == NO_STATUS ? "the program could not be started again"
				   : "the program was ended by a signal";
}

int session_finish(struct session *session, bool print)
{
	int result;

	if (session->repetitions < session_repetitions(session))
		degrade(session, "", "%d of %d repetitions were made: %s", session->repetitions,
			session_repetitions(session), why_fewer(session));
	/* What comes now may be another for the other side of a pair. */
	session->muted = false;
	if (session->sampled && session->run.file) {
		progress_work(session->progress, "looking up the lines of the samples");
		lines_write(session);
	}
	degrade_profile(session);
	runfile_end(&session->run, monotonic(), session->profile.samples, session->profile.lost,
		    session->profile.hits.events);
	progress_clear(session->progress);
	if (print && !session->options->quiet && machine_wanted(session->options))
		machine_print(session, stderr);
	else if (print && !session->options->quiet)
		report_print(session, stderr);
	result = output_close(&session->output);
	return result ? result : session->unplaced;
}
