/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the library's files share with each other. */
#ifndef PERFCTR_INTERNAL_H
#define PERFCTR_INTERNAL_H

#include <perfctr.h>
#include <stdbool.h>

/* Where an event happens decides whether its modes can be told apart. */
enum event_place {
	EVENT_ANYWHERE,
	EVENT_CLOCK,  /* a time: always user and kernel mode together */
	EVENT_KERNEL, /* happens in kernel mode: counting user mode only would give a false 0 */
};

/* The virtual TSC: each backend has its own. */
#define TYPE_TSC UINT32_MAX

struct event {
	char *name;
	const char *unit;
	uint32_t type; /* of perf_events, or TYPE_TSC */
	uint64_t config, config1, config2;
	enum event_place place;
	bool exclude_user, exclude_kernel;
	const char *scope;
	/* Static texts or NULL. */
	const char *unavailable, *remedy, *narrowed, *skid;
};

struct perfctr_events {
	int count;
	struct event *event;
};

/* An event that has a name of ours. */
struct known_event {
	const char *name, *kind, *unit, *about;
	uint32_t type;
	uint64_t config;
	enum event_place place;
};

extern const struct known_event known_events[];
extern const int known_event_count;

/* Remembers the text for perfctr_error() and returns -error. */
int fail(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Finds an event of ours, a raw code or one of libpfm4's by name, modifiers included. */
int event_find(const char *name, struct event *event);

/* The native events of libpfm4, each with its PMU and whether this machine has that PMU. */
typedef int (*native_event_fn)(const char *pmu, const char *name, const char *about, bool present,
			       void *context);
int native_events_each(native_event_fn fn, void *context);
int native_event_find(const char *name, struct event *event);
/* Whether libpfm4 says that this machine has a PMU; or -errno. */
int native_pmu_is_present(const char *pmu);

/* There is no counter for the event beside those that are sampled already. */
void refuse_beside(struct event *event);

/* Whether an administrator lets user space execute RDPMC; without a core PMU, what is given. */
bool rdpmc_is_allowed(bool without_pmu);

/* The type of a dynamic PMU, or -errno when this kernel hasn't got it. */
int pmu_type(const char *pmu);

/* The cores of a hybrid processor that an event is for: "cpu_core" or "cpu_atom"; NULL: any. */
const char *event_cores(const struct event *event);

/*
 * gethrvtime() reads the calling thread's clock by this function from now on, as long as the thread
 * has its counters mapped; NULL: no more.
 */
void hrvtime_use(uint64_t (*read)(const void *page), const void *page);

/* Whom a counting is about: a thread (0: the calling one) on any CPU (-1), or a CPU (tid -1). */
struct target {
	pid_t tid;
	int cpu;
};

/* What is counted for one target. */
struct counting;

/* A program, or processes, with all their tasks. */
struct tree;

/* What a backend can do. The library calls nothing else of it. */
struct backend {
	const char *name;
	/* Why it can't be used here; NULL if it can. */
	const char *(*missing)(void);
	/* Whether it has hardware counters here. */
	bool (*has_counters)(void);
	/* Sets info->features, and tsc_khz if it knows it. */
	void (*describe)(struct perfctr_info *info);
	/* Sets event->unavailable if the calling thread can't count it. */
	void (*probe)(struct event *event);
	/* Whether the calling thread can count all these at the same time. May change them. */
	bool (*fit)(struct event *events, int count);

	struct tree *(*tree_open)(struct perfctr_events *counted, struct perfctr_events *sampled,
				  const struct perfctr_sampling *sampling);
	struct tree *(*tree_attach)(struct perfctr_events *counted, struct perfctr_events *sampled,
				    const struct perfctr_sampling *sampling, const pid_t *pids,
				    int count);
	struct tree *(*tree_cpus)(struct perfctr_events *counted, struct perfctr_events *sampled,
				  const struct perfctr_sampling *sampling, const int *cpus,
				  int count);
	int (*tree_read_cpu)(struct tree *tree, int index, struct perfctr_count *counts);
	int (*tree_drain)(struct tree *tree, bool all, perfctr_record_fn fn, void *context);
	int (*tree_read)(struct tree *tree, struct perfctr_count *counts);
	int (*tree_stop)(struct tree *tree);
	void (*tree_close)(struct tree *tree);

	struct counting *(*counting_open)(struct target target);
	int (*counting_control)(struct counting *counting, const struct perfctr_control *control);
	int (*counting_stop)(struct counting *counting);
	int (*counting_read)(struct counting *counting, struct perfctr_count *counts);
	int (*counting_read_one)(struct counting *counting, int index, uint64_t *raw);
	int (*counting_read_tsc)(struct counting *counting, uint64_t *ticks);
	int (*counting_read_children)(struct counting *counting, struct perfctr_count *counts);
	int (*counting_read_state)(struct counting *counting, struct perfctr_state *state);
	int (*counting_resume)(struct counting *counting);
	int (*counting_map)(struct counting *counting);
	int (*counting_unlink)(struct counting *counting);
	void (*counting_close)(struct counting *counting);
};

extern const struct backend perf_backend, driver_backend;

/* The backend of this process, or NULL with perfctr_error(). */
const struct backend *backend_get(void);

#endif
