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
 * 1 if this machine has the PMU with that name in perfctr_catalog_kind(), for instance "skl"; 0 if
 * not. And which of a hybrid processor's cores have it, "cpu_core" or "cpu_atom"; "" if all.
 */
int perfctr_pmu_present(const char *pmu);
const char *perfctr_pmu_cores(const char *pmu);

/*
 * The names of the catalogue that are nearest to name, separated by ", ", at most three; "" when
 * nothing is near. To be freed with perfctr_free().
 */
char *perfctr_suggest(const char *name);

/*
 * A list of events to count, from their names separated by commas: a name of the catalogue, or
 * rNNNN for a raw code in hexadecimal. A name may end in :u (user mode only) or :k (kernel mode
 * only). On a processor with two kinds of cores a preset becomes two events, cpu_core::NAME and
 * cpu_atom::NAME, which are never added up; an event of the processor becomes one for each kind
 * that has it. A name that nobody knows is -EINVAL, and perfctr_error() has the nearest ones.
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
/*
 * Why samples of it are not precise but lie some instructions behind; "" if they are precise, or a
 * software event's.
 */
const char *perfctr_events_skid(const struct perfctr_events *events, int index);
/*
 * Which of them fit the counters of this machine together, asked of the calling thread. fit returns
 * 1 when all count at the same time, n when they must take n turns (they are multiplexed), 0 when
 * none can be counted. split names them by turns, for instance "cycles,instructions | r1a2": each
 * turn is a list for a run of its own. To be freed with perfctr_free().
 */
int perfctr_events_fit(const struct perfctr_events *events);
char *perfctr_events_split(const struct perfctr_events *events);
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
	PERFCTR_RECORD_END,	  /* it ends; its counts come just before or after */
	PERFCTR_RECORD_COUNT,	  /* an ended task's count of one event, without its children */
	PERFCTR_RECORD_MAP,	  /* it mapped a file executable: address, length, offset, name */
	PERFCTR_RECORD_SAMPLE,	  /* event sampled it at address; kernel: while in the kernel */
	PERFCTR_RECORD_LOST,	  /* number records were lost: perfctr_tree_drain() came too late */
	/*
	 * At the end, of a task that was attached to: what it has counted of one event together
	 * with those of its descendants that have not ended; its own count if there are none.
	 */
	PERFCTR_RECORD_REST,
	/* The kernel found event too frequent, and takes no samples of it for a moment. */
	PERFCTR_RECORD_THROTTLED,
};

/* In the order of DWARF's numbers for x86-64: rax, rdx, rcx, ..., rip. */
#define PERFCTR_REGISTERS   17
#define PERFCTR_REGISTER_SP 7
#define PERFCTR_REGISTER_IP 16

struct perfctr_record {
	uint32_t type;
	int32_t pid, tid;
	int32_t parent_pid, parent_tid;
	int32_t event; /* index into the counted events, or into the sampled ones */
	uint8_t exec, kernel, samples;
	uint8_t attached; /* a start: the task was there when the tree was attached to it */
	uint64_t time;	  /* CLOCK_MONOTONIC, in nanoseconds */
	uint64_t number;
	uint64_t address, length, offset;
	struct perfctr_count count;
	/* These are valid during the call. */
	const char *name;
	/*
	 * Of a sample, if perfctr_sampling.stack asks for it and it could be had, else NULL: where
	 * it was in user mode and the return addresses of its callers, the innermost first; or its
	 * registers and the part of its stack from the stack pointer on.
	 */
	const uint64_t *calls;
	uint64_t call_count;
	const uint64_t *registers; /* PERFCTR_REGISTERS of them; NULL in a 32-bit program, too */
	const void *stack;
	uint64_t stack_size; /* in bytes */
};

typedef void (*perfctr_record_fn)(const struct perfctr_record *record, void *context);

/* The stack that a sample has: none, */
#define PERFCTR_STACK_NONE 0u
/* the calls, which the kernel follows by frame pointers: without them, it gets lost; */
#define PERFCTR_STACK_CALLS 1u
/* or the bytes of the stack, to be unwound. */
#define PERFCTR_STACK_DUMP 2u

/* How the sampled events are sampled: by frequency (samples a second) or, if not 0, by period. */
struct perfctr_sampling {
	uint64_t frequency;
	uint64_t period;
	uint32_t stack;	     /* PERFCTR_STACK_* */
	uint32_t stack_size; /* of a dump, in bytes: a multiple of 8, below 65536 */
};

/*
 * counted, and sampled if not NULL, stay the caller's and must outlive the tree. Events that can't
 * be counted here get their perfctr_events_unavailable(); it is an error if none can be.
 */
struct perfctr_tree *perfctr_tree_open(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling);
/*
 * The same for running processes: counts all their threads and what these start from now on, but
 * not the processes that they have started before. The first perfctr_tree_drain() begins with the
 * start, name and (when sampling) mappings of each task that was there; the last one, with all,
 * ends with the rest of each. Needs the right to trace them: -EPERM; -ESRCH if there is no such
 * process.
 */
struct perfctr_tree *perfctr_tree_attach(struct perfctr_events *counted,
					 struct perfctr_events *sampled,
					 const struct perfctr_sampling *sampling, const pid_t *pids,
					 int count);
/*
 * The same for CPUs, whoever runs there; when sampled is not NULL, the records tell of all
 * processes of the machine what they are called and what they map: they come as those of processes
 * that were attached to, without counts of their own. Idle CPUs are not sampled by software events.
 * Needs CAP_PERFMON, or kernel.perf_event_paranoid 0 or lower: -EACCES.
 */
struct perfctr_tree *perfctr_tree_cpus(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling, const int *cpus,
				       int count);
/* What one of these CPUs has counted so far; index is its place in cpus. */
int perfctr_tree_read_cpu(struct perfctr_tree *tree, int index, struct perfctr_count *counts);
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
 * What to count, for vperfctr_control() and its likes. size is sizeof(struct perfctr_control): the
 * structure may grow. events stay the caller's and must outlive the counting.
 */
struct perfctr_control {
	uint32_t size;
	uint32_t flags;		       /* PERFCTR_COUNT_* */
	struct perfctr_events *events; /* any number of them */
	/*
	 * NULL, or a period for each event. Not 0: an i-mode counter, which stops at each overflow
	 * (each period counts) and sends signal to the thread, until vperfctr_iresume().
	 */
	const uint64_t *periods;
	int32_t signal;
	uint32_t reserved; /* 0 */
};

#define PERFCTR_COUNT_TSC      1u /* the virtual TSC as well */
#define PERFCTR_COUNT_CHILDREN 2u /* threads and processes that it starts, apart from itself */

/* A snapshot of a counting. size is sizeof(struct perfctr_state), set by the caller. */
struct perfctr_state {
	uint32_t size;
	uint32_t running; /* 1: it counts, 0: it is stopped */
	uint32_t events;  /* how many events it has */
	uint32_t counted; /* how many of them can be counted */
	uint32_t groups;  /* groups whose events count at the same time; above 1 they may take turns
			   */
	uint32_t user_read; /* events that are read without a system call */
	uint64_t tsc;	    /* virtual TSC, 0 if it isn't counted */
};

/*
 * vperfctr: the calling thread's own virtual counters. They count only while this thread runs.
 * A handle belongs to the thread that opened it: no other one may use it.
 */
struct vperfctr;
struct vperfctr *vperfctr_open(void);
/* With VPERFCTR_EXCLUSIVE it fails (EEXIST) if the thread has one open already. */
#define VPERFCTR_EXCLUSIVE 1u
struct vperfctr *vperfctr_open_mode(uint32_t mode);
/* Starts counting from 0. -EINVAL, -ENODEV if no event can be counted, -EMFILE, -ENOMEM. */
int vperfctr_control(struct vperfctr *vperfctr, const struct perfctr_control *control);
/* Stops counting; what was counted stays readable. */
int vperfctr_stop(struct vperfctr *vperfctr);
int vperfctr_is_running(const struct vperfctr *vperfctr);
/* Ticks of the time-stamp counter while the thread ran; needs PERFCTR_COUNT_TSC. */
int vperfctr_read_tsc(struct vperfctr *vperfctr, uint64_t *ticks);
/* The raw count of one event. */
int vperfctr_read_pmc(struct vperfctr *vperfctr, int index, uint64_t *raw);
/*
 * All counts, those of a group at one moment; counts has an element for each event, all 0 for one
 * that can't be counted (perfctr_events_unavailable() tells).
 */
int vperfctr_read_ctrs(struct vperfctr *vperfctr, struct perfctr_count *counts);
/*
 * The sums over all threads and processes that were started since and have ended. -ENOTSUP on a
 * kernel that does not tell them (Linux 5.13 to 6.18 without a fix of December 2025).
 */
int vperfctr_read_children(struct vperfctr *vperfctr, struct perfctr_count *counts);
int vperfctr_read_state(struct vperfctr *vperfctr, struct perfctr_state *state);
/* Lets the i-mode counters that have overflowed go on. May be called by a signal handler. */
int vperfctr_iresume(struct vperfctr *vperfctr);
/*
 * Maps the counters, so that they are read without a system call where the kernel allows it.
 * Returns how many can be; the others are read as before. Holds until the next control.
 */
int vperfctr_mmap(struct vperfctr *vperfctr);
/* Gives the counters back; the handle can be controlled again. */
int vperfctr_unlink(struct vperfctr *vperfctr);
void vperfctr_close(struct vperfctr *vperfctr);

/*
 * rvperfctr: the virtual counters of another thread, by its thread id. Needs the right to trace it.
 * Any thread may use a handle, one at a time. Overflow signals are for own threads only.
 */
struct rvperfctr;
struct rvperfctr *rvperfctr_open(pid_t tid);
int rvperfctr_control(struct rvperfctr *rvperfctr, const struct perfctr_control *control);
int rvperfctr_stop(struct rvperfctr *rvperfctr);
int rvperfctr_read_ctrs(struct rvperfctr *rvperfctr, struct perfctr_count *counts);
int rvperfctr_read_children(struct rvperfctr *rvperfctr, struct perfctr_count *counts);
int rvperfctr_read_state(struct rvperfctr *rvperfctr, struct perfctr_state *state);
void rvperfctr_close(struct rvperfctr *rvperfctr);

/*
 * gperfctr: the counters of one CPU, whoever runs on it. Needs CAP_PERFMON, or
 * kernel.perf_event_paranoid 0 or lower. Any thread may use a handle, one at a time.
 */
struct gperfctr;
struct gperfctr *gperfctr_open(int cpu);
int gperfctr_control(struct gperfctr *gperfctr, const struct perfctr_control *control);
int gperfctr_stop(struct gperfctr *gperfctr);
int gperfctr_read_ctrs(struct gperfctr *gperfctr, struct perfctr_count *counts);
int gperfctr_read_state(struct gperfctr *gperfctr, struct perfctr_state *state);
void gperfctr_close(struct gperfctr *gperfctr);

/* What the machine is. size is sizeof(struct perfctr_info), set by the caller. */
struct perfctr_info {
	uint32_t size;
	uint32_t features; /* PERFCTR_FEATURE_* */
	uint32_t tsc_khz;  /* ticks a millisecond of the time-stamp counter, 0 if unknown */
	uint32_t reserved;
	char cpu[64]; /* the processor's name, "" if unknown */
};

#define PERFCTR_FEATURE_HARDWARE 1u /* there are hardware counters */
#define PERFCTR_FEATURE_TSC	 2u /* there is a virtual TSC */
#define PERFCTR_FEATURE_RDPMC	 4u /* hardware counters are read without a system call */
#define PERFCTR_FEATURE_HYBRID	 8u /* the CPUs are of several kinds, each with its own events */

int perfctr_info(struct perfctr_info *info);

/* The CPUs: a bit for each, the lowest for CPU 0. size is set by the caller. */
struct perfctr_cpus {
	uint32_t size;
	uint32_t possible; /* their number */
	uint64_t online[16];
};

int perfctr_cpus_info(struct perfctr_cpus *cpus);

/*
 * Nanoseconds for which the calling thread has been on a processor. It never goes backwards, and
 * costs no system call where the thread has mapped counters of the driver, or where the kernel maps
 * its clock. Any thread may call it.
 */
uint64_t gethrvtime(void);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
