/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the perf_events backend share. */
#ifndef PERFCTR_PERF_BACKEND_H
#define PERFCTR_PERF_BACKEND_H

#include "internal.h"

#include <linux/perf_event.h>

/* Opens attr for the calling thread, on one CPU or (-1) on all. Returns an fd or -errno. */
int perf_open(struct perf_event_attr *attr, int cpu, int group);

/*
 * Opens event with the rest of attr as given. What its user may not count in the kernel is
 * counted in user mode alone, and said so in event->narrowed. When it can't be counted at all,
 * event->unavailable says why and the result is -errno.
 */
int perf_open_event(struct event *event, struct perf_event_attr *attr, int cpu, int group);

/* A buffer into which the kernel writes records. */
struct ring {
	int fd;
	struct perf_event_mmap_page *page;
	size_t size;
	uint64_t tail;
};

/* size is a wish: less when the user's locked memory is short. */
int ring_map(struct ring *ring, int fd, size_t size);
void ring_unmap(struct ring *ring);

typedef int (*ring_record_fn)(const struct perf_event_header *record, void *context);
/* Hands over all records; returns how full the ring was, in percent, or what fn returned < 0. */
int ring_drain(struct ring *ring, ring_record_fn fn, void *context);

/*
 * What each record tells of its task, time and event: at the end of a record, or, with the address,
 * at the start of a sample.
 */
#define SAMPLE_TYPE (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_TID | PERF_SAMPLE_TIME)

uint64_t record_time(const struct perf_event_header *record);
/* Returns false for a kind that we don't know. Sets *sampler to the kernel's id of a sampled event.
 */
bool record_translate(const struct perf_event_header *header, struct perfctr_record *record,
		      uint64_t *sampler);

struct perfctr_tree *perf_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
				    const struct perfctr_sampling *sampling);
int perf_tree_drain(struct perfctr_tree *tree, bool all, perfctr_record_fn fn, void *context);
int perf_tree_read(struct perfctr_tree *tree, struct perfctr_count *counts);
int perf_tree_stop(struct perfctr_tree *tree);
void perf_tree_close(struct perfctr_tree *tree);

struct vperfctr *perf_task_open(void);
int perf_task_control(struct vperfctr *vperfctr, struct perfctr_events *events);
int perf_task_stop(struct vperfctr *vperfctr);
int perf_task_read(struct vperfctr *vperfctr, struct perfctr_count *counts);
void perf_task_close(struct vperfctr *vperfctr);

#endif
