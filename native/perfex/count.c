// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex and perfex record: the repetitions of a run, its line profile, its report. */
#include "report.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>
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

/* The group with the name at the start of names. */
static const struct group *find_group(const struct session *session, const char *names)
{
	int length = strcspn(names, ",");
	const struct group *group = groups_find(session->groups, names, length);

	if (!group)
		complain("there is no group '%.*s': 'perfex list --groups' shows them", length,
			 names);
	return group;
}

static int choose_groups(struct session *session)
{
	const char *names = session->options->groups;

	session->groups = groups_load();
	if (!session->groups)
		return EXIT_PERFEX;
	session->group = calloc(strlen(names) + 1, sizeof(*session->group));
	if (!session->group)
		return complain("out of memory");
	for (;;) {
		const struct group *group = find_group(session, names);

		if (!group)
			return EXIT_PERFEX;
		session->group[session->group_count++] = group;
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

static int open_session(struct session *session)
{
	const struct options *options = session->options;

	if (open_counted(session))
		return EXIT_PERFEX;
	if (options->record && open_sampled(session))
		return EXIT_PERFEX;
	session->results = calloc(options->repetitions, sizeof(*session->results));
	if (!session->results)
		return complain("out of memory");
	if (supervisor_init(&session->supervisor))
		return EXIT_PERFEX;
	session->agent.command = options->command;
	if (options->record && options->output && jvm_agent_init(&session->agent))
		return EXIT_PERFEX;
	return options->output ? output_open(&session->output, options->output) : 0;
}

static void close_session(struct session *session)
{
	for (int i = 0; session->results && i < session->options->repetitions; i++)
		counts_free(&session->results[i].totals);
	free(session->results);
	jvm_agent_free(&session->agent);
	tasks_free(&session->tasks);
	profile_free(&session->profile);
	perfctr_events_close(session->counted);
	perfctr_events_close(session->sampled);
	groups_free(session->groups);
	free(session->group);
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
					   session->agent.command);

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

static void write_profile(struct session *session)
{
	struct resolver resolver;

	if (!session->sampled || !session->run.file)
		return;
	if (resolver_open(&resolver, &session->profile.spaces, session->agent.folder) < 0) {
		complain("out of memory");
		return;
	}
	profile_write(&session->profile, &resolver, &session->run);
	degrade_lines(session, &resolver);
	resolver_close(&resolver);
}

static void finish(struct session *session)
{
	const struct report report = {
		.command = session->options->command,
		.events = session->counted,
		.results = session->results,
		.repetitions = session->repetitions,
		.group = session->group,
		.groups = session->group_count,
		.tasks = &session->tasks,
	};

	if (session->repetitions < session->options->repetitions)
		degrade(session, "",
			"%d of %d repetitions were made: the program was ended by a "
			"signal",
			session->repetitions, session->options->repetitions);
	write_profile(session);
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
