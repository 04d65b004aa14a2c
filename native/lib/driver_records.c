// SPDX-License-Identifier: LGPL-2.1-or-later
/* The records of a tree: perf_events' with the driver's among them. */
#include "driver_tree.h"

#include <stdlib.h>
#include <time.h>

/* perf_events' records of a moment have come when it is this long ago. */
#define HOLD_BACK_NS 10000000

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

		if (driver_tree_is_counted(tree, i) || slot < 0 || !(sample->events >> slot & 1))
			continue;
		record.event = driver_tree_index(tree, i);
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
	for (int i = 0; i < tree->program.count; i++) {
		int slot = tree->program.counter[i].slot;
		struct perfctr_record record = {
			.type = PERFCTR_RECORD_LOST, .samples = 1, .time = time};

		if (driver_tree_is_counted(tree, i) || slot < 0)
			continue;
		record.event = driver_tree_index(tree, i);
		record.number = samples_lost(&tree->samples, slot);
		if (record.number)
			tree->fn(&record, tree->context);
	}
}

/* Tasks that could not be counted, or whose record was dropped, for lack of memory. */
static int tell_untold(struct driver_tree *tree, uint64_t time)
{
	struct perfctr_record record = {.type = PERFCTR_RECORD_LOST, .event = -1, .time = time};
	uint64_t untold = 0;

	for (int i = 0; i < tree->roots; i++) {
		struct driver_counts counts;
		int result = driver_read(tree->root[i].fd, PERFCTR_READ_CHILDREN, 0, 0, &counts);

		if (result < 0)
			return result;
		untold += counts.head.uncounted + counts.head.dropped_records;
	}
	record.number = untold - tree->untold;
	tree->untold = untold;
	if (record.number)
		tree->fn(&record, tree->context);
	return 0;
}

/* record has the type, the task and the time. */
static void tell_counts(struct driver_tree *tree, struct perfctr_record *record,
			const struct driver_count *counts, uint64_t tsc)
{
	for (int i = 0; i < tree->counted_here.events.count; i++) {
		const struct driver_counter *counter = &tree->program.counter[i];

		if (counter->event->unavailable)
			continue;
		record->event = driver_tree_index(tree, i);
		record->count = driver_count_of(counter, counts, tsc);
		tree->fn(record, tree->context);
	}
}

static struct driver_record *find_ending(struct driver_tree *tree, int tid)
{
	struct driver_record *ended = endings_take(&tree->endings, tid);

	for (int i = 0; !ended && i < tree->roots; i++)
		if (endings_read(&tree->endings, tree->root[i].fd) == 0)
			ended = endings_take(&tree->endings, tid);
	return ended;
}

static void tell_ended(struct driver_tree *tree, struct driver_record *ended, uint64_t time)
{
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_COUNT,
		.pid = ended->pid,
		.tid = ended->tid,
		.time = time,
	};

	tell_counts(tree, &record, (const void *)((const char *)ended + ended->counts_at),
		    ended->tsc);
	free(ended);
}

static void tell_ending(struct driver_tree *tree, int tid, uint64_t time)
{
	struct driver_record *ended = find_ending(tree, tid);

	if (ended)
		tell_ended(tree, ended, time);
}

/* Tasks whose end perf_events has not told, or told before the driver had their counts. */
static int tell_other_endings(struct driver_tree *tree)
{
	struct driver_record *ended;

	for (int i = 0; i < tree->roots; i++) {
		int result = endings_read(&tree->endings, tree->root[i].fd);

		if (result < 0)
			return result;
	}
	while ((ended = endings_take(&tree->endings, 0)))
		tell_ended(tree, ended, ended->ended);
	return 0;
}

static int tell_rest(struct driver_tree *tree, uint64_t time)
{
	for (int i = 0; tree->attached && i < tree->roots; i++) {
		const struct driver_root *root = &tree->root[i];
		struct perfctr_record record = {
			.type = PERFCTR_RECORD_REST,
			.pid = root->pid,
			.tid = root->tid,
			.time = time,
		};
		struct driver_counts rest;
		int result = driver_root_rest(root, &rest);

		if (result < 0)
			return result;
		tell_counts(tree, &record, rest.count, rest.head.tsc);
	}
	return 0;
}

/* A record of perf_events, with what the driver has before it, and of an ended task behind it. */
static void relay(const struct perfctr_record *record, void *context)
{
	struct driver_tree *tree = context;
	struct perfctr_record own = *record;
	bool counts = record->type == PERFCTR_RECORD_COUNT || record->type == PERFCTR_RECORD_REST;

	if (record->event >= 0 && counts)
		own.event = tree->perf_counted.index[record->event];
	else if (record->event >= 0 && record->samples)
		own.event = tree->perf_sampled.index[record->event];
	tell_samples(tree, record->time);
	tree->fn(&own, tree->context);
	if (record->type == PERFCTR_RECORD_END)
		tell_ending(tree, record->tid, record->time);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

int driver_tree_drain(struct tree *handle, bool all, perfctr_record_fn fn, void *context)
{
	struct driver_tree *tree = (struct driver_tree *)handle;
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
	if (result > full)
		full = result;
	tell_samples(tree, until);
	tell_lost(tree, now());
	result = all ? tell_other_endings(tree) : 0;
	if (all && result == 0)
		result = tell_untold(tree, now());
	if (all && result == 0)
		result = tell_rest(tree, now());
	return result < 0 ? result : full;
}
