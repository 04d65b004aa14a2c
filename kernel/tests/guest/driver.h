/* SPDX-License-Identifier: GPL-2.0-only */
/* The driver's requests as functions, and work to be counted. What fails ends the test. */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <x86intrin.h>

#include "perfctr.h"
#include "tap.h"

#define PAGE   4096UL
#define USER   PERFCTR_EVENT_USER
#define KERNEL PERFCTR_EVENT_KERNEL
#define IMODE  PERFCTR_EVENT_IMODE

/* ---- The machine ---- */

/* Value of NAME=value on the kernel's command line, or "". */
const char *boot_option(const char *name);
/* Is this the rig's guest --cpu CPU? What a test needs is asked of the rig, not of the driver under test. */
bool guest_is(const char *cpu);
/* Is a nanosecond of this guest an instruction (-icount)? */
bool is_deterministic(void);
/* Does this guest's kernel check itself, with many times as many instructions? */
bool has_sanitizers(void);
int cpus(void);
void need_cpus(int n);
/* The rest of the test needs counters, which the driver had better find; exact ones; perfex. */
void need_pmu(void);
void need_exact(void);
void need_perfex(void);
/* Where some CPUs may not count: starts the test on CPU 0, which may. */
void stay_where_it_counts(void);
struct perfctr_info info(void);
/* Describes the first @room online CPUs, and returns how many there are. */
unsigned int list_cpus(struct perfctr_cpu *list, unsigned int room);
/* Events of this family; flags are PERFCTR_EVENT_*. */
struct perfctr_event instructions(unsigned int flags);
struct perfctr_event cycles(unsigned int flags);
struct perfctr_event sampled(struct perfctr_event event, uint64_t period);

/* ---- Requests ---- */

/* ioctl(2) that returns a negative errno. */
int request(int fd, unsigned long what, void *argument);
int device(void);
int try_create(int device);
int try_attach(int device, pid_t tid);
int try_global(int device);
int create(void);
int attach(pid_t tid);

struct perfctr_control control_of(const struct perfctr_event *events, unsigned int n,
				  unsigned int flags);
int try_count(int fd, const struct perfctr_event *events, unsigned int n, unsigned int flags);
void count(int fd, const struct perfctr_event *events, unsigned int n, unsigned int flags);
/* A vperfctr of the caller that counts its user instructions. */
int count_instructions(unsigned int flags);
void stop(int fd);
/* Has the vperfctr signal an overflow to this task, its own, and makes one happen. */
bool is_overflow_signalled(int fd);

struct reading {
	struct perfctr_read head;
	struct perfctr_count counts[PERFCTR_MAX_EVENTS];
};

int try_read(int fd, unsigned long what, unsigned int flags, int cpu, struct reading *reading);
struct reading read_counts(int fd);
struct reading read_children(int fd, unsigned int flags);
struct reading read_cpu(int fd, int cpu);
/* Waits until n descendants have ended, then reads them. */
struct reading await_children(int fd, uint64_t n);

/* ---- Mappings ---- */

const volatile struct perfctr_page *map_page(int fd);
struct perfctr_buffer *map_buffer(int fd, size_t size);

/* The calling thread's virtual TSC, without a system call. */
static inline uint64_t page_tsc(const volatile struct perfctr_page *page)
{
	uint32_t sequence;
	uint64_t tsc;

	do {
		sequence = page->sequence;
		tsc = page->tsc_sum;
		if (page->on)
			tsc += __rdtsc() - page->tsc_start;
	} while (sequence & 1 || sequence != page->sequence);
	return tsc;
}

static inline uint64_t page_count(const volatile struct perfctr_page_event *event)
{
	uint64_t count = event->sum;
	uint32_t rdpmc = event->rdpmc;

	if (rdpmc)
		count += (__rdpmc(rdpmc - 1) - event->start) & event->mask;
	return count;
}

/* The same, and its first n counts. */
static inline uint64_t page_read(const volatile struct perfctr_page *page, uint64_t *counts,
				 unsigned int n)
{
	uint32_t sequence;
	unsigned int i;
	uint64_t tsc;

	do {
		sequence = page->sequence;
		tsc = page->tsc_sum;
		if (page->on)
			tsc += __rdtsc() - page->tsc_start;
		for (i = 0; i < n; i++)
			counts[i] = page_count(&page->events[i]);
	} while (sequence & 1 || sequence != page->sequence);
	return tsc;
}

/* ---- Work ---- */

/* Executes 2 * n + 1 instructions, within these two labels. */
void loop(unsigned long n);
extern const char loop_begin[], loop_end[];

/* Instructions that two readings around loop(n) count too many: a constant, when counting is exact. */
int64_t excess(int fd, unsigned long n);

uint64_t nanoseconds(int clock);
void spin_ms(unsigned int ms);
void sleep_ms(unsigned int ms);
void pin(int cpu);
void pin_task(pid_t tid, int cpu);

/* ---- Processes ---- */

/* Runs the function in a child. */
pid_t start(void (*function)(void *), void *argument);
/* Waits for the child and expects that it has passed. */
void join(pid_t pid);
/* A child that runs on a CPU until it is killed, and a sleeper. */
pid_t start_spinner(int cpu);
pid_t start_sleeper(void);
void end(pid_t pid);
void become_user(uid_t uid);

/* Memory shared with children. */
void *shared(size_t size);
/* Waits until *flag is at least value. */
void await(volatile unsigned int *flag, unsigned int value);

#endif
