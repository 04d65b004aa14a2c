// SPDX-License-Identifier: GPL-2.0-only
/*
 * What things cost, in instructions. With -icount a TSC tick is one instruction of the guest, so that
 * these numbers are the same in every run and on every host.
 */
#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"

#define EVENTS 4
#define ROUNDS 200

typedef void operation(void *argument);

/* The least of many, so that no interrupt is in it. */
static uint64_t cost(operation *operation, void *argument)
{
	uint64_t least = ~0ULL, ticks;

	for (int i = 0; i < ROUNDS; i++) {
		ticks = __rdtsc();
		operation(argument);
		ticks = __rdtsc() - ticks;
		if (ticks < least)
			least = ticks;
	}
	return least;
}

static __attribute__((noinline)) void nothing(void *unused)
{
	asm volatile("" : : "r"(unused));
}

static void loop_1000(void *unused)
{
	(void)unused;
	loop(1000);
}

static void need_instruction_clock(void)
{
	need_exact();
	if (cpus() > 1)
		skip("the instruction clock runs for all CPUs: measured with one");
	expect(cost(loop_1000, NULL) - cost(nothing, NULL) < 2010,
	       "a TSC tick is not an instruction");
}

static void read_tsc(void *page)
{
	asm volatile("" : : "r"(page_tsc(page)));
}

static uint64_t sink[EVENTS];

static void read_tsc_and_counters(void *page)
{
	asm volatile("" : : "r"(page_read(page, sink, EVENTS)) : "memory");
}

static void gethrvtime(void *argument)
{
	const volatile struct perfctr_page *page = argument;
	uint64_t ns = (unsigned __int128)page_tsc(page) * page->tsc_mult >> page->tsc_shift;

	asm volatile("" : : "r"(ns));
}

static void thread_cpu_time(void *unused)
{
	struct timespec now;

	(void)unused;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
}

static void read_group(void *fd)
{
	uint64_t counts[1 + EVENTS];

	(void)!read(*(int *)fd, counts, sizeof(counts));
}

static int count_4_events(void)
{
	struct perfctr_event events[EVENTS];
	int fd = create();

	for (int i = 0; i < EVENTS; i++)
		events[i] = i % 2 ? cycles(USER) : instructions(USER);
	count(fd, events, EVENTS, 0);
	return fd;
}

/* The same four events as a group of perf's. */
static int perf_4_events(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.exclude_kernel = 1,
		.read_format = PERF_FORMAT_GROUP,
	};
	int leader = -1;

	for (int i = 0; i < EVENTS; i++) {
		attr.config = i % 2 ? PERF_COUNT_HW_CPU_CYCLES : PERF_COUNT_HW_INSTRUCTIONS;
		int fd = syscall(SYS_perf_event_open, &attr, 0, -1, leader, 0);

		expect(fd >= 0, "perf event %d: %s", i, strerror(errno));
		if (leader < 0)
			leader = fd;
	}
	return leader;
}

static void need_perf(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_HARDWARE, .size = sizeof(attr) };
	int fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);

	expect(fd >= 0, "perf has no hardware events here (%s)", strerror(errno));
	close(fd);
}

static uint64_t measure(operation *operation, void *argument, const char *what)
{
	uint64_t instructions = cost(operation, argument) - cost(nothing, NULL);

	measured("%-44s %6lu instructions", what, instructions);
	return instructions;
}

TEST(cost, of_reading_the_virtual_tsc_is_at_most_40)
{
	uint64_t cost;

	need_instruction_clock();
	cost = measure(read_tsc, (void *)map_page(count_4_events()), "read the virtual TSC");
	expect(cost <= 40, "%lu", cost);
}

TEST(cost, of_reading_tsc_and_4_counters_is_at_most_110_and_a_tenth_of_perfs)
{
	uint64_t cost, perf;
	int fd;

	need_instruction_clock();
	need_perf();
	fd = count_4_events();
	cost = measure(read_tsc_and_counters, (void *)map_page(fd),
		       "read the virtual TSC and 4 counters");
	request(fd, PERFCTR_UNLINK, NULL);
	fd = perf_4_events();
	perf = measure(read_group, &fd, "perf: read(2) of a group of 4 events");
	expect(cost <= 110 && cost * 10 <= perf, "%lu, perf %lu", cost, perf);
}

TEST(cost, of_gethrvtime_is_a_tenth_of_clock_gettime)
{
	uint64_t cost, clock;

	need_instruction_clock();
	cost = measure(gethrvtime, (void *)map_page(count_4_events()), "gethrvtime");
	clock = measure(thread_cpu_time, NULL, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)");
	expect(cost * 10 <= clock, "%lu, clock_gettime %lu", cost, clock);
}

struct game {
	int (*count)(void);
	int call[2], answer[2];
	uint64_t per_switch;
};

static void answer(void *argument)
{
	struct game *game = argument;
	char byte;

	if (game->count)
		game->count();
	for (int i = 0; i < ROUNDS; i++) {
		(void)!read(game->call[0], &byte, 1);
		(void)!write(game->answer[1], &byte, 1);
	}
}

static void call(void *argument)
{
	struct game *game = argument;
	char byte = 0;

	(void)!write(game->call[1], &byte, 1);
	(void)!read(game->answer[0], &byte, 1);
}

static void play(void *argument)
{
	struct game *game = argument;
	pid_t other;

	pin(0);
	expect(pipe(game->call) == 0 && pipe(game->answer) == 0, "pipe: %s", strerror(errno));
	other = start(answer, game);
	if (game->count)
		game->count();
	game->per_switch = cost(call, game) / 2;
	join(other);
}

/*
 * The kernel's own work between two switches varies by this many instructions from one game to the
 * next; the smallest of probes costs more.
 */
#define NOISE 30

/* Instructions per context switch between two tasks that both count like this, pipe included. */
static uint64_t switch_cost(int (*count)(void))
{
	struct game *game = shared(sizeof(*game));

	game->count = count;
	join(start(play, game));
	return game->per_switch;
}

TEST(cost, of_a_switch_is_at_most_a_quarter_of_perfs_and_0_when_nobody_counts)
{
	uint64_t before, counting, after, perf;

	need_instruction_clock();
	need_perf();
	before = switch_cost(NULL);
	counting = switch_cost(count_4_events) - before;
	sleep_ms(200); /* the driver stays hooked in for a moment */
	after = switch_cost(NULL);
	perf = switch_cost(perf_4_events) - before;
	measured("%-44s %6lu instructions", "context switch with a pipe, nobody counts", before);
	measured("%-44s %+6ld instructions", "  after somebody has counted",
		 (long)(after - before));
	measured("%-44s %+6ld instructions", "  both tasks count 4 events", (long)counting);
	measured("%-44s %+6ld instructions", "  perf: both tasks count 4 events", (long)perf);
	expect((long)(after - before) < NOISE, "%lu when nobody counts, %lu before", after, before);
	expect(counting * 4 <= perf, "%lu, perf %lu", counting, perf);
}

#define EVENTS_OF_BOTH "-e task-clock,page-faults,context-switches"
#define MANY_PROCESSES "sh -c 'n=0; while [ $n -lt 2000 ]; do (:); n=$((n + 1)); done'"

static uint64_t command_cost(const char *command)
{
	uint64_t ticks = __rdtsc();
	int status = system(command);

	ticks = __rdtsc() - ticks;
	expect(status == 0, "%s: status %#x", command, status);
	return ticks;
}

/* The backend is perf for both; and its own command is the peer, from its start to its report. */
TEST(cost, counting_2000_processes_with_perfex_is_no_dearer_than_with_perf_stat)
{
	uint64_t perfex, stat;

	need_instruction_clock();
	need_perfex();
	if (access("/bin/perf", X_OK) < 0)
		skip("perf is not installed");
	/* what is done for the first time takes longer */
	command_cost(MANY_PROCESSES);
	command_cost("PERFCTR_BACKEND=perf perfex " EVENTS_OF_BOTH " -- true >/dev/null 2>&1");
	command_cost("perf stat " EVENTS_OF_BOTH " -- true >/dev/null 2>&1");
	perfex = command_cost("PERFCTR_BACKEND=perf perfex " EVENTS_OF_BOTH " -- " MANY_PROCESSES
			      " >/dev/null 2>&1");
	stat = command_cost("perf stat " EVENTS_OF_BOTH " -- " MANY_PROCESSES " >/dev/null 2>&1");
	measured("2000 processes with perfex                %10lu instructions", perfex);
	measured("2000 processes with perf stat             %10lu instructions", stat);
	expect(perfex <= stat, "perfex takes %lu, perf stat %lu", perfex, stat);
}
