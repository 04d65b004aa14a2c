// SPDX-License-Identifier: LGPL-2.1-or-later
#include "counters.h"

#include "program.h"

#include <stdlib.h>

static int open_cpu(struct counters *counters, int number, const struct perfctr_control *control)
{
	struct gperfctr *cpu = gperfctr_open(number);

	if (!cpu)
		return complain("%s", perfctr_error());
	counters->cpu[counters->cpus++] = cpu;
	if (gperfctr_control(cpu, control) < 0)
		return complain("CPU %d: %s", number, perfctr_error());
	return 0;
}

static int open_cpus(struct counters *counters, const struct numbers *cpus,
		     struct perfctr_events *counted)
{
	const struct perfctr_control control = {.size = sizeof(control), .events = counted};
	int result = 0;

	counters->cpu = calloc(cpus->count, sizeof(struct gperfctr *));
	if (!counters->cpu)
		return complain("out of memory");
	for (int i = 0; !result && i < cpus->count; i++)
		result = open_cpu(counters, cpus->number[i], &control);
	return result;
}

static int open_tree(struct counters *counters, const struct options *options,
		     struct perfctr_events *counted, struct perfctr_events *sampled,
		     const struct perfctr_sampling *sampling)
{
	const struct numbers *pids = &options->pids;

	counters->tree = pids->count ? perfctr_tree_attach(counted, sampled, sampling, pids->number,
							   pids->count)
				     : perfctr_tree_open(counted, sampled, sampling);
	return counters->tree ? 0 : complain("%s", perfctr_error());
}

int counters_open(struct counters *counters, const struct options *options,
		  struct perfctr_events *counted, struct perfctr_events *sampled,
		  const struct perfctr_sampling *sampling)
{
	int result = options->cpus.count ? open_cpus(counters, &options->cpus, counted)
					 : open_tree(counters, options, counted, sampled, sampling);

	counters->started = monotonic();
	return result;
}

int counters_drain(struct counters *counters, bool all, perfctr_record_fn fn, void *context)
{
	return counters->tree ? perfctr_tree_drain(counters->tree, all, fn, context) : 0;
}

int counters_read_cpu(struct counters *counters, int index, struct counts *counts)
{
	return gperfctr_read_ctrs(counters->cpu[index], counts->count);
}

static int read_cpus(struct counters *counters, struct counts *totals)
{
	struct counts one = {0};
	int result = counts_init(&one, totals->number);

	counts_clear(totals);
	for (int i = 0; result >= 0 && i < counters->cpus; i++) {
		result = counters_read_cpu(counters, i, &one);
		if (result >= 0)
			counts_add(totals, &one);
	}
	counts_free(&one);
	return result;
}

int counters_read(struct counters *counters, struct counts *totals)
{
	return counters->tree ? perfctr_tree_read(counters->tree, totals->count)
			      : read_cpus(counters, totals);
}

int counters_stop(struct counters *counters)
{
	int result = 0;

	if (counters->tree)
		return perfctr_tree_stop(counters->tree);
	for (int i = 0; i < counters->cpus; i++) {
		int stopped = gperfctr_stop(counters->cpu[i]);

		if (stopped < 0)
			result = stopped;
	}
	return result;
}

void counters_close(struct counters *counters)
{
	perfctr_tree_close(counters->tree);
	for (int i = 0; i < counters->cpus; i++)
		gperfctr_close(counters->cpu[i]);
	free(counters->cpu);
	*counters = (struct counters){0};
}
