/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What perfex prints on stderr: the report when the program has ended, and snapshots before. */
#ifndef PERFEX_REPORT_H
#define PERFEX_REPORT_H

#include "session.h"
#include "style.h"

/* A line for a snapshot: what came to totals since last. The first one of a run has a heading. */
void report_snapshot(const struct perfctr_events *events, const struct counts *totals,
		     const struct counts *last, uint64_t time, FILE *stream);
void report_print(const struct session *session, FILE *stream);

/* Its parts. The tasks of the last repetition, as a tree. */
void report_tasks(const struct session *session, const struct style *style, FILE *stream);
int report_column_width(const struct perfctr_events *events, int index);
/* An estimate, or n/a, in text; 32 bytes are enough. */
const char *report_estimate(const struct perfctr_count *count, char *text, size_t size);

#endif
