// SPDX-License-Identifier: LGPL-2.1-or-later
#include "progress.h"

#include "program.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Short work needs no line, and a line is read once a second at most. */
#define FIRST_NS  UINT64_C(1000000000)
#define PERIOD_NS UINT64_C(1000000000)
/* Lines that can't be wiped off, because the program prints between them, are rarer. */
#define RARE_NS UINT64_C(10000000000)

void progress_init(struct progress *progress, const struct options *options)
{
	bool programs = options->command[0] != NULL;
	const char *terminal = getenv("TERM");

	*progress = (struct progress){
		.wanted = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0 &&
			  !options->quiet && !options->interval,
		.alone = !programs || !isatty(STDOUT_FILENO),
		.started = monotonic(),
	};
}

static bool is_due(const struct progress *progress)
{
	uint64_t now = monotonic();

	return progress->wanted && now - progress->started >= FIRST_NS &&
	       now - progress->last >= (progress->alone ? PERIOD_NS : RARE_NS);
}

static __attribute__((format(printf, 2, 3))) void show(struct progress *progress,
						       const char *format, ...)
{
	va_list arguments;

	progress_clear(progress);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	if (!progress->alone)
		fputc('\n', stderr);
	fflush(stderr);
	progress->shown = progress->alone;
	progress->last = monotonic();
}

static unsigned seconds_since(uint64_t time)
{
	return (monotonic() - time) / 1000000000;
}

void progress_repetition(struct progress *progress, int repetition, int of)
{
	unsigned spent = seconds_since(progress->started);

	if (!is_due(progress) || of < 2)
		return;
	if (repetition > 1)
		show(progress, "perfex: repetition %d of %d, about %u s left", repetition, of,
		     1 + spent * (of - repetition + 1) / (repetition - 1));
	else
		show(progress, "perfex: repetition %d of %d", repetition, of);
}

void progress_counting(struct progress *progress, const struct options *options)
{
	unsigned spent = seconds_since(progress->started);
	const struct numbers *pids = &options->pids;
	const char *end = options->command[0] ? "" : "; Ctrl-C ends it";

	if (!is_due(progress) || !progress->alone)
		return;
	if (pids->count == 1)
		show(progress, "perfex: counting process %d, %u s%s", pids->number[0], spent, end);
	else if (pids->count)
		show(progress, "perfex: counting %d processes, %u s%s", pids->count, spent, end);
	else
		show(progress, "perfex: counting %d CPUs, %u s%s", options->cpus.count, spent, end);
}

void progress_work(struct progress *progress, const char *what)
{
	progress->alone = true;
	if (progress->wanted)
		show(progress, "perfex: %s", what);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
