// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Counts a program with all its tasks.
 *
 * The calling thread gets a vperfctr whose control waits for an exec, and which the program
 * inherits: the driver tells each ended task's counts as a record, and the family's sum. Which
 * tasks there are, their names and mappings, and what the kernel counts, comes from a tree of
 * perf_events beside it. Its records are the frame into which the driver's are put by their times.
 */
#include "driver_backend.h"
#include "perf_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BUFFER_PER_CPU (256 << 10)

/* perf_events' records of a moment have come when it is this long ago. */
#define HOLD_BACK_NS 10000000

struct driver_tree {
	struct perfctr_events *counted, *sampled;
	struct part perf_counted, perf_sampled, counted_here, sampled_here;
	struct tree *tasks;
	struct driver_program program; /* what is counted, then what is sampled */
	int fd;
	bool stopped;
	struct driver_counts totals; /* when it was stopped */
	struct samples samples;
	struct endings endings;
	uint64_t untold; /* tasks without a record, told so far */

	perfctr_record_fn fn; /* while draining */
	void *context;
};

static struct driver_tree *of(struct tree *tree)
{
	return (struct driver_tree *)tree;
}

static bool is_counted(const struct driver_tree *tree, int counter)
{
	return counter < tree->counted_here.events.count;
}

static int index_of(const struct driver_tree *tree, int counter)
{
	return is_counted(tree, counter)
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

static uint64_t buffer_size(void)
{
	uint64_t wanted = BUFFER_PER_CPU * (uint64_t)sysconf(_SC_NPROCESSORS_CONF);
	uint64_t size = sysconf(_SC_PAGESIZE);

	while (size < wanted && 2 * size <= driver_machine()->max_buffer)
		size *= 2;
	return size;
}

static int start(struct driver_tree *tree)
{
	bool samples = tree->sampled_here.events.count > 0;
	struct driver_control control = {
		.flags =
			PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_RECORDS | PERFCTR_CONTROL_ON_EXEC,
		.buffer_size = samples ? buffer_size() : 0,
	};
	int result;

	if (tree->program.count == 0)
		return 0;
	tree->fd = driver_open((struct target){.tid = 0, .cpu = -1});
	if (tree->fd < 0)
		return tree->fd;
	if (fcntl(tree->fd, F_SETFL, O_NONBLOCK) < 0)
		return fail(errno, "can't read the driver's records: %s", strerror(errno));
	result = driver_program_start(&tree->program, tree->fd, &control);
	if (result == 0 && samples)
		result = samples_map(&tree->samples, tree->fd, control.buffer_size);
	part_give_back(&tree->counted_here, tree->counted);
	if (samples)
		part_give_back(&tree->sampled_here, tree->sampled);
	return result;
}

struct tree *driver_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling)
{
	struct driver_tree *tree = calloc(1, sizeof(*tree));

	if (!tree) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	tree->counted = counted;
	tree->sampled = sampled;
	tree->fd = -1;
	endings_init(&tree->endings);
	if (divide(tree) < 0 || make_program(tree, sampling) < 0)
		goto err;
	tree->tasks = perf_backend.tree_open(&tree->perf_counted.events,
					     sampled ? &tree->perf_sampled.events : NULL, sampling);
	if (!tree->tasks)
		goto err;
	part_give_back(&tree->perf_counted, counted);
	if (sampled)
		part_give_back(&tree->perf_sampled, sampled);
	if (start(tree) == 0)
		return (struct tree *)tree;
err:
	driver_tree_close((struct tree *)tree);
	return NULL;
}

/* ---- Records ---- */

static void tell_sample(struct driver_tree *tree, const struct driver_sample *sample)
{
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_SAMPLE,
		.pid = sample->pid,
		.tid = sample->tid,
		.samples = 1,
		.kernel = !!(sample->flags & PERFCTR_SAMPLE_KERNEL),
		.time = sample->time,
		.address = sample->ip,
	};

	for (int i = 0; i < tree->program.count; i++) {
		int slot = tree->program.counter[i].slot;

		if (is_counted(tree, i) || slot < 0 || !(sample->events >> slot & 1))
			continue;
		record.event = index_of(tree, i);
		tree->fn(&record, tree->context);
	}
}

static void tell_samples(struct driver_tree *tree, uint64_t until)
{
	size_t told = 0;

	while (told < tree->samples.count && tree->samples.sample[told].time < until)
		tell_sample(tree, &tree->samples.sample[told++]);
	if (told)
		samples_drop(&tree->samples, told);
}

static void tell_lost(struct driver_tree *tree, uint64_t time)
{
	for (int i = 0; tree->samples.buffer && i < tree->program.count; i++) {
		int slot = tree->program.counter[i].slot;
		struct perfctr_record record = {
			.type = PERFCTR_RECORD_LOST, .samples = 1, .time = time};
		uint64_t lost;

		if (is_counted(tree, i) || slot < 0)
			continue;
		lost = tree->samples.buffer->lost[slot];
		record.event = index_of(tree, i);
		record.number = lost - tree->samples.lost[slot];
		tree->samples.lost[slot] = lost;
		if (record.number)
			tree->fn(&record, tree->context);
	}
}

/* Tasks that could not be counted, or whose record was dropped, for lack of memory. */
static int tell_untold(struct driver_tree *tree, uint64_t time)
{
	struct perfctr_record record = {.type = PERFCTR_RECORD_LOST, .event = -1, .time = time};
	struct driver_counts counts;
	int result = driver_read(tree->fd, PERFCTR_READ_CHILDREN, 0, 0, &counts);

	if (result < 0)
		return result;
	record.number = counts.head.uncounted + counts.head.dropped_records - tree->untold;
	tree->untold += record.number;
	if (record.number)
		tree->fn(&record, tree->context);
	return 0;
}

static void tell_counts(struct driver_tree *tree, const struct driver_record *ended, uint64_t time)
{
	const struct driver_count *counts = (const void *)(ended + 1);

	for (int i = 0; i < tree->counted_here.events.count; i++) {
		const struct driver_counter *counter = &tree->program.counter[i];
		struct perfctr_record record = {
			.type = PERFCTR_RECORD_COUNT,
			.pid = ended->pid,
			.tid = ended->tid,
			.event = index_of(tree, i),
			.time = time,
		};

		if (counter->event->unavailable)
			continue;
		record.count = driver_count_of(counter, counts, ended->tsc);
		tree->fn(&record, tree->context);
	}
}

/* A record of perf_events, with what the driver has before it, and of an ended task behind it. */
static void relay(const struct perfctr_record *record, void *context)
{
	struct driver_tree *tree = context;
	struct perfctr_record own = *record;
	struct driver_record *ended;

	if (record->event >= 0 && record->type == PERFCTR_RECORD_COUNT)
		own.event = tree->perf_counted.index[record->event];
	else if (record->event >= 0 && record->samples)
		own.event = tree->perf_sampled.index[record->event];
	tell_samples(tree, record->time);
	tree->fn(&own, tree->context);
	if (record->type != PERFCTR_RECORD_END || tree->fd < 0)
		return;
	ended = endings_take(&tree->endings, record->tid);
	if (!ended && endings_read(&tree->endings, tree->fd) == 0)
		ended = endings_take(&tree->endings, record->tid);
	if (ended)
		tell_counts(tree, ended, record->time);
	free(ended);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

int driver_tree_drain(struct tree *handle, bool all, perfctr_record_fn fn, void *context)
{
	struct driver_tree *tree = of(handle);
	uint64_t until = all ? UINT64_MAX : now() - HOLD_BACK_NS;
	int full = samples_take(&tree->samples);
	int result;

	if (full < 0)
		return full;
	tree->fn = fn;
	tree->context = context;
	result = perf_backend.tree_drain(tree->tasks, all, relay, tree);
	if (result < 0)
		return result;
	tell_samples(tree, until);
	tell_lost(tree, now());
	if (all && tree->fd >= 0 && tell_untold(tree, now()) < 0)
		return -errno;
	return full > result ? full : result;
}

/* ---- Totals ---- */

static int read_totals(struct driver_tree *tree, struct driver_counts *totals)
{
	if (!tree->stopped)
		return driver_read(tree->fd, PERFCTR_READ_CHILDREN, PERFCTR_READ_LIVE, 0, totals);
	*totals = tree->totals;
	return 0;
}

int driver_tree_read(struct tree *handle, struct perfctr_count *counts)
{
	struct driver_tree *tree = of(handle);
	struct perfctr_count perf[tree->perf_counted.events.count + 1];
	int result = perf_backend.tree_read(tree->tasks, perf);
	struct driver_counts totals;

	if (result == 0 && tree->fd >= 0)
		result = read_totals(tree, &totals);
	if (result < 0)
		return result;
	for (int i = 0; i < tree->perf_counted.events.count; i++)
		counts[tree->perf_counted.index[i]] = perf[i];
	for (int i = 0; i < tree->counted_here.events.count; i++)
		counts[index_of(tree, i)] =
			driver_count_of(&tree->program.counter[i], totals.count, totals.head.tsc);
	return 0;
}

int driver_tree_stop(struct tree *handle)
{
	struct driver_tree *tree = of(handle);
	int result = perf_backend.tree_stop(tree->tasks);

	if (result < 0 || tree->fd < 0 || tree->stopped)
		return result;
	/* Who outlives this is counted on, for nobody: the totals are those of now. */
	result = read_totals(tree, &tree->totals);
	if (result < 0)
		return result;
	tree->stopped = true;
	if (ioctl(tree->fd, PERFCTR_STOP) < 0)
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
	if (tree->fd >= 0)
		close(tree->fd);
	driver_program_free(&tree->program);
	part_free(&tree->perf_counted);
	part_free(&tree->perf_sampled);
	part_free(&tree->counted_here);
	part_free(&tree->sampled_here);
	free(tree);
}
