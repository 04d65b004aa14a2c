// SPDX-License-Identifier: LGPL-2.1-or-later
/* Opens, reads and closes the counters of a tree; driver_tree.h explains them. */
#include "driver_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BUFFER_PER_CPU	 (256 << 10)
#define BUFFER_OF_THREAD (64 << 10)

static struct driver_tree *of(struct tree *tree)
{
	return (struct driver_tree *)tree;
}

bool driver_tree_is_counted(const struct driver_tree *tree, int counter)
{
	return counter < tree->counted_here.events.count;
}

int driver_tree_index(const struct driver_tree *tree, int counter)
{
	return driver_tree_is_counted(tree, counter)
		       ? tree->counted_here.index[counter]
		       : tree->sampled_here.index[counter - tree->counted_here.events.count];
}

static int divide(struct driver_tree *tree)
{
	static struct perfctr_events none;
	struct perfctr_events *sampled = tree->sampled ? tree->sampled : &none;

	if (part_take(&tree->perf_counted, tree->counted, false) < 0 ||
	    part_take(&tree->counted_here, tree->counted, true) < 0 ||
	    part_take(&tree->perf_sampled, sampled, false) < 0 ||
	    part_take(&tree->sampled_here, sampled, true) < 0)
		return -ENOMEM;
	return 0;
}

/*
 * The driver samples by periods only: a frequency is met by an event that happens as often as the
 * TSC ticks, as cycles nearly do.
 */
static uint64_t period_of(const struct perfctr_sampling *sampling)
{
	const struct driver_info *machine = driver_machine();
	uint64_t period = sampling->period;

	if (!period)
		period = machine->tsc_khz * UINT64_C(1000) / sampling->frequency;
	return period < machine->min_period ? machine->min_period : period;
}

static int make_program(struct driver_tree *tree, const struct perfctr_sampling *sampling)
{
	struct driver_program sampled;
	int result = driver_program_init(&tree->program, &tree->counted_here);
	struct driver_counter *both;

	if (result < 0)
		return result;
	result = driver_program_init(&sampled, &tree->sampled_here);
	if (result < 0)
		return result;
	for (int i = 0; sampling && sampling->stack && i < sampled.count; i++) {
		sampled.counter[i].event->unavailable = "the driver's samples have no stacks";
		sampled.counter[i].event->remedy = "PERFCTR_BACKEND=perf, or cpu-clock";
	}
	both = reallocarray(tree->program.counter, tree->program.count + sampled.count + 1,
			    sizeof(*both));
	if (both) {
		for (int i = 0; i < sampled.count; i++) {
			sampled.counter[i].period = period_of(sampling);
			both[tree->program.count + i] = sampled.counter[i];
		}
		tree->program.counter = both;
		tree->program.count += sampled.count;
	}
	driver_program_free(&sampled);
	return both ? 0 : fail(ENOMEM, "out of memory");
}

uint64_t driver_tree_buffer_size(void)
{
	uint64_t wanted = BUFFER_PER_CPU * (uint64_t)sysconf(_SC_NPROCESSORS_CONF);
	uint64_t size = sysconf(_SC_PAGESIZE);

	while (size < wanted && 2 * size <= driver_machine()->max_buffer)
		size *= 2;
	return size;
}

static int control_root(struct driver_tree *tree, const struct driver_root *root)
{
	bool samples = tree->sampled_here.events.count > 0;
	struct driver_control control = {
		.flags = PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_RECORDS,
	};
	int result;

	if (!tree->attached)
		control.flags |= PERFCTR_CONTROL_ON_EXEC;
	if (samples)
		control.buffer_size = tree->attached ? BUFFER_OF_THREAD : driver_tree_buffer_size();
	if (fcntl(root->fd, F_SETFL, O_NONBLOCK) < 0)
		return fail(errno, "can't read the driver's records: %s", strerror(errno));
	result = driver_program_start(&tree->program, root->fd, &control);
	if (result == 0 && samples)
		result = samples_map(&tree->samples, root->fd, control.buffer_size);
	return result;
}

/* fd is that of the root's vperfctr. */
static int add_root(struct driver_tree *tree, pid_t pid, pid_t tid, int fd)
{
	struct driver_root *grown = reallocarray(tree->root, tree->roots + 1, sizeof(*grown));

	if (!grown) {
		close(fd);
		return fail(ENOMEM, "out of memory");
	}
	tree->root = grown;
	grown[tree->roots] = (struct driver_root){.pid = pid, .tid = tid, .fd = fd};
	return control_root(tree, &grown[tree->roots++]);
}

static int add_caller(struct driver_tree *tree)
{
	int fd = driver_open((struct target){.tid = 0, .cpu = -1});

	return fd < 0 ? fd : add_root(tree, 0, 0, fd);
}

static bool is_root(const struct driver_tree *tree, pid_t tid)
{
	for (int i = 0; i < tree->roots; i++)
		if (tree->root[i].tid == tid)
			return true;
	return false;
}

/* Returns how many threads of a process have become roots, or -errno. */
static int add_threads(struct driver_tree *tree, pid_t pid)
{
	int result = 0, added = 0;
	struct dirent *entry;
	char path[64];
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	folder = opendir(path);
	while (folder && result >= 0 && (entry = readdir(folder))) {
		pid_t tid = atoi(entry->d_name);

		if (tid <= 0 || is_root(tree, tid))
			continue;
		result = driver_open((struct target){.tid = tid, .cpu = -1});
		/* One that is gone, or that has inherited the counters of a root. */
		if (result == -ESRCH || (result == -EEXIST && tree->roots > 0)) {
			result = 0;
			continue;
		}
		if (result >= 0)
			result = add_root(tree, pid, tid, result);
		added += result == 0;
	}
	if (folder)
		closedir(folder);
	return result < 0 ? result : added;
}

/* What threads start before they are roots are threads without counters: they become roots, too. */
static int add_processes(struct driver_tree *tree, const pid_t *pids, int count)
{
	int result = 0;

	for (int i = 0; i < count && result >= 0; i++)
		do
			result = add_threads(tree, pids[i]);
		while (result > 0);
	return result;
}

static void give_back(const struct part *part, struct perfctr_events *whole)
{
	if (part->events.count > 0)
		part_give_back(part, whole);
}

struct driver_tree *driver_tree_new(struct perfctr_events *counted, struct perfctr_events *sampled,
				    const struct perfctr_sampling *sampling)
{
	struct driver_tree *tree = calloc(1, sizeof(*tree));

	if (!tree) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	tree->counted = counted;
	tree->sampled = sampled;
	tree->gperfctr = -1;
	endings_init(&tree->endings);
	if (divide(tree) == 0 && make_program(tree, sampling) == 0)
		return tree;
	driver_tree_close((struct tree *)tree);
	return NULL;
}

struct tree *driver_tree_ready(struct driver_tree *tree, int result)
{
	give_back(&tree->perf_counted, tree->counted);
	give_back(&tree->counted_here, tree->counted);
	give_back(&tree->perf_sampled, tree->sampled);
	give_back(&tree->sampled_here, tree->sampled);
	if (result >= 0)
		return (struct tree *)tree;
	driver_tree_close((struct tree *)tree);
	return NULL;
}

struct tree *driver_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling)
{
	struct driver_tree *tree = driver_tree_new(counted, sampled, sampling);
	int result = 0;

	if (!tree)
		return NULL;
	tree->tasks = perf_backend.tree_open(&tree->perf_counted.events,
					     sampled ? &tree->perf_sampled.events : NULL, sampling);
	if (!tree->tasks)
		result = -errno;
	else if (tree->program.count > 0)
		result = add_caller(tree);
	return driver_tree_ready(tree, result);
}

struct tree *driver_tree_attach(struct perfctr_events *counted, struct perfctr_events *sampled,
				const struct perfctr_sampling *sampling, const pid_t *pids,
				int count)
{
	struct driver_tree *tree = driver_tree_new(counted, sampled, sampling);
	int result = 0;

	if (!tree)
		return NULL;
	tree->attached = true;
	tree->tasks = perf_backend.tree_attach(&tree->perf_counted.events,
					       sampled ? &tree->perf_sampled.events : NULL,
					       sampling, pids, count);
	if (!tree->tasks)
		result = -errno;
	else if (tree->program.count > 0)
		result = add_processes(tree, pids, count);
	return driver_tree_ready(tree, result);
}

static void add(struct driver_counts *sum, const struct driver_counts *counts)
{
	sum->head.tsc += counts->head.tsc;
	for (int i = 0; i < PERFCTR_MAX_EVENTS; i++) {
		sum->count[i].count += counts->count[i].count;
		sum->count[i].time_enabled += counts->count[i].time_enabled;
		sum->count[i].time_running += counts->count[i].time_running;
	}
}

int driver_root_rest(const struct driver_root *root, struct driver_counts *rest)
{
	struct driver_counts ended = {0}, all = {0};
	int result;

	memset(rest, 0, sizeof(*rest));
	result = driver_read(root->fd, PERFCTR_READ, 0, 0, rest);
	/* In this order, who ends in between is in neither. */
	if (result == 0)
		result = driver_read(root->fd, PERFCTR_READ_CHILDREN, PERFCTR_READ_LIVE, 0, &all);
	if (result == 0)
		result = driver_read(root->fd, PERFCTR_READ_CHILDREN, 0, 0, &ended);
	if (result < 0)
		return result;
	add(rest, &all);
	driver_counts_subtract(rest, &ended);
	return 0;
}

static int read_totals(const struct driver_tree *tree, struct driver_counts *totals)
{
	*totals = tree->totals;
	if (tree->cpu)
		return driver_cpus_read(tree, PERFCTR_CPU_ALL, totals);
	for (int i = 0; !tree->stopped && i < tree->roots; i++) {
		int fd = tree->root[i].fd;
		struct driver_counts counts = {0};
		int result = driver_read(fd, PERFCTR_READ_CHILDREN, PERFCTR_READ_LIVE, 0, &counts);

		if (result == 0)
			add(totals, &counts);
		if (result == 0 && tree->attached) {
			result = driver_read(fd, PERFCTR_READ, 0, 0, &counts);
			add(totals, &counts);
		}
		if (result < 0)
			return result;
	}
	return 0;
}

void driver_tree_gather(const struct driver_tree *tree, const struct perfctr_count *perf,
			const struct driver_counts *driver, struct perfctr_count *counts)
{
	for (int i = 0; i < tree->perf_counted.events.count; i++)
		counts[tree->perf_counted.index[i]] = perf[i];
	for (int i = 0; i < tree->counted_here.events.count; i++)
		counts[driver_tree_index(tree, i)] =
			driver_count_of(&tree->program.counter[i], driver->count, driver->head.tsc);
}

int driver_tree_read(struct tree *handle, struct perfctr_count *counts)
{
	struct driver_tree *tree = of(handle);
	struct perfctr_count perf[tree->perf_counted.events.count + 1];
	int result = perf_backend.tree_read(tree->tasks, perf);
	struct driver_counts totals;

	if (result == 0)
		result = read_totals(tree, &totals);
	if (result < 0)
		return result;
	driver_tree_gather(tree, perf, &totals, counts);
	return 0;
}

int driver_tree_stop(struct tree *handle)
{
	struct driver_tree *tree = of(handle);
	int result = perf_backend.tree_stop(tree->tasks);
	struct driver_counts totals;

	if (result < 0 || tree->stopped)
		return result;
	if (tree->cpu)
		return driver_cpus_stop(tree);
	/* Who outlives this is counted on, for nobody: the totals are those of now. */
	result = read_totals(tree, &totals);
	if (result < 0)
		return result;
	tree->totals = totals;
	tree->stopped = true;
	for (int i = 0; i < tree->roots; i++)
		if (ioctl(tree->root[i].fd, PERFCTR_STOP) < 0 && errno != ESRCH)
			return fail(errno, "can't stop counting: %s", strerror(errno));
	return 0;
}

void driver_tree_close(struct tree *handle)
{
	struct driver_tree *tree = of(handle);

	if (tree->tasks)
		perf_backend.tree_close(tree->tasks);
	samples_unmap(&tree->samples);
	endings_free(&tree->endings);
	for (int i = 0; i < tree->roots; i++)
		close(tree->root[i].fd);
	if (tree->gperfctr >= 0)
		close(tree->gperfctr);
	free(tree->cpu);
	free(tree->root);
	driver_program_free(&tree->program);
	part_free(&tree->perf_counted);
	part_free(&tree->perf_sampled);
	part_free(&tree->counted_here);
	part_free(&tree->sampled_here);
	free(tree);
}
