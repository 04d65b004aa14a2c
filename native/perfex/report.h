/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The report that perfex prints on stderr when the program has ended. */
#ifndef PERFEX_REPORT_H
#define PERFEX_REPORT_H

#include "tasks.h"

struct report {
	char **command;
	const struct perfctr_events *events;
	const struct counts *totals;
	const struct tasks *tasks;
	uint64_t wall;
};

void report_print(const struct report *report, FILE *stream);

#endif
