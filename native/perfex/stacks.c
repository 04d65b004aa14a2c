// SPDX-License-Identifier: LGPL-2.1-or-later
#include "stacks.h"

#include "unwind.h"

#include <stdlib.h>
#include <string.h>

/* A hit by the hits that called it. */
struct node {
	struct node *caller; /* NULL: it is the outermost that is known */
	struct hit *hit;
	bool truncated; /* its caller is not known */

	/* When it is written: */
	bool below_truncated;
	struct frame_record *frame;
	uint64_t samples[];
};

/* A node, or a part of it that was inlined, as it is written: with its line. */
struct frame_record {
	int number, caller;
	bool truncated;
	struct call call;
	uint64_t samples[];
};

static uint64_t hash_node(const void *item)
{
	const struct node *node = item;

	return hash_number(hash_number(node->truncated, (uintptr_t)node->caller),
			   (uintptr_t)node->hit);
}

static bool same_node(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	return x->caller == y->caller && x->hit == y->hit && x->truncated == y->truncated;
}

static uint64_t hash_frame(const void *item)
{
	const struct frame_record *frame = item;
	uint64_t hash =
		hash_number(hash_number(frame->truncated, frame->caller), frame->call.function);

	return hash_number(hash_number(hash, frame->call.source), frame->call.line);
}

static bool same_frame(const void *a, const void *b)
{
	const struct frame_record *x = a, *y = b;

	return x->caller == y->caller && x->truncated == y->truncated &&
	       x->call.function == y->call.function && x->call.source == y->call.source &&
	       x->call.line == y->call.line;
}

int stacks_init(struct stacks *stacks, uint32_t kind, struct spaces *spaces, struct hits *hits)
{
	*stacks = (struct stacks){
		.kind = kind,
		.spaces = spaces,
		.hits = hits,
		.nodes = {.hash = hash_node, .alike = same_node},
	};
	if (kind == PERFCTR_STACK_NONE)
		return 0;
	stacks->unwinder = unwinder_open(spaces);
	stacks->truncated = calloc(hits->events, sizeof(*stacks->truncated));
	return stacks->unwinder && stacks->truncated ? 0 : -1;
}

static struct node *get_node(struct stacks *stacks, struct node *caller, struct hit *hit,
			     bool truncated)
{
	struct node key = {.caller = caller, .hit = hit, .truncated = truncated};
	struct node *node = table_find(&stacks->nodes, &key);

	if (node)
		return node;
	node = calloc(1, sizeof(*node) + stacks->hits->events * sizeof(node->samples[0]));
	if (!node)
		return NULL;
	*node = key;
	if (table_add(&stacks->nodes, node) == 0)
		return node;
	free(node);
	return NULL;
}

/* A virtual machine's own work is one function, whatever it calls. */
static bool is_jvm(const struct stacks *stacks, const struct hit *hit)
{
	return spaces_module(stacks->spaces, hit->spot.module)->kind == MODULE_JVM;
}

/* The node of a call at address, or caller itself if there is nothing to tell. */
static struct node *add_call(struct stacks *stacks, const struct perfctr_record *sample,
			     uint64_t address, struct node *caller, bool truncated)
{
	struct perfctr_record place = {
		.pid = sample->pid,
		.tid = sample->tid,
		.time = sample->time,
		.address = address,
	};
	struct spot spot;
	struct hit *hit;

	if (spaces_find(stacks->spaces, &place, &spot) < 0)
		return caller;
	hit = hits_get(stacks->hits, &spot);
	if (!hit || (caller && caller->hit == hit && is_jvm(stacks, hit)))
		return caller;
	return get_node(stacks, caller, hit, truncated && !caller);
}

void stacks_add(struct stacks *stacks, const struct perfctr_record *sample, struct hit *leaf)
{
	uint64_t addresses[CALLS_MAX];
	struct node *node = NULL;
	bool whole = false;
	int count = 0;

	/* Neither: a 32-bit program, or one that ends. */
	if (sample->registers || sample->calls)
		count = unwinder_run(stacks->unwinder, sample, addresses, &whole);
	/* The innermost is the sample itself, unless that was in the kernel. */
	for (int i = count - 1; i >= (sample->kernel ? 0 : 1); i--)
		node = add_call(stacks, sample, addresses[i], node, !whole);
	if (!node || node->hit != leaf || !is_jvm(stacks, leaf))
		node = get_node(stacks, node, leaf, !whole && !node);
	if (node)
		node->samples[sample->event]++;
}

/* Whether a program or a thread starts there. */
static bool is_start(const char *module, const char *function)
{
	static const char *const starts[] = {"main", "_start", "__libc_start_main",
					     "__libc_start_call_main", "start_thread"};
	static const char *const libraries[] = {"libc.so", "libc-2", "libpthread", "ld-"};
	const char *slash = strrchr(module, '/');
	const char *name = slash ? slash + 1 : module;

	for (size_t i = 0; function && i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strcmp(function, starts[i]) == 0)
			return true;
	/* Those functions have no name in a stripped library. */
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		if (strncmp(name, libraries[i], strlen(libraries[i])) == 0)
			return !function || strncmp(function, "clone", 5) == 0;
	return false;
}

static struct frame_record *get_frame(struct table *frames, int events, struct frame_record *key)
{
	struct frame_record *frame = table_find(frames, key);

	if (frame)
		return frame;
	frame = calloc(1, sizeof(*frame) + events * sizeof(frame->samples[0]));
	if (!frame)
		return NULL;
	*frame = *key;
	frame->number = frames->count;
	if (table_add(frames, frame) == 0)
		return frame;
	free(frame);
	return NULL;
}

/* What the kernel could not follow ends anywhere. */
static bool is_truncated(const struct stacks *stacks, const struct node *root)
{
	const struct hit *hit = root->hit;

	if (stacks->kind == PERFCTR_STACK_DUMP || root->truncated || is_jvm(stacks, hit))
		return root->truncated;
	return !is_start(spaces_module(stacks->spaces, hit->spot.module)->name, hit->outermost);
}

/* The frames of a node, whose caller has its own already. */
static void add_frames(struct stacks *stacks, struct table *frames, struct node *node)
{
	struct frame_record *frame = node->caller ? node->caller->frame : NULL;
	bool truncated = node->caller ? node->caller->below_truncated : is_truncated(stacks, node);

	node->below_truncated = truncated;
	for (int i = node->hit->count - 1; i >= 0; i--) {
		struct frame_record key = {
			.caller = frame ? frame->number : -1,
			.truncated = !frame && truncated,
			.call = node->hit->calls[i],
		};

		frame = get_frame(frames, stacks->hits->events, &key);
		if (!frame)
			return;
	}
	node->frame = frame;
	for (int i = 0; frame && i < stacks->hits->events; i++) {
		frame->samples[i] += node->samples[i];
		stacks->truncated[i] += truncated ? node->samples[i] : 0;
	}
}

void stacks_write(struct stacks *stacks, struct runfile *run)
{
	struct table frames = {.hash = hash_frame, .alike = same_frame};

	/* Callers come before those whom they call. */
	for (size_t i = 0; i < stacks->nodes.count; i++)
		add_frames(stacks, &frames, stacks->nodes.item[i]);
	for (size_t i = 0; i < frames.count; i++) {
		const struct frame_record *frame = frames.item[i];

		runfile_frame(run, frame->number, frame->caller, frame->truncated, &frame->call,
			      frame->samples, stacks->hits->events);
	}
	table_free(&frames, free);
}

void stacks_free(struct stacks *stacks)
{
	table_free(&stacks->nodes, free);
	unwinder_close(stacks->unwinder);
	free(stacks->truncated);
}
