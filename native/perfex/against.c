// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex --against: two programs in alternation, each with a run of its own. */
#include "comparison.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <wordexp.h>

#define DEFAULT_REPETITIONS 10
#define SUFFIX		    ".perfrun"

struct against {
	struct supervisor supervisor;
	struct progress progress;
	struct session program, other;
	wordexp_t words;
	char id[37];
	char *output; /* of the other; NULL: none */
	char *program_name, *other_name;
};

/* run.perfrun has run.against.perfrun beside it. */
static char *beside(const char *output)
{
	size_t length = strlen(output), suffix = strlen(SUFFIX);
	bool ends = length > suffix && strcmp(output + length - suffix, SUFFIX) == 0;
	char *name;

	if (asprintf(&name, "%.*s.against%s", (int)(ends ? length - suffix : length), output,
		     ends ? SUFFIX : "") < 0)
		return NULL;
	return name;
}

static void make_id(char *id, size_t size)
{
	FILE *file = fopen("/proc/sys/kernel/random/uuid", "re");

	if (!file || !fgets(id, size, file))
		snprintf(id, size, "%016llx", (unsigned long long)monotonic());
	if (file)
		fclose(file);
}

static int split(struct against *against, const char *text)
{
	switch (wordexp(text, &against->words, WRDE_NOCMD | WRDE_UNDEF)) {
	case 0:
		break;
	case WRDE_NOSPACE:
		return complain("out of memory");
	case WRDE_BADVAL:
		return complain("--against '%s': a variable in it is not set", text);
	default:
		return complain("--against '%s': expected a command with its arguments, quoted as "
				"in a shell; for more, use sh -c",
				text);
	}
	if (against->words.we_wordc == 0)
		return complain("--against '%s': expected a command with its arguments", text);
	return 0;
}

static int open_sides(struct against *against, const struct options *options)
{
	const char *output = options->output;
	char *program_output = output ? strdup(output) : NULL;
	int result;

	make_id(against->id, sizeof(against->id));
	against->output = output ? beside(output) : NULL;
	against->other_name = against->output ? strdup(against->output) : NULL;
	against->program_name = program_output;
	against->program.pair = (struct pair){against->id, "program",
					      output ? basename(against->other_name) : NULL};
	against->other.pair = (struct pair){against->id, "against",
					    output ? basename(against->program_name) : NULL};
	result = session_open(&against->program, options->command, output);
	if (!result)
		result = session_open(&against->other, against->words.we_wordv, against->output);
	return result ? result : supervisor_init(&against->supervisor, options->together);
}

/* Whoever was second in a pair is first in the next one. */
static int run_pair(struct against *against, int number)
{
	struct session *first = number % 2 ? &against->other : &against->program;
	struct session *second = number % 2 ? &against->program : &against->other;
	int result = repetition_run(first);

	if (result || !session_goes_on(first))
		return result;
	return repetition_run(second);
}

static int run_pairs(struct against *against, const struct options *options)
{
	int result = 0;

	for (int i = 0; !result && i < options->warm_ups; i++) {
		result = session_warm_up(&against->program);
		if (!result)
			result = session_warm_up(&against->other);
	}
	for (int i = 0; !result && i < options->repetitions; i++) {
		result = run_pair(against, i);
		if (!result &&
		    (!session_goes_on(&against->program) || !session_goes_on(&against->other)))
			break;
	}
	return result;
}

static int finish_side(struct session *session)
{
	int status = session->program.status, written;

	if (session->repetitions == 0) {
		output_discard(&session->output);
		return 0;
	}
	written = session_finish(session, false);
	if (session->options->quiet)
		return written;
	if (WIFEXITED(status) && WEXITSTATUS(status))
		complain("'%s' ended with the status %d: what was compared may not be what was "
			 "meant",
			 session->command[0], WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		complain("'%s' was ended by a signal: %s", session->command[0],
			 strsignal(WTERMSIG(status)));
	return written;
}

int against_command(const struct options *asked)
{
	struct options options = *asked;
	struct against against = {
		.program = {.options = &options,
			    .supervisor = &against.supervisor,
			    .progress = &against.progress},
		.other = {.options = &options,
			  .supervisor = &against.supervisor,
			  .progress = &against.progress,
			  .muted = true},
	};
	int result = split(&against, options.against), written;

	if (!options.repetitions)
		options.repetitions = DEFAULT_REPETITIONS;
	progress_init(&against.progress, &options);
	if (!result)
		result = open_sides(&against, &options);
	if (!result)
		result = run_pairs(&against, &options);
	written = finish_side(&against.program);
	written |= finish_side(&against.other);
	if (against.program.repetitions && against.other.repetitions && !options.quiet)
		comparison_print(&against.program, &against.other, stderr);
	session_close(&against.program);
	session_close(&against.other);
	wordfree(&against.words);
	free(against.output);
	free(against.program_name);
	free(against.other_name);
	if (!result)
		program_end_alike(&against.program.program, &against.supervisor, written);
	supervisor_free(&against.supervisor);
	return result;
}
