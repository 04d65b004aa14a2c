/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of the driver backend share.
 *
 * The driver counts the processor's events and the virtual TSC. What the kernel counts (page
 * faults, clocks, ...) and tells (tasks, mappings) comes from perf_events here, too: a list of
 * events is divided into the driver's part and perf's.
 */
#ifndef PERFCTR_DRIVER_BACKEND_H
#define PERFCTR_DRIVER_BACKEND_H

#include "driver_abi.h"
#include "internal.h"

/* Some of a list's events as a list of their own, and each one's place in the whole. */
struct part {
	struct perfctr_events events;
	int *index;
};

bool event_is_the_drivers(const struct event *event);
/* Returns 0 or -ENOMEM. */
int part_take(struct part *part, const struct perfctr_events *whole, bool drivers);
/* What opening the part has told about its events. */
void part_give_back(const struct part *part, struct perfctr_events *whole);
void part_free(struct part *part);

/* Any request to the device itself: its result or -errno. */
int driver_ask(unsigned long request, void *argument);
/* What the driver tells about the machine; NULL with perfctr_error() when it can't be asked. */
const struct driver_info *driver_machine(void);
/* Why the driver can't be used; NULL if it can. */
const char *driver_missing(void);
uint64_t driver_nanoseconds(uint64_t ticks);

/* A stopped vperfctr of a thread (tid 0: the calling one), or a gperfctr (tid -1). -errno. */
int driver_open(struct target target);

/* Has an event counted by a hybrid's cores of one kind only; elsewhere it pauses. */
void driver_restrict(struct driver_event *encoded, const char *cores);

/* The event as the driver takes it, but for its period. event->unavailable if it can't. */
void driver_encode(struct event *event, struct driver_event *encoded);

/* An event and where the driver counts it. */
struct driver_counter {
	struct event *event;
	uint64_t period; /* not 0: an i-mode counter */
	int slot;	 /* in the driver's control */
};

enum { SLOT_TSC = -1, SLOT_NONE = -2 };

struct driver_program {
	struct driver_counter *counter;
	int count;
	int slots;	  /* how many the driver counts */
	bool multiplexed; /* they don't fit, and take turns */
};

int driver_program_init(struct driver_program *program, const struct part *part);
void driver_program_free(struct driver_program *program);
/*
 * Starts counting. control has everything but the events. Those that can't be counted get their
 * event->unavailable, those that the user may not count in the kernel event->narrowed.
 */
int driver_program_start(struct driver_program *program, int fd, struct driver_control *control);
/* Sets program->multiplexed, and returns whether all can be counted at once. */
bool driver_program_fits(struct driver_program *program, int fd);

/*
 * The descriptor of the gperfctr that counts the program on all CPUs: shared by all that count the
 * same events.
 */
int global_open(struct driver_program *program);
void global_close(void);

/* All that the driver says of a vperfctr or gperfctr at one moment. */
struct driver_counts {
	struct driver_read head;
	struct driver_count count[PERFCTR_MAX_EVENTS];
};

/* request is PERFCTR_READ or PERFCTR_READ_CHILDREN. */
int driver_read(int fd, unsigned long request, uint32_t flags, int cpu,
		struct driver_counts *counts);
void driver_counts_subtract(struct driver_counts *counts, const struct driver_counts *start);
/* A counter's count, from the counts by slot and the virtual TSC. */
struct perfctr_count driver_count_of(const struct driver_counter *counter,
				     const struct driver_count *counts, uint64_t tsc);

/* The mapped page. NULL when it can't be mapped. */
const struct driver_page *driver_page_map(int fd);
void driver_page_unmap(const struct driver_page *page);
/* Whether the counters can be read through it; otherwise only the virtual TSC can. */
bool driver_page_has_rdpmc(void);
uint64_t driver_page_tsc(const struct driver_page *page);
/* The same in nanoseconds. */
uint64_t driver_page_time(const void *page);
/* One counter, on the thread that the page is of. */
struct perfctr_count driver_page_count(const struct driver_page *page,
				       const struct driver_counter *counter);

struct sample_buffer {
	struct driver_buffer *head;
	size_t size;
};

/* Buffers of samples, emptied into an array in the order of their times. */
struct samples {
	struct sample_buffer *buffer;
	int buffers;
	struct driver_sample *sample;
	size_t count, room;
	uint64_t lost[PERFCTR_MAX_EVENTS]; /* told so far */
};

/* Adds the buffer of one more vperfctr. */
int samples_map(struct samples *samples, int fd, size_t size);
/* Takes what is there; returns how full the fullest buffer was, in percent, or -errno. */
int samples_take(struct samples *samples);
/* How many of a slot were lost since this was asked last. */
uint64_t samples_lost(struct samples *samples, int slot);
/* Removes the first ones. */
void samples_drop(struct samples *samples, size_t count);
void samples_unmap(struct samples *samples);

/* Records of ended tasks, until somebody asks for them. */
struct endings {
	struct ending *first, **last;
};

void endings_init(struct endings *endings);
int endings_read(struct endings *endings, int fd);
/* Removes the record of a task (tid 0: the first one of all); NULL if it is not there. free() it.
 */
struct driver_record *endings_take(struct endings *endings, int tid);
void endings_free(struct endings *endings);

struct tree *driver_tree_open(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling);
struct tree *driver_tree_attach(struct perfctr_events *counted, struct perfctr_events *sampled,
				const struct perfctr_sampling *sampling, const pid_t *pids,
				int count);
struct tree *driver_tree_cpus(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling, const int *cpus, int count);
int driver_tree_read_cpu(struct tree *tree, int index, struct perfctr_count *counts);
int driver_tree_drain(struct tree *tree, bool all, perfctr_record_fn fn, void *context);
int driver_tree_read(struct tree *tree, struct perfctr_count *counts);
int driver_tree_stop(struct tree *tree);
void driver_tree_close(struct tree *tree);

struct counting *driver_counting_open(struct target target);
int driver_counting_control(struct counting *counting, const struct perfctr_control *control);
int driver_counting_stop(struct counting *counting);
int driver_counting_read(struct counting *counting, struct perfctr_count *counts);
int driver_counting_read_one(struct counting *counting, int index, uint64_t *raw);
int driver_counting_read_tsc(struct counting *counting, uint64_t *ticks);
int driver_counting_read_children(struct counting *counting, struct perfctr_count *counts);
int driver_counting_read_state(struct counting *counting, struct perfctr_state *state);
int driver_counting_resume(struct counting *counting);
int driver_counting_map(struct counting *counting);
int driver_counting_unlink(struct counting *counting);
void driver_counting_close(struct counting *counting);

#endif
