// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Counts CPUs, and samples whoever runs there. What each CPU counts is a counting of its own. The
 * tree has no counted events then: it follows what all processes are called and map, of which those
 * that are there already are its roots.
 */
#include "perf_tree.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

static int check(const struct tree *tree, const int *cpus, int count)
{
	for (int i = 0; i < count; i++)
		if (cpus[i] < 0 || cpus[i] >= tree->cpus)
			return fail(EINVAL, "there is no CPU %d", cpus[i]);
	return 0;
}

static int count_one(struct tree *tree, int index, int cpu)
{
	const struct perfctr_control control = {.size = sizeof(control), .events = tree->on_cpus};
	struct counting *counting = perf_counting_open((struct target){.tid = -1, .cpu = cpu});
	int result = counting ? perf_counting_control(counting, &control) : -ENOMEM;

	if (result == 0) {
		tree->counting[index] = counting;
		return 0;
	}
	if (counting)
		perf_counting_close(counting);
	return result == -ENODEV ? 0 : result; /* the events tell why */
}

static int count_all(struct tree *tree, const int *cpus, int count)
{
	int result = 0;

	tree->counting = calloc(count + 1, sizeof(*tree->counting));
	if (!tree->counting)
		return fail(ENOMEM, "out of memory");
	tree->countings = count;
	for (int i = 0; tree->on_cpus->count > 0 && result == 0 && i < count; i++)
		result = count_one(tree, i, cpus[i]);
	return result;
}

static int note_processes(struct tree *tree)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	int result = 0;

	while (folder && result == 0 && (entry = readdir(folder))) {
		pid_t pid = atoi(entry->d_name);

		if (pid <= 0)
			continue;
		if (tree_next_root(tree, pid, pid))
			tree->roots++;
		else
			result = -ENOMEM;
	}
	if (folder)
		closedir(folder);
	return result;
}

static int prepare_samples(struct tree *tree, const int *cpus, int count)
{
	int result = 0;

	for (int i = 0; result >= 0 && i < tree->cpus; i++)
		result = tree_follow(tree, (struct target){.tid = -1, .cpu = i});
	if (result >= 0)
		result = note_processes(tree);
	if (result >= 0)
		result = attach_read_maps(tree);
	for (int i = 0; result >= 0 && i < count; i++)
		result = tree_sample(tree, (struct target){.tid = -1, .cpu = cpus[i]});
	return result;
}

struct tree *perf_tree_cpus(struct perfctr_events *counted, struct perfctr_events *sampled,
			    const struct perfctr_sampling *sampling, const int *cpus, int count)
{
	static struct perfctr_events none;
	struct tree *tree = tree_new(&none, sampled, sampling);

	if (!tree)
		return NULL;
	tree->attached = true;
	tree->on_cpus = counted;
	/* Nothing of the preparations is counted. */
	if (check(tree, cpus, count) < 0 || (sampled && prepare_samples(tree, cpus, count) < 0) ||
	    count_all(tree, cpus, count) < 0 || attach_enable(tree) < 0) {
		perf_tree_close(tree);
		return NULL;
	}
	tree->attached_at = perf_now();
	return tree;
}

int perf_tree_read_cpu(struct tree *tree, int index, struct perfctr_count *counts)
{
	for (int i = 0; i < tree->on_cpus->count; i++)
		counts[i] = (struct perfctr_count){0};
	return tree->counting[index] ? perf_counting_read(tree->counting[index], counts) : 0;
}

int cpus_read(struct tree *tree, struct perfctr_count *counts)
{
	int events = tree->on_cpus->count, result = 0;

	for (int i = 0; i < events; i++)
		counts[i] = (struct perfctr_count){0};
	for (int i = 0; result >= 0 && i < tree->countings; i++) {
		struct perfctr_count one[events + 1];

		result = perf_tree_read_cpu(tree, i, one);
		for (int j = 0; result >= 0 && j < events; j++) {
			counts[j].raw += one[j].raw;
			counts[j].enabled += one[j].enabled;
			counts[j].running += one[j].running;
		}
	}
	return result;
}

int cpus_stop(struct tree *tree)
{
	int result = 0;

	for (int i = 0; i < tree->countings; i++) {
		int stopped = tree->counting[i] ? perf_counting_stop(tree->counting[i]) : 0;

		if (stopped < 0)
			result = stopped;
	}
	return result;
}

void cpus_close(struct tree *tree)
{
	for (int i = 0; i < tree->countings; i++)
		if (tree->counting[i])
			perf_counting_close(tree->counting[i]);
	free(tree->counting);
}
