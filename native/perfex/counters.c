// SPDX-License-Identifier: LGPL-2.1-or-later
#include "counters.h"

#include "program.h"

int counters_open(struct counters *counters, const struct options *options,
		  struct perfctr_events *counted, struct perfctr_events *sampled,
		  const struct perfctr_sampling *sampling)
{
	const struct numbers *pids = &options->pids, *cpus = &options->cpus;

	if (cpus->count)
		counters->tree =
			perfctr_tree_cpus(counted, sampled, sampling, cpus->number, cpus->count);
	else if (pids->count)
		counters->tree =
			perfctr_tree_attach(counted, sampled, sampling, pids->number, pids->count);
	else
		counters->tree = perfctr_tree_open(counted, sampled, sampling);
	counters->started = monotonic();
	return counters->tree ? 0 : complain("%s", perfctr_error());
}

int counters_drain(struct counters *counters, bool all, perfctr_record_fn fn, void *context)
{
	return perfctr_tree_drain(counters->tree, all, fn, context);
}

int counters_read_cpu(struct counters *counters, int index, struct counts *counts)
{
	return perfctr_tree_read_cpu(counters->tree, index, counts->count);
}

int counters_read(struct counters *counters, struct counts *totals)
{
	return perfctr_tree_read(counters->tree, totals->count);
}

int counters_stop(struct counters *counters)
{
	return perfctr_tree_stop(counters->tree);
}

void counters_close(struct counters *counters)
{
	perfctr_tree_close(counters->tree);
	*counters = (struct counters){0};
}
