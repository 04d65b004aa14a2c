// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts and samples CPUs, whoever runs there: a tree without roots, with a gperfctr instead. */
#include "driver_tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

static int remember(struct driver_tree *tree, const int *cpus, int count)
{
	tree->cpu = calloc(count + 1, sizeof(*tree->cpu));
	if (!tree->cpu)
		return fail(ENOMEM, "out of memory");
	memcpy(tree->cpu, cpus, count * sizeof(*cpus));
	return 0;
}

static int start(struct driver_tree *tree, const int *cpus, int count)
{
	uint64_t mask[16] = {0};
	struct driver_control control = {.cpus = (uintptr_t)mask, .cpus_size = sizeof(mask)};
	int result;

	for (int i = 0; i < count; i++)
		if (cpus[i] / 64 < 16)
			mask[cpus[i] / 64] |= UINT64_C(1) << cpus[i] % 64;
	tree->gperfctr = driver_open((struct target){.tid = -1, .cpu = -1});
	if (tree->gperfctr < 0)
		return tree->gperfctr;
	if (tree->sampled_here.events.count > 0)
		control.buffer_size = driver_tree_buffer_size();
	result = driver_program_start(&tree->program, tree->gperfctr, &control);
	if (result == 0 && control.buffer_size)
		result = samples_map(&tree->samples, tree->gperfctr, control.buffer_size);
	return result;
}

struct tree *driver_tree_cpus(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling, const int *cpus, int count)
{
	struct driver_tree *tree = driver_tree_new(counted, sampled, sampling);
	int result;

	if (!tree)
		return NULL;
	result = remember(tree, cpus, count);
	if (result == 0) {
		tree->tasks = perf_backend.tree_cpus(&tree->perf_counted.events,
						     sampled ? &tree->perf_sampled.events : NULL,
						     sampling, cpus, count);
		result = tree->tasks ? 0 : -errno;
	}
	if (result == 0 && tree->program.count > 0)
		result = start(tree, cpus, count);
	return driver_tree_ready(tree, result);
}

int driver_tree_read_cpu(struct tree *handle, int index, struct perfctr_count *counts)
{
	struct driver_tree *tree = (struct driver_tree *)handle;
	struct perfctr_count perf[tree->perf_counted.events.count + 1];
	struct driver_counts driver = {0};
	int result = perf_backend.tree_read_cpu(tree->tasks, index, perf);

	if (result == 0)
		result = driver_cpus_read(tree, tree->cpu[index], &driver);
	if (result == 0)
		driver_tree_gather(tree, perf, &driver, counts);
	return result;
}

int driver_cpus_read(const struct driver_tree *tree, int cpu, struct driver_counts *counts)
{
	return tree->gperfctr < 0 ? 0 : driver_read(tree->gperfctr, PERFCTR_READ, 0, cpu, counts);
}

int driver_cpus_stop(const struct driver_tree *tree)
{
	if (tree->gperfctr < 0 || ioctl(tree->gperfctr, PERFCTR_STOP) == 0)
		return 0;
	return fail(errno, "can't stop counting: %s", strerror(errno));
}
