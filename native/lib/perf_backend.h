/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the perf_events backend share. */
#ifndef PERFCTR_PERF_BACKEND_H
#define PERFCTR_PERF_BACKEND_H

#include "internal.h"

#include <linux/perf_event.h>

/* Opens attr for a target, as a leader or (group >= 0) in a group. Returns an fd or -errno. */
int perf_open(struct perf_event_attr *attr, struct target target, int group);

/*
 * Opens attr for a target as an event that counts nothing: for its buffer, for what it tells of
 * tasks, or to learn whether one may. It asks for no more permission than counting in user mode
 * does.
 */
int perf_open_dummy(struct perf_event_attr *attr, struct target target);

/* What perf_open() fails with EPERM for, and the way out: the kernel's own checks fail with EACCES.
 */
extern const char perf_filtered[], perf_filtered_remedy[];

/*
 * Opens event with the rest of attr as given. What its user may not count in the kernel is
 * counted in user mode alone, and said so in event->narrowed. When it can't be counted at all,
 * event->unavailable says why and the result is -errno.
 */
int perf_open_event(struct event *event, struct perf_event_attr *attr, struct target target,
		    int group);

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
 * Where this kernel counts them: asks for the records that an event loses, and reads how many of
 * those that were asked for it has lost so far.
 */
bool losses_are_counted(void);
void losses_request(struct perf_event_attr *attr);
uint64_t losses_read(int fd);

/*
 * What each record ends with: its time and event. A sample starts with its event, address, task and
 * time.
 */
#define TRAILER_TYPE (PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_TIME)
#define SAMPLE_TYPE  (TRAILER_TYPE | PERF_SAMPLE_TID | PERF_SAMPLE_IP)

/* Where in a sample its stack starts, behind its head and those four. */
#define SAMPLE_HEAD (sizeof(struct perf_event_header) + 4 * sizeof(uint64_t))

uint64_t record_time(const struct perf_event_header *record);
/* Returns false for a kind that we don't know. Sets *sampler to the kernel's id of a sampled event.
 */
bool record_translate(const struct perf_event_header *header, struct perfctr_record *record,
		      uint64_t *sampler);

/* Finds out which events can be sampled together: the others become unavailable. */
void perf_pin(struct perfctr_events *sampled);

/* Asks for the stacks that sampling wants; and takes one of that kind from a sample. */
void stack_request(struct perf_event_attr *attr, const struct perfctr_sampling *sampling);
void stack_translate(const struct perf_event_header *header, uint32_t kind, uint64_t *values,
		     struct perfctr_record *record);

/*
 * An event that is inherited by all tasks that the target starts, and the buffer into which each of
 * them writes its count when it ends. See perf_inherited.c for why each event has its own.
 */
struct inherited {
	int fd;	   /* -1: it can't be counted, event->unavailable tells */
	int error; /* then the errno of it */
	struct ring reads;
};

/*
 * Without a system call, on the thread that the event counts: an event's count, and for how long it
 * has been enabled while the thread ran. Return false where the kernel doesn't allow it. *known is
 * what the event is known to have counted, and becomes what it has counted now.
 */
bool mapped_read(const struct perf_event_mmap_page *page, uint64_t *known,
		 struct perfctr_count *count);
bool mapped_enabled(const struct perf_event_mmap_page *page, uint64_t *enabled);

/* The start of all attributes whose records are put in order by their times. */
struct perf_event_attr perf_timed_attr(void);
/* attr is perf_timed_attr() with how the event shall start. Returns 0 also when it can't be
 * counted. */
int inherited_open(struct inherited *inherited, struct event *event, struct perf_event_attr *attr,
		   struct target target, size_t size);
void inherited_close(struct inherited *inherited);
/* Whether this kernel reports the counts of tasks that end. */
bool perf_children_are_told(void);

struct tree *perf_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
			    const struct perfctr_sampling *sampling);
struct tree *perf_tree_attach(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling, const pid_t *pids,
			      int count);
struct tree *perf_tree_cpus(struct perfctr_events *counted, struct perfctr_events *sampled,
			    const struct perfctr_sampling *sampling, const int *cpus, int count);
int perf_tree_read_cpu(struct tree *tree, int index, struct perfctr_count *counts);
int perf_tree_drain(struct tree *tree, bool all, perfctr_record_fn fn, void *context);
int perf_tree_read(struct tree *tree, struct perfctr_count *counts);
int perf_tree_stop(struct tree *tree);
void perf_tree_close(struct tree *tree);

struct counting *perf_counting_open(struct target target);
int perf_counting_control(struct counting *counting, const struct perfctr_control *control);
int perf_counting_stop(struct counting *counting);
int perf_counting_read(struct counting *counting, struct perfctr_count *counts);
int perf_counting_read_one(struct counting *counting, int index, uint64_t *raw);
int perf_counting_read_tsc(struct counting *counting, uint64_t *ticks);
int perf_counting_read_children(struct counting *counting, struct perfctr_count *counts);
int perf_counting_read_state(struct counting *counting, struct perfctr_state *state);
int perf_counting_resume(struct counting *counting);
int perf_counting_map(struct counting *counting);
int perf_counting_unlink(struct counting *counting);
void perf_counting_close(struct counting *counting);

#endif
