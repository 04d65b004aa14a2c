// SPDX-License-Identifier: LGPL-2.1-or-later
/* Hands over the records of a tree, from all its buffers, in the order of time. */
#include "perf_tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Records may arrive this much later than the time that they carry. */
#define HOLD_BACK_NS 10000000

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
	struct tree *tree = context;
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
		.offset = tree->used,
		.source = tree->source,
	};
	tree->used += record->size;
	return 0;
}

/* One after the end of the records from a on that are in order already. */
static size_t run_end(const struct tree *tree, size_t from)
{
	if (from < tree->count)
		from++;
	while (from < tree->count && tree->pending[from - 1].time <= tree->pending[from].time)
		from++;
	return from;
}

static void merge(const struct pending *a, const struct pending *a_end, const struct pending *b,
		  const struct pending *b_end, struct pending *to)
{
	while (a < a_end && b < b_end)
		*to++ = b->time < a->time ? *b++ : *a++;
	memcpy(to, a, (a_end - a) * sizeof(*a));
	memcpy(to + (a_end - a), b, (b_end - b) * sizeof(*b));
}

/*
 * Puts the records in the order of time; those of the same time stay as they came. Each buffer's
 * are in order, or nearly so: their runs are merged, which takes a third of qsort()'s time.
 */
static int sort(struct tree *tree)
{
	struct pending *merged;
	bool more = run_end(tree, 0) < tree->count;

	if (!more)
		return 0;
	merged = malloc(tree->room * sizeof(*merged));
	if (!merged)
		return fail(ENOMEM, "out of memory for the program's records");
	while (more) {
		struct pending *unmerged = tree->pending;

		more = false;
		for (size_t from = 0; from < tree->count;) {
			size_t middle = run_end(tree, from), end = run_end(tree, middle);

			merge(unmerged + from, unmerged + middle, unmerged + middle, unmerged + end,
			      merged + from);
			more |= from > 0;
			from = end;
		}
		tree->pending = merged;
		merged = unmerged;
	}
	free(merged);
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct sampler *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

/* The kernel numbers upwards, so they are in order. */
static int sampled_event(const struct tree *tree, uint64_t id)
{
	const struct sampler wanted = {.id = id}, *found;

	if (!tree->samplers)
		return -1;
	found = bsearch(&wanted, tree->sampler, tree->samplers, sizeof(wanted), by_id);
	return found ? found->event : -1;
}

static void add(struct perfctr_count *sum, const struct perfctr_count *count)
{
	sum->raw += count->raw;
	sum->enabled += count->enabled;
	sum->running += count->running;
}

/* What a task has counted of an event, and of the task clock if this event lends it. */
static void deliver_count(struct tree *tree, struct perfctr_record *record, int source,
			  perfctr_record_fn fn, void *context)
{
	int events = tree->counted->count, event = record->event;
	struct root *root = &tree->root[source / events];

	add(&root->ended[event], &record->count);
	fn(record, context);
	if (event != tree->lender)
		return;
	record->count = lent_count(&record->count);
	for (int i = 0; i < events; i++) {
		if (!is_lent(tree, i))
			continue;
		record->event = i;
		add(&root->ended[i], &record->count);
		fn(record, context);
	}
}

static void deliver(struct tree *tree, const struct pending *pending, perfctr_record_fn fn,
		    void *context)
{
	int events = tree->counted->count, source = pending->source;
	struct perfctr_record record = {
		.time = pending->time,
		.event = source < 0 ? -1 : source % events,
	};
	const struct perf_event_header *header = (const void *)(tree->bytes + pending->offset);
	uint64_t sampler = 0, registers[PERFCTR_REGISTERS];

	if (!record_translate(header, &record, &sampler))
		return;
	if (record.type == PERFCTR_RECORD_LOST && losses_are_counted())
		return;
	if (record.type == PERFCTR_RECORD_SAMPLE)
		stack_translate(header, tree->sampling.stack, registers, &record);
	if (record.type == PERFCTR_RECORD_COUNT && source >= 0) {
		deliver_count(tree, &record, source, fn, context);
		return;
	}
	if (sampler) {
		record.event = sampled_event(tree, sampler);
		record.samples = record.event >= 0;
	}
	if (tree->lineage && !lineage_has(tree->lineage, &record))
		return;
	fn(&record, context);
}

static void deliver_lost(struct perfctr_record *record, uint64_t lost, uint64_t *told,
			 perfctr_record_fn fn, void *context)
{
	record->number = lost - *told;
	*told = lost;
	if (record->number)
		fn(record, context);
}

/* Where the kernel counts what is lost, it is told at the end, whatever the buffers said before. */
static void deliver_losses(struct tree *tree, perfctr_record_fn fn, void *context)
{
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_LOST, .time = perf_now(), .samples = true};
	int events = tree->counted->count;
	uint64_t lost = 0;

	for (int i = 0; i < tree->samplers; i++) {
		record.event = tree->sampler[i].event;
		deliver_lost(&record, losses_read(tree->sampler[i].fd), &tree->sampler[i].lost, fn,
			     context);
	}
	for (int i = 0; i < tree->roots * events; i++)
		lost += losses_read(tree->root[i / events].counter[i % events].fd);
	for (int i = 0; i < tree->cpus; i++)
		lost += losses_read(tree->cpu[i].fd);
	for (int i = 0; i < tree->trackers; i++)
		lost += losses_read(tree->tracker[i]);
	record.samples = false;
	record.event = -1;
	deliver_lost(&record, lost, &tree->lost, fn, context);
}

/* Keeps what was held back, at the start of the buffer. */
static int keep(struct tree *tree, size_t from)
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

static int collect_ring(struct tree *tree, struct ring *ring, int source, int *fullest)
{
	int full;

	if (!ring->page)
		return 0;
	tree->source = source;
	full = ring_drain(ring, collect, tree);
	if (full > *fullest)
		*fullest = full;
	return full < 0 ? full : 0;
}

int tree_collect(struct tree *tree)
{
	int events = tree->counted->count, fullest = 0, result = 0;

	for (int i = 0; result >= 0 && i < tree->roots * events; i++)
		result = collect_ring(tree, &tree->root[i / events].counter[i % events].reads, i,
				      &fullest);
	for (int i = 0; result >= 0 && i < tree->cpus; i++)
		result = collect_ring(tree, &tree->cpu[i], -1, &fullest);
	return result < 0 ? result : fullest;
}

int perf_tree_drain(struct tree *tree, bool all, perfctr_record_fn fn, void *context)
{
	uint64_t until = all ? UINT64_MAX : perf_now() - HOLD_BACK_NS;
	int full = tree_collect(tree);
	size_t done = 0;
	int result;

	if (full < 0)
		return full;
	if (tree->attached && !tree->introduced)
		attach_introduce(tree, fn, context);
	result = sort(tree);
	if (result < 0)
		return result;
	for (; done < tree->count && tree->pending[done].time <= until; done++)
		deliver(tree, &tree->pending[done], fn, context);
	result = keep(tree, done);
	if (all)
		deliver_losses(tree, fn, context);
	if (result >= 0 && all && tree->attached)
		result = attach_tell_rest(tree, fn, context);
	return result < 0 ? result : full;
}
