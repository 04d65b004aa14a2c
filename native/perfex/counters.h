/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What counts a repetition: a program's tree of tasks, that of running processes, or CPUs. */
#ifndef PERFEX_COUNTERS_H
#define PERFEX_COUNTERS_H

#include "counts.h"
#include "options.h"

struct counters {
	struct perfctr_tree *tree;
	uint64_t started; /* CPUs and running processes count from here on, a program from its
			     exec */
};

/* Returns 0, or an exit status with the reason printed. */
int counters_open(struct counters *counters, const struct options *options,
		  struct perfctr_events *counted, struct perfctr_events *sampled,
		  const struct perfctr_sampling *sampling);
/* As perfctr_tree_drain(). */
int counters_drain(struct counters *counters, bool all, perfctr_record_fn fn, void *context);
/* The totals. These two return 0, or a negative errno with perfctr_error(). */
int counters_read(struct counters *counters, struct counts *totals);
int counters_stop(struct counters *counters);
/* What one of the CPUs has counted. */
int counters_read_cpu(struct counters *counters, int index, struct counts *counts);
void counters_close(struct counters *counters);

#endif
