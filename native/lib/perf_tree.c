// SPDX-License-Identifier: LGPL-2.1-or-later
/* Opens, reads and closes the events of a tree; perf_tree.h explains them. */
#include "perf_tree.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Less for each of many roots: there is a limit for all buffers of a user. */
#define READS_SIZE	(64 << 10)
#define READS_SIZE_MANY (8 << 10)
#define MANY_ROOTS	16
#define TRACK_SIZE	(128 << 10)
#define SAMPLE_SIZE	(512 << 10)
#define DUMP_SIZE	(8 << 20)

uint64_t perf_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* Inherited by all that a root starts. A program is switched on by its exec. */
static struct perf_event_attr inherited_attr(const struct tree *tree)
{
	struct perf_event_attr attr = perf_timed_attr();

	attr.inherit = 1;
	attr.disabled = 1;
	attr.enable_on_exec = !tree->attached;
	return attr;
}

static int check_frequency(uint64_t frequency)
{
	static const char path[] = "/proc/sys/kernel/perf_event_max_sample_rate";
	FILE *file = fopen(path, "re");
	uint64_t most;
	bool known = file && fscanf(file, "%" SCNu64, &most) == 1;

	if (file)
		fclose(file);
	if (!known || frequency <= most)
		return 0;
	return fail(EINVAL,
		    "%" PRIu64 " samples a second are more than the %" PRIu64 " that this kernel "
		    "takes: 'sudo sysctl kernel.perf_event_max_sample_rate=%" PRIu64
		    "' raises its limit",
		    frequency, most, frequency);
}

/* Room for one more element; NULL when out of memory. */
static void *one_more(void *array, int count, int *room, size_t size)
{
	int wanted = *room ? 2 * *room : 16;

	if (count < *room)
		return array;
	array = reallocarray(array, wanted, size);
	if (array)
		*room = wanted;
	else
		fail(ENOMEM, "out of memory");
	return array;
}

/* Several roots write to the same buffer of a CPU. */
static int direct(int fd, const struct ring *ring, const char *what)
{
	if (ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, ring->fd) < 0)
		return fail(errno, "can't direct %s to its buffer: %s", what, strerror(errno));
	return 0;
}

/*
 * The most precise mode that processor and kernel offer for the event (PEBS on Intel, IBS on AMD),
 * as the kernel numbers them; 0: none.
 */
static int open_precisely(struct event *event, struct perf_event_attr *attr, struct target target)
{
	bool hardware = event->type != PERF_TYPE_SOFTWARE;
	int fd;

	if (event->unavailable)
		return -ENOENT;
	for (attr->precise_ip = hardware ? 3 : 0;; attr->precise_ip--) {
		fd = perf_open_event(event, attr, target, -1);
		if (attr->precise_ip == 0 || (fd != -EOPNOTSUPP && fd != -EINVAL && fd != -ENOENT))
			break;
		event->unavailable = NULL;
	}
	if (fd >= 0 && hardware && attr->precise_ip == 0)
		event->skid = "this processor, or this kernel, has no precise mode for it, so that "
			      "samples lie some instructions behind what they are about";
	return fd;
}

static int open_sampler(struct tree *tree, struct target target, int index)
{
	struct event *event = &tree->sampled->event[index];
	struct perf_event_attr attr = inherited_attr(tree);
	struct sampler *grown =
		one_more(tree->sampler, tree->samplers, &tree->sampler_room, sizeof(*grown));
	struct sampler *sampler;

	if (!grown)
		return -ENOMEM;
	tree->sampler = grown;
	sampler = &grown[tree->samplers];
	attr.sample_type |= SAMPLE_TYPE;
	attr.pinned = 1;
	attr.exclude_idle = target.tid < 0 && event->type == PERF_TYPE_SOFTWARE;
	attr.freq = tree->sampling.period == 0;
	attr.sample_period =
		tree->sampling.period ? tree->sampling.period : tree->sampling.frequency;
	stack_request(&attr, &tree->sampling);
	losses_request(&attr);
	sampler->lost = 0;
	sampler->event = index;
	sampler->fd = open_precisely(event, &attr, target);
	if (sampler->fd == -ESRCH) {
		event->unavailable = NULL;
		return -ESRCH;
	}
	if (sampler->fd < 0)
		return 0; /* event->unavailable tells */
	tree->samplers++;
	if (ioctl(sampler->fd, PERF_EVENT_IOC_ID, &sampler->id) < 0)
		return fail(errno, "can't identify event '%s': %s", event->name, strerror(errno));
	return direct(sampler->fd, &tree->cpu[target.cpu], event->name);
}

static size_t ring_size(const struct tree *tree)
{
	if (!tree->sampled)
		return TRACK_SIZE;
	return tree->sampling.stack == PERFCTR_STACK_DUMP ? DUMP_SIZE : SAMPLE_SIZE;
}

/* The first tracker of a CPU has its buffer, the others write to it. */
static int keep_tracker(struct tree *tree, int fd, int cpu)
{
	struct ring *ring = &tree->cpu[cpu];
	int *grown;

	if (!ring->page) {
		ring->fd = fd;
		return ring_map(ring, fd, ring_size(tree));
	}
	grown = one_more(tree->tracker, tree->trackers, &tree->tracker_room, sizeof(*grown));
	if (!grown) {
		close(fd);
		return -ENOMEM;
	}
	tree->tracker = grown;
	tree->tracker[tree->trackers++] = fd;
	return direct(fd, ring, "the program's tasks");
}

static int explain_follow(int error, struct target target)
{
	if (error == EACCES && target.tid < 0)
		return fail(error,
			    "CPUs may be sampled by root, with CAP_PERFMON, or by all after 'sudo "
			    "sysctl kernel.perf_event_paranoid=0'");
	if (error == EPERM)
		return fail(error, "can't follow the program's tasks: %s (%s)", perf_filtered,
			    perf_filtered_remedy);
	return fail(error, "can't follow the program's tasks: %s%s", strerror(error),
		    error == EMFILE ? ": 'ulimit -n' is how many files may be open" : "");
}

/* Tasks, their names and (when sampling) their mappings, as they happen on one CPU. */
int tree_follow(struct tree *tree, struct target target)
{
	struct perf_event_attr attr = inherited_attr(tree);
	int fd;

	attr.disabled = !tree->attached && target.tid >= 0;
	attr.enable_on_exec = attr.disabled;
	attr.task = 1;
	attr.comm = 1;
	attr.comm_exec = 1;
	attr.mmap = tree->sampled != NULL;
	attr.mmap2 = tree->sampled != NULL;
	losses_request(&attr);
	fd = perf_open_dummy(&attr, target);
	if (fd == -ENODEV)
		return 0; /* this CPU is off */
	if (fd == -ESRCH)
		return fd;
	return fd < 0 ? explain_follow(-fd, target) : keep_tracker(tree, fd, target.cpu);
}

int tree_sample(struct tree *tree, struct target target)
{
	int result = 0;

	if (!tree->cpu[target.cpu].page)
		return 0; /* this CPU is off */
	for (int i = 0; result >= 0 && tree->sampled && i < tree->sampled->count; i++)
		result = open_sampler(tree, target, i);
	return result;
}

static int open_counter(struct tree *tree, struct root *root, int index)
{
	struct perf_event_attr attr = inherited_attr(tree);
	struct event *event = &tree->counted->event[index];
	const char *unavailable = event->unavailable;
	int result = inherited_open(&root->counter[index], event, &attr,
				    (struct target){.tid = root->tid, .cpu = -1},
				    tree->roots > MANY_ROOTS ? READS_SIZE_MANY : READS_SIZE);

	if (root->counter[index].error != ESRCH)
		return result;
	event->unavailable = unavailable;
	return -ESRCH;
}

static int open_counters(struct tree *tree, struct root *root)
{
	int result = 0;

	for (int i = 0; result >= 0 && i < tree->counted->count; i++)
		if (!is_task_clock(&tree->counted->event[i]))
			result = open_counter(tree, root, i);
	if (result >= 0)
		choose_lender(tree, root);
	for (int i = 0; result >= 0 && i < tree->counted->count; i++)
		if (is_task_clock(&tree->counted->event[i]) && !is_lent(tree, i))
			result = open_counter(tree, root, i);
	return result;
}

static void close_root(struct tree *tree, struct root *root)
{
	for (int i = 0; root->counter && i < tree->counted->count; i++)
		inherited_close(&root->counter[i]);
	free(root->counter);
	free(root->ended);
}

struct root *tree_next_root(struct tree *tree, pid_t pid, pid_t tid)
{
	struct root *root = one_more(tree->root, tree->roots, &tree->root_room, sizeof(*root));

	if (!root)
		return NULL;
	tree->root = root;
	root = &root[tree->roots];
	*root = (struct root){.pid = pid, .tid = tid};
	return root;
}

int tree_add_root(struct tree *tree, pid_t pid, pid_t tid)
{
	int count = tree->counted->count, result = 0;
	struct root *root = tree_next_root(tree, pid, tid);

	if (!root)
		return -ENOMEM;
	root->counter = calloc(count + 1, sizeof(*root->counter));
	root->ended = calloc(count + 1, sizeof(*root->ended));
	for (int i = 0; root->counter && i < count; i++)
		root->counter[i].fd = root->counter[i].reads.fd = -1;
	if (!root->counter || !root->ended)
		result = fail(ENOMEM, "out of memory");
	if (result >= 0)
		result = open_counters(tree, root);
	for (int i = 0; result >= 0 && i < tree->cpus; i++) {
		pid_t followed = tree->lineage ? -1 : tid;

		result = tree_follow(tree, (struct target){.tid = followed, .cpu = i});
		if (result >= 0)
			result = tree_sample(tree, (struct target){.tid = tid, .cpu = i});
	}
	if (result < 0)
		close_root(tree, root);
	else
		tree->roots++;
	return result;
}

struct tree *tree_new(struct perfctr_events *counted, struct perfctr_events *sampled,
		      const struct perfctr_sampling *sampling)
{
	struct tree *tree;

	if (sampled && !sampling->period && check_frequency(sampling->frequency) < 0)
		return NULL;
	tree = calloc(1, sizeof(*tree));
	if (!tree)
		goto memory;
	tree->counted = counted;
	tree->sampled = sampled;
	tree->lender = NO_LENDER;
	if (sampled) {
		tree->sampling = *sampling;
		perf_pin(sampled);
	}
	tree->cpus = sysconf(_SC_NPROCESSORS_CONF);
	tree->cpu = calloc(tree->cpus, sizeof(*tree->cpu));
	if (!tree->cpu)
		goto memory;
	for (int i = 0; i < tree->cpus; i++)
		tree->cpu[i].fd = -1;
	return tree;
memory:
	free(tree);
	fail(ENOMEM, "out of memory");
	return NULL;
}

static bool may_follow_all(void)
{
	struct perf_event_attr attr = {0};
	int fd = perf_open_dummy(&attr, (struct target){.tid = -1, .cpu = sched_getcpu()});

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

struct tree *perf_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
			    const struct perfctr_sampling *sampling)
{
	struct tree *tree = tree_new(counted, sampled, sampling);

	if (!tree)
		return NULL;
	/* Samples need mappings, of which all tasks would have too many to tell. */
	if (!sampled && may_follow_all()) {
		tree->lineage = lineage_new();
		if (!tree->lineage)
			goto err;
	}
	if (tree_add_root(tree, 0, 0) == 0)
		return tree;
err:
	perf_tree_close(tree);
	return NULL;
}

bool root_counts(const struct tree *tree, const struct root *root, int event)
{
	return is_lent(tree, event) || root->counter[event].fd >= 0;
}

int root_read(const struct tree *tree, const struct root *root, int event,
	      struct perfctr_count *count)
{
	bool lent = is_lent(tree, event);
	int fd = root->counter[lent ? tree->lender : event].fd;
	uint64_t values[4]; /* the last one, of losses, may not be there */

	*count = (struct perfctr_count){0};
	if (fd < 0)
		return 0;
	if (read(fd, values, sizeof(values)) < (ssize_t)sizeof(*count))
		return fail(errno, "can't read event '%s': %s", tree->counted->event[event].name,
			    strerror(errno));
	*count = (struct perfctr_count){values[0], values[1], values[2]};
	if (lent)
		*count = lent_count(count);
	return 0;
}

int perf_tree_read(struct tree *tree, struct perfctr_count *counts)
{
	if (tree->on_cpus)
		return cpus_read(tree, counts);
	for (int i = 0; i < tree->counted->count; i++) {
		counts[i] = (struct perfctr_count){0};
		for (int j = 0; j < tree->roots; j++) {
			struct perfctr_count count;
			int result = root_read(tree, &tree->root[j], i, &count);

			if (result < 0)
				return result;
			counts[i].raw += count.raw;
			counts[i].enabled += count.enabled;
			counts[i].running += count.running;
		}
	}
	return 0;
}

int perf_tree_stop(struct tree *tree)
{
	int error = 0;

	for (int i = 0; i < tree->roots; i++)
		for (int j = 0; j < tree->counted->count; j++) {
			int fd = tree->root[i].counter[j].fd;

			if (fd >= 0 && ioctl(fd, PERF_EVENT_IOC_DISABLE, 0) < 0)
				error = errno;
		}
	for (int i = 0; i < tree->samplers; i++)
		if (ioctl(tree->sampler[i].fd, PERF_EVENT_IOC_DISABLE, 0) < 0)
			error = errno;
	if (error)
		return fail(error, "can't stop counting: %s", strerror(error));
	return cpus_stop(tree);
}

void perf_tree_close(struct tree *tree)
{
	if (!tree)
		return;
	cpus_close(tree);
	for (int i = 0; i < tree->roots; i++)
		close_root(tree, &tree->root[i]);
	for (int i = 0; i < tree->samplers; i++)
		close(tree->sampler[i].fd);
	for (int i = 0; i < tree->trackers; i++)
		close(tree->tracker[i]);
	for (int i = 0; i < tree->cpus; i++) {
		ring_unmap(&tree->cpu[i]);
		if (tree->cpu[i].fd >= 0)
			close(tree->cpu[i].fd);
	}
	for (int i = 0; tree->maps && i < tree->roots; i++)
		free(tree->maps[i]);
	free(tree->maps);
	free(tree->lineage);
	free(tree->root);
	free(tree->sampler);
	free(tree->tracker);
	free(tree->cpu);
	free(tree->pending);
	free(tree->bytes);
	free(tree);
}
