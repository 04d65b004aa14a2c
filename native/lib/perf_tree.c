// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Counts a program with all its tasks.
 *
 * Each counted event is opened on the calling thread, switched off and inherited. The program's
 * root task inherits it like every other task, is switched on by its exec, and each task writes its
 * own count as a PERF_RECORD_READ when it ends. The total is what read() of the event returns: a
 * number that does not come from these records but must equal their sum.
 *
 * Starts, names, ends, mappings and samples are written on the CPU where they happen: there is one
 * buffer per CPU for them.
 */
#include "perf_backend.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define READS_SIZE  (64 << 10)
#define TRACK_SIZE  (128 << 10)
#define SAMPLE_SIZE (512 << 10)

/* Records may arrive this much later than the time that they carry. */
#define HOLD_BACK_NS 10000000

struct pending {
	uint64_t time;
	uint64_t sequence;
	size_t offset;
	int event; /* the counted event whose buffer it comes from, or -1 */
};

struct cpu {
	struct ring ring;
	int *sampler; /* an fd for each sampled event */
	uint64_t *id;
};

struct perfctr_tree {
	struct perfctr_events *counted, *sampled;
	struct inherited *counter;
	int cpus;
	struct cpu *cpu;

	struct pending *pending;
	size_t count, room;
	char *bytes;
	size_t used, size;
	uint64_t sequence;
	int source; /* while draining: what pending.event will be */
};

/* On for a task from its exec on, and inherited by all that it starts. */
static struct perf_event_attr exec_attr(void)
{
	struct perf_event_attr attr = perf_timed_attr();

	attr.inherit = 1;
	attr.disabled = 1;
	attr.enable_on_exec = 1;
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

static struct target on_cpu(int number)
{
	return (struct target){.tid = 0, .cpu = number};
}

static int open_sampler(struct perfctr_tree *tree, struct cpu *cpu, int number, int index,
			const struct perfctr_sampling *sampling)
{
	struct event *event = &tree->sampled->event[index];
	struct perf_event_attr attr = exec_attr();
	int fd;

	attr.sample_type |= PERF_SAMPLE_IP;
	attr.freq = sampling->period == 0;
	attr.sample_period = sampling->period ? sampling->period : sampling->frequency;
	fd = perf_open_event(event, &attr, on_cpu(number), -1);
	if (fd < 0)
		return 0; /* event->unavailable tells */
	cpu->sampler[index] = fd;
	if (ioctl(fd, PERF_EVENT_IOC_SET_OUTPUT, cpu->ring.fd) < 0 ||
	    ioctl(fd, PERF_EVENT_IOC_ID, &cpu->id[index]) < 0)
		return fail(errno, "can't direct event '%s' to its buffer: %s", event->name,
			    strerror(errno));
	return 0;
}

/* Tasks, their names and (when sampling) their mappings, as they happen on one CPU. */
static int open_cpu(struct perfctr_tree *tree, int number, const struct perfctr_sampling *sampling)
{
	struct perf_event_attr attr = exec_attr();
	struct cpu *cpu = &tree->cpu[tree->cpus];
	int samplers = tree->sampled ? tree->sampled->count : 0;
	int fd, result;

	attr.type = PERF_TYPE_SOFTWARE;
	attr.config = PERF_COUNT_SW_DUMMY;
	attr.exclude_kernel = 1;
	attr.exclude_hv = 1;
	attr.task = 1;
	attr.comm = 1;
	attr.comm_exec = 1;
	attr.mmap = samplers > 0;
	attr.mmap2 = samplers > 0;
	fd = perf_open(&attr, on_cpu(number), -1);
	if (fd == -ENODEV)
		return 0; /* this CPU is off */
	if (fd < 0)
		return fail(-fd, "can't follow the program's tasks: %s", strerror(-fd));
	tree->cpus++;
	cpu->ring.fd = fd;
	cpu->sampler = calloc(samplers + 1, sizeof(*cpu->sampler));
	cpu->id = calloc(samplers + 1, sizeof(*cpu->id));
	if (!cpu->sampler || !cpu->id)
		return fail(ENOMEM, "out of memory");
	memset(cpu->sampler, -1, samplers * sizeof(*cpu->sampler));
	result = ring_map(&cpu->ring, fd, samplers ? SAMPLE_SIZE : TRACK_SIZE);
	for (int i = 0; result >= 0 && i < samplers; i++)
		result = open_sampler(tree, cpu, number, i, sampling);
	return result;
}

static bool any_available(const struct perfctr_events *events)
{
	for (int i = 0; i < events->count; i++)
		if (!events->event[i].unavailable)
			return true;
	return false;
}

struct perfctr_tree *perf_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
				    const struct perfctr_sampling *sampling)
{
	struct perfctr_tree *tree = calloc(1, sizeof(*tree));
	struct perf_event_attr attr = exec_attr();
	int cpus = sysconf(_SC_NPROCESSORS_CONF);

	if (!tree)
		goto memory;
	if (sampled && !sampling->period && check_frequency(sampling->frequency) < 0)
		goto err;
	tree->counted = counted;
	tree->sampled = sampled;
	tree->counter = calloc(counted->count + 1, sizeof(*tree->counter));
	tree->cpu = calloc(cpus, sizeof(*tree->cpu));
	if (!tree->counter || !tree->cpu)
		goto memory;
	for (int i = 0; i < counted->count; i++)
		tree->counter[i].fd = tree->counter[i].reads.fd = -1;
	for (int i = 0; i < counted->count; i++)
		if (inherited_open(&tree->counter[i], &counted->event[i], &attr, on_cpu(-1),
				   READS_SIZE) < 0)
			goto err;
	if (!any_available(counted)) {
		fail(ENODEV, "none of the requested events can be counted: %s: %s",
		     counted->event[0].name, counted->event[0].unavailable);
		goto err;
	}
	for (int i = 0; i < cpus; i++)
		if (open_cpu(tree, i, sampling) < 0)
			goto err;
	return tree;
memory:
	fail(ENOMEM, "out of memory");
err:
	perf_tree_close(tree);
	return NULL;
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void *grow(void *array, size_t needed, size_t *room, size_t element)
{
	size_t wanted = *room ? *room : 256;

	if (needed <= *room)
		return array;
	while (wanted < needed)
		wanted *= 2;
	array = reallocarray(array, wanted, element);
	if (array)
		*room = wanted;
	else
		fail(ENOMEM, "out of memory for the program's records");
	return array;
}

static int collect(const struct perf_event_header *record, void *context)
{
	struct perfctr_tree *tree = context;
	struct pending *pending;
	char *bytes;

	pending = grow(tree->pending, tree->count + 1, &tree->room, sizeof(*pending));
	if (!pending)
		return -ENOMEM;
	tree->pending = pending;
	bytes = grow(tree->bytes, tree->used + record->size, &tree->size, 1);
	if (!bytes)
		return -ENOMEM;
	tree->bytes = bytes;
	memcpy(bytes + tree->used, record, record->size);
	pending[tree->count++] = (struct pending){
		.time = record_time(record),
		.sequence = tree->sequence++,
		.offset = tree->used,
		.event = tree->source,
	};
	tree->used += record->size;
	return 0;
}

static int by_time(const void *a, const void *b)
{
	const struct pending *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static int sampled_event(const struct perfctr_tree *tree, uint64_t id)
{
	for (int i = 0; i < tree->cpus; i++)
		for (int j = 0; tree->sampled && j < tree->sampled->count; j++)
			if (tree->cpu[i].id[j] == id)
				return j;
	return -1;
}

static void deliver(struct perfctr_tree *tree, const struct pending *pending, perfctr_record_fn fn,
		    void *context)
{
	struct perfctr_record record = {.time = pending->time, .event = pending->event};
	uint64_t sampler = 0;

	if (!record_translate((const void *)(tree->bytes + pending->offset), &record, &sampler))
		return;
	if (sampler) {
		record.event = sampled_event(tree, sampler);
		record.samples = record.event >= 0;
	}
	fn(&record, context);
}

/* Keeps what was held back, at the start of the buffer. */
static int keep(struct perfctr_tree *tree, size_t from)
{
	char *bytes = NULL;
	size_t used = 0;

	if (from < tree->count) {
		bytes = malloc(tree->size);
		if (!bytes)
			return fail(ENOMEM, "out of memory for the program's records");
		for (size_t i = from; i < tree->count; i++) {
			const struct perf_event_header *record =
				(const void *)(tree->bytes + tree->pending[i].offset);

			memcpy(bytes + used, record, record->size);
			tree->pending[i - from] = tree->pending[i];
			tree->pending[i - from].offset = used;
			used += record->size;
		}
		free(tree->bytes);
		tree->bytes = bytes;
	}
	tree->count -= from;
	tree->used = used;
	return 0;
}

static int drain_rings(struct perfctr_tree *tree)
{
	int fullest = 0;

	for (int i = 0; i < tree->counted->count + tree->cpus; i++) {
		bool reads = i < tree->counted->count;
		struct ring *ring =
			reads ? &tree->counter[i].reads : &tree->cpu[i - tree->counted->count].ring;
		int full;

		if (!ring->page)
			continue;
		tree->source = reads ? i : -1;
		full = ring_drain(ring, collect, tree);
		if (full < 0)
			return full;
		if (full > fullest)
			fullest = full;
	}
	return fullest;
}

int perf_tree_drain(struct perfctr_tree *tree, bool all, perfctr_record_fn fn, void *context)
{
	uint64_t until = all ? UINT64_MAX : now() - HOLD_BACK_NS;
	int full = drain_rings(tree);
	size_t done = 0;
	int result;

	if (full < 0)
		return full;
	qsort(tree->pending, tree->count, sizeof(*tree->pending), by_time);
	for (; done < tree->count && tree->pending[done].time <= until; done++)
		deliver(tree, &tree->pending[done], fn, context);
	result = keep(tree, done);
	return result < 0 ? result : full;
}

int perf_tree_read(struct perfctr_tree *tree, struct perfctr_count *counts)
{
	for (int i = 0; i < tree->counted->count; i++) {
		counts[i] = (struct perfctr_count){0};
		if (tree->counter[i].fd < 0)
			continue;
		if (read(tree->counter[i].fd, &counts[i], sizeof(counts[i])) != sizeof(counts[i]))
			return fail(errno, "can't read event '%s': %s",
				    tree->counted->event[i].name, strerror(errno));
	}
	return 0;
}

int perf_tree_stop(struct perfctr_tree *tree)
{
	int error = 0;

	for (int i = 0; i < tree->counted->count; i++)
		if (tree->counter[i].fd >= 0 &&
		    ioctl(tree->counter[i].fd, PERF_EVENT_IOC_DISABLE, 0) < 0)
			error = errno;
	for (int i = 0; i < tree->cpus; i++)
		for (int j = 0; tree->sampled && j < tree->sampled->count; j++)
			if (tree->cpu[i].sampler[j] >= 0 &&
			    ioctl(tree->cpu[i].sampler[j], PERF_EVENT_IOC_DISABLE, 0) < 0)
				error = errno;
	return error ? fail(error, "can't stop counting: %s", strerror(error)) : 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

void perf_tree_close(struct perfctr_tree *tree)
{
	if (!tree)
		return;
	for (int i = 0; tree->counter && i < tree->counted->count; i++)
		inherited_close(&tree->counter[i]);
	for (int i = 0; i < tree->cpus; i++) {
		struct cpu *cpu = &tree->cpu[i];

		for (int j = 0; cpu->sampler && tree->sampled && j < tree->sampled->count; j++)
			close_fd(cpu->sampler[j]);
		ring_unmap(&cpu->ring);
		close_fd(cpu->ring.fd);
		free(cpu->sampler);
		free(cpu->id);
	}
	free(tree->counter);
	free(tree->cpu);
	free(tree->pending);
	free(tree->bytes);
	free(tree);
}
