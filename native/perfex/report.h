/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What perfex prints on stderr: the report when the program has ended, and snapshots before. */
#ifndef PERFEX_REPORT_H
#define PERFEX_REPORT_H

#include "groups.h"
#include "session.h"

struct report {
	char **command;
	const struct perfctr_events *events;
	const struct result *results;
	int repetitions;
	const struct group *const *group; /* whose metrics are printed */
	int groups;
	const struct tasks *tasks; /* of the last repetition */
};

/* A line for a snapshot: what came to totals since last. The first one of a run has a heading. */
void report_snapshot(const struct perfctr_events *events, const struct counts *totals,
		     const struct counts *last, uint64_t time, FILE *stream);
void report_print(const struct report *report, FILE *stream);

#endif
