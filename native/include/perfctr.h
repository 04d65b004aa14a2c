/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libperfctr: counts what the processor does while one program runs.
 *
 * Errors: a function that returns an int returns 0 or a count, or a negative errno; a function
 * that returns a pointer returns NULL. perfctr_error() then has a sentence that names the cause and
 * the way out. Strings that a handle returns live as long as the handle.
 *
 * Threads: functions without a handle may be called by any thread. One handle must not be used by
 * two threads at the same time.
 */
#ifndef PERFCTR_H
#define PERFCTR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

/* The library's version, for instance "3.0.0". */
const char *perfctr_version(void);

/* Why the calling thread's last call failed: one sentence, valid until its next call. */
const char *perfctr_error(void);

/* Frees a string that the library handed over to the caller. */
void perfctr_free(char *string);

/*
 * The backend that counts on this machine, "perf" or "driver", and why it is this one. The
 * environment variable PERFCTR_BACKEND forces one; NULL if that one can't be used here.
 */
const char *perfctr_backend(void);
const char *perfctr_backend_reason(void);

/*
 * What can be counted here, by whom it runs as. Each finding says what it is about, whether it
 * works, and if not, the reason and the command or setting that changes it ("" if nothing does).
 */
struct perfctr_doctor;
struct perfctr_doctor *perfctr_doctor_open(void);
int perfctr_doctor_count(const struct perfctr_doctor *doctor);
const char *perfctr_doctor_about(const struct perfctr_doctor *doctor, int index);
int perfctr_doctor_works(const struct perfctr_doctor *doctor, int index);
const char *perfctr_doctor_reason(const struct perfctr_doctor *doctor, int index);
const char *perfctr_doctor_remedy(const struct perfctr_doctor *doctor, int index);
void perfctr_doctor_close(struct perfctr_doctor *doctor);

/*
 * The same as JSON: {"version","backend":{"name","why"},"findings":[{"about","works","reason",
 * "remedy"}]}. To be freed with perfctr_free().
 */
char *perfctr_doctor_json(void);

/*
 * The catalogue of events: presets, software events and the native events of every processor that
 * libpfm4 knows. pattern selects names: a part of the name or, with * and ?, a glob; case doesn't
 * matter; NULL or "" selects all.
 */
struct perfctr_catalog;
struct perfctr_catalog *perfctr_catalog_open(const char *pattern);
int perfctr_catalog_count(const struct perfctr_catalog *catalog);
const char *perfctr_catalog_name(const struct perfctr_catalog *catalog, int index);
const char *perfctr_catalog_about(const struct perfctr_catalog *catalog, int index);
/* "preset", "software", "tsc" or the name of the processor's PMU in libpfm4. */
const char *perfctr_catalog_kind(const struct perfctr_catalog *catalog, int index);
/* "ns" for times, "" for plain counts. */
const char *perfctr_catalog_unit(const struct perfctr_catalog *catalog, int index);
/* Why it can't be counted here; "" if it can. Tries it, on the calling thread. */
const char *perfctr_catalog_unavailable(struct perfctr_catalog *catalog, int index);
void perfctr_catalog_close(struct perfctr_catalog *catalog);

/*
 * The names of the catalogue that are nearest to name, separated by ", ", at most three; "" when
 * nothing is near. To be freed with perfctr_free().
 */
char *perfctr_suggest(const char *name);

/*
 * A list of events to count, from their names separated by commas: a name of the catalogue, or
 * rNNNN for a raw code in hexadecimal. A name may end in :u (user mode only) or :k (kernel mode
 * only). A name that nobody knows is -EINVAL, and perfctr_error() has the nearest ones.
 */
struct perfctr_events;
struct perfctr_events *perfctr_events_parse(const char *names);
int perfctr_events_count(const struct perfctr_events *events);
const char *perfctr_events_name(const struct perfctr_events *events, int index);
const char *perfctr_events_unit(const struct perfctr_events *events, int index);
/*
 * These two are known once the events have been opened: "user", "kernel" or "user+kernel", where
 * it is counted; and why it isn't counted, with the remedy, "" if it is.
 */
const char *perfctr_events_scope(const struct perfctr_events *events, int index);
const char *perfctr_events_unavailable(const struct perfctr_events *events, int index);
const char *perfctr_events_remedy(const struct perfctr_events *events, int index);
/* Why the scope is narrower than asked for, "" if it isn't. */
const char *perfctr_events_narrowed(const struct perfctr_events *events, int index);
void perfctr_events_close(struct perfctr_events *events);

/*
 * A count: the raw value, the nanoseconds during which the event was meant to count, and those
 * during which it had a counter. running < enabled: it was multiplexed.
 */
struct perfctr_count {
	uint64_t raw;
	uint64_t enabled;
	uint64_t running;
};

/*
 * Counting a program with all its threads and processes ("tree"). Open the tree, fork(), exec the
 * program in the child: counting starts with that exec. Every task that starts, ends or is sampled
 * comes out of perfctr_tree_drain() as a record.
 */
struct perfctr_tree;

enum perfctr_record_type {
	PERFCTR_RECORD_START = 1, /* a task starts: parent_pid, parent_tid */
	PERFCTR_RECORD_NAME,	  /* it got a name; exec: by an exec, which made its memory new */
	PERFCTR_RECORD_END,	  /* it ends; its counts follow */
	PERFCTR_RECORD_COUNT,	  /* an ended task's count of one event, without its children */
	PERFCTR_RECORD_MAP,	  /* it mapped a file executable: address, length, offset, name */
	PERFCTR_RECORD_SAMPLE,	  /* event sampled it at address; kernel: while in the kernel */
	PERFCTR_RECORD_LOST,	  /* number records were lost: perfctr_tree_drain() came too late */
};

struct perfctr_record {
	uint32_t type;
	int32_t pid, tid;
	int32_t parent_pid, parent_tid;
	int32_t event; /* index into the counted events, or into the sampled ones */
	uint8_t exec, kernel, samples;
	uint64_t time; /* CLOCK_MONOTONIC, in nanoseconds */
	uint64_t number;
	uint64_t address, length, offset;
	struct perfctr_count count;
	const char *name; /* valid during the call */
};

typedef void (*perfctr_record_fn)(const struct perfctr_record *record, void *context);

/* How the sampled events are sampled: by frequency (samples a second) or, if not 0, by period. */
struct perfctr_sampling {
	uint64_t frequency;
	uint64_t period;
};

/*
 * counted, and sampled if not NULL, stay the caller's and must outlive the tree. Events that can't
 * be counted here get their perfctr_events_unavailable(); it is an error if none can be.
 */
struct perfctr_tree *perfctr_tree_open(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling);
/*
 * Hands over the records since the last call, in the order of their times; those of the last
 * moments are held back until they are certain to be complete. all: holds nothing back.
 * Returns the percentage to which the fullest buffer was full: call more often as this grows.
 */
int perfctr_tree_drain(struct perfctr_tree *tree, int all, perfctr_record_fn fn, void *context);
/* The totals so far over all tasks, dead or alive; counts has an element for each counted event. */
int perfctr_tree_read(struct perfctr_tree *tree, struct perfctr_count *counts);
/* Ends counting for every task. */
int perfctr_tree_stop(struct perfctr_tree *tree);
void perfctr_tree_close(struct perfctr_tree *tree);

/*
 * vperfctr: the calling thread's own virtual counters. They count only while this thread runs.
 * A handle belongs to the thread that opened it.
 */
struct vperfctr;
struct vperfctr *vperfctr_open(void);
/* Starts counting these events from 0; events stay the caller's and must outlive the counting. */
int vperfctr_control(struct vperfctr *vperfctr, struct perfctr_events *events);
/* Stops counting; what was counted stays readable. */
int vperfctr_stop(struct vperfctr *vperfctr);
int vperfctr_is_running(const struct vperfctr *vperfctr);
/* All counts at one moment; counts has an element for each event, all 0 for an unavailable one. */
int vperfctr_read_ctrs(struct vperfctr *vperfctr, struct perfctr_count *counts);
/* The raw count of one event. */
int vperfctr_read_pmc(struct vperfctr *vperfctr, int index, uint64_t *raw);
void vperfctr_close(struct vperfctr *vperfctr);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
