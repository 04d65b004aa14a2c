// SPDX-License-Identifier: LGPL-2.1-or-later
/* Degradations: what was asked for and not got, in words, with the way out. */
#include "machine.h"
#include "session.h"
#include "texts.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

static void tell(struct session *session, const char *text, const char *remedy)
{
	runfile_degradation(&session->run, text, remedy);
	progress_clear(session->progress);
	/* In a report for programs each event says so itself. */
	if (!session->options->quiet && !session->muted && !machine_wanted(session->options))
		complain("%s%s%s%s", text, *remedy ? " (" : "", remedy, *remedy ? ")" : "");
}

/* Whether no repetition before has told the same. */
static bool is_new(struct session *session, const char *text)
{
	size_t before = session->told.count;

	return !texts_keep(&session->told, text) || session->told.count > before;
}

void degrade(struct session *session, const char *remedy, const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	if (is_new(session, text))
		tell(session, text, remedy);
	free(text);
}

typedef const char *(*event_text)(const struct perfctr_events *events, int index);

static bool is_first_alike(const struct perfctr_events *events, event_text text, int index)
{
	for (int i = 0; i < index; i++)
		if (strcmp(text(events, i), text(events, index)) == 0)
			return false;
	return true;
}

static char *names_alike(const struct perfctr_events *events, event_text text, int first)
{
	char *names = NULL;
	size_t size;
	FILE *stream = open_memstream(&names, &size);

	if (!stream)
		return NULL;
	for (int i = first; i < perfctr_events_count(events); i++)
		if (strcmp(text(events, i), text(events, first)) == 0)
			fprintf(stream, "%s%s", i > first ? ", " : "",
				perfctr_events_name(events, i));
	fclose(stream);
	return names;
}

/* One sentence for all events with the same reason. */
static void degrade_alike(struct session *session, const struct perfctr_events *events,
			  event_text text, const char *what)
{
	for (int i = 0; i < perfctr_events_count(events); i++) {
		char *names;

		if (!*text(events, i) || !is_first_alike(events, text, i))
			continue;
		names = names_alike(events, text, i);
		degrade(session, perfctr_events_remedy(events, i), "%s: %s: %s", what,
			names ? names : "", text(events, i));
		free(names);
	}
}

void degrade_events(struct session *session)
{
	degrade_alike(session, session->counted, perfctr_events_unavailable, "not counted");
	degrade_alike(session, session->counted, perfctr_events_narrowed,
		      "counted in user mode only");
	if (!session->sampled)
		return;
	degrade_alike(session, session->sampled, perfctr_events_unavailable, "not sampled");
	degrade_alike(session, session->sampled, perfctr_events_narrowed,
		      "sampled in user mode only");
	degrade_alike(session, session->sampled, perfctr_events_skid, "sampled with skid");
}

void degrade_fit(struct session *session)
{
	char *remedy;

	if (session->turns <= 1)
		return;
	if (asprintf(&remedy, "to count each all the time, run perfex once for each of: %s",
		     session->split ? session->split : "fewer events") < 0)
		remedy = NULL;
	degrade(session, remedy ? remedy : "",
		"the events don't fit the counters of this machine together: they take %d turns, "
		"and are scaled",
		session->turns);
	free(remedy);
}

static bool adds_up(const struct counts *totals, const struct counts *sums)
{
	for (int i = 0; i < totals->number; i++)
		if (totals->has[i] && totals->count[i].raw != sums->count[i].raw)
			return false;
	return true;
}

void degrade_tasks(struct session *session)
{
	const struct counts *totals = &session->results[session->repetitions].totals;
	const struct tasks *tasks = &session->tasks;
	struct utsname kernel;

	uname(&kernel);
	if (session->lost)
		degrade(session, "",
			"%llu records about tasks were lost: perfex was not run often enough to "
			"fetch them",
			(unsigned long long)session->lost);
	if (session->untracked)
		degrade(session, "run perfex as root",
			"the program was counted only until it executed a program with more rights "
			"(set-uid, set-gid, capabilities), or one that its user may not read");
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
	if (tasks->shared)
		degrade(session, "",
			"%d tasks have no counts of their own: they still run, and started after "
			"perfex attached, or are such a task's parent; the totals have them all",
			tasks->shared);
	if (!session->lost && !tasks->outlived && !tasks->uncounted && !tasks->shared &&
	    !session->options->cpus.count && !adds_up(totals, &tasks->sums))
		degrade(session, "", "the counts of the tasks do not add up to the totals");
}

static const char *stacks_remedy(const struct options *options)
{
	if (options->stack != PERFCTR_STACK_DUMP)
		return "compile with -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer, or "
		       "use --call-graph dwarf";
	if (options->stack_size >= MAX_STACK)
		return "";
	return "take more of the stack: --call-graph dwarf,BYTES, up to 65000";
}

static void degrade_stacks(struct session *session, int event)
{
	const struct stacks *stacks = &session->profile.stacks;

	if (stacks->kind == PERFCTR_STACK_NONE || !stacks->truncated[event])
		return;
	degrade(session, stacks_remedy(session->options),
		"%llu of %llu stacks of %s are truncated: their outermost callers are not known",
		(unsigned long long)stacks->truncated[event],
		(unsigned long long)session->profile.samples[event],
		perfctr_events_name(session->sampled, event));
}

void degrade_profile(struct session *session)
{
	const struct profile *profile = &session->profile;

	if (session->sampled && !session->run.file)
		degrade(session, "record -o FILE, and look at it with 'perfctr report FILE'",
			"the samples were not kept, because no file was named");
	for (int i = 0; i < profile->hits.events; i++) {
		const char *name = perfctr_events_name(session->sampled, i);

		degrade_stacks(session, i);
		if (profile->lost[i])
			degrade(session, "sample less often: -F, -c",
				"%llu samples of %s were lost",
				(unsigned long long)profile->lost[i], name);
		if (profile->throttled[i])
			degrade(session,
				"sample less often (-F, -c), or raise "
				"kernel.perf_event_max_sample_rate",
				"the kernel held back samples of %s %llu times, because they came "
				"too fast: busy moments have too few",
				name, (unsigned long long)profile->throttled[i]);
	}
}

void degrade_instructions(struct session *session)
{
	degrade(session, "install libzydis4.0, or put libZydis.so.4.0 beside perfex",
		"the run file has no instructions: the disassembler, libZydis.so.4.0, is not "
		"there");
}

/* Nobody looks at files with less than a tenth of the samples, and few samples say little. */
#define LEAST_LINELESS 10

void degrade_lineless(struct session *session, const struct lineless *lineless)
{
	const struct profile *profile = &session->profile;
	const char *name = spaces_module(&profile->spaces, lineless->most)->name;
	const char *others = lineless->modules > 1 ? " and others" : "";
	uint64_t all = 0;

	for (int i = 0; i < profile->hits.events; i++)
		all += profile->samples[i];
	if (lineless->samples < LEAST_LINELESS || lineless->samples < all / 10)
		return;
	if (lineless->gone)
		degrade(session, "record it again, and leave the file until perfex has ended",
			"%.0f %% of the samples have no lines: %s%s was removed or replaced "
			"while it ran",
			100.0 * lineless->samples / all, name, others);
	else
		degrade(session,
			session->options->debuginfod
				? "compile with -g, or install its debug symbols"
				: "compile with -g, install its debug symbols, or use --debuginfod",
			"%.0f %% of the samples have no lines: there is no debug information for "
			"%s%s",
			100.0 * lineless->samples / all, name, others);
}

void degrade_lines(struct session *session, bool kernel_hidden, int jvms_without_agent)
{
	if (jvms_without_agent && session->agent.missing)
		degrade(session, "install libperfctr-jvm.so beside perfex",
			"compiled Java code has no methods and lines: perfex's agent, "
			"libperfctr-jvm.so, is not there");
	else if (jvms_without_agent)
		degrade(session,
			"run 'perfex record ... -- java ...' itself, or give that java "
			"-agentpath:libperfctr-jvm.so=FOLDER, with the library's full name",
			"compiled code has no methods and lines in %d Java virtual machines that "
			"perfex did not start itself",
			jvms_without_agent);
	if (session->options->debuginfod && !getenv("DEBUGINFOD_URLS"))
		degrade(session, "export DEBUGINFOD_URLS='https://...'",
			"no debug information was fetched: DEBUGINFOD_URLS names no server");
	else if (session->options->debuginfod && !dlopen("libdebuginfod.so.1", RTLD_LAZY))
		degrade(session, "install libdebuginfod1", "no debug information was fetched: %s",
			dlerror());
	if (kernel_hidden)
		degrade(session, "sudo sysctl kernel.kptr_restrict=0",
			"the kernel's functions have no names: it hides its addresses");
}
