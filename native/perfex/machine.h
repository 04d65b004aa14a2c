/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The report for programs: the fields of perf stat -x, or the objects of perf stat -j. */
#ifndef PERFEX_MACHINE_H
#define PERFEX_MACHINE_H

#include "session.h"

/* Whether the report was asked for in such a form. */
bool machine_wanted(const struct options *options);
/* What came to totals since last, time nanoseconds after the start. */
void machine_snapshot(const struct session *session, const struct counts *totals,
		      const struct counts *last, uint64_t time, FILE *stream);
/* The totals, means over the repetitions, and the metrics. */
void machine_print(const struct session *session, FILE *stream);

#endif
