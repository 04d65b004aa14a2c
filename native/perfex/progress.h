/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A line on the terminal that says how far long work is. It is shown only where it disturbs nobody:
 * on a terminal, while no program writes to it.
 */
#ifndef PERFEX_PROGRESS_H
#define PERFEX_PROGRESS_H

#include "options.h"

struct progress {
	bool wanted;	  /* stderr is a terminal, and a report was asked for */
	bool alone;	  /* nobody else writes there now */
	bool shown;	  /* there is something to wipe off */
	uint64_t started; /* the monotonic time */
	uint64_t last;	  /* when it was last shown */
};

void progress_init(struct progress *progress, const struct options *options);
/* repetition, from 1, is about to start or runs; of: how many there will be. */
void progress_repetition(struct progress *progress, int repetition, int of);
/* Running processes, or CPUs, are counted until somebody ends it. */
void progress_counting(struct progress *progress, const struct options *options);
/* The program has ended; what remains takes a while. */
void progress_work(struct progress *progress, const char *what);
/* Wipes it off: something else will be printed. */
void progress_clear(struct progress *progress);

#endif
