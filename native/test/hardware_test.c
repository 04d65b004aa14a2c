// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The processor's own counters, read with and without a system call. For machines that have some:
 * kernel/tests runs this in its guests, through both backends.
 */
#include <perfctr.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#define ROUNDS UINT64_C(1000000)

struct fixture {
	struct perfctr_events *events;
	struct vperfctr *counters;
};

static int start(void **state)
{
	static struct fixture fixture;
	struct perfctr_control control = {.size = sizeof(control), .flags = PERFCTR_COUNT_TSC};

	fixture.events = perfctr_events_parse("instructions:u,cycles:u");
	fixture.counters = vperfctr_open();
	control.events = fixture.events;
	*state = &fixture;
	if (!fixture.events || !fixture.counters)
		return -1;
	return vperfctr_control(fixture.counters, &control) < 0 &&
	       !*perfctr_events_unavailable(fixture.events, 0);
}

static int stop(void **state)
{
	struct fixture *fixture = *state;

	vperfctr_close(fixture->counters);
	perfctr_events_close(fixture->events);
	return 0;
}

static void need_counters(const struct fixture *fixture)
{
	const char *why = perfctr_events_unavailable(fixture->events, 0);

	if (!*why)
		return;
	print_message("skipped: %s\n", why);
	skip();
}

/* Two instructions a round. */
static void loop(uint64_t rounds)
{
	__asm__ volatile("1:	dec %0\n"
			 "	jnz 1b"
			 : "+r"(rounds)
			 :
			 : "cc");
}

static uint64_t counted(struct vperfctr *counters, uint64_t rounds)
{
	struct perfctr_count before[2], after[2];

	assert_int_equal(vperfctr_read_ctrs(counters, before), 0);
	loop(rounds);
	assert_int_equal(vperfctr_read_ctrs(counters, after), 0);
	return after[0].raw - before[0].raw;
}

/* What a read costs is in both, so that the difference is exact. */
static void assert_exact(struct vperfctr *counters)
{
	uint64_t once, twice;

	counted(counters, ROUNDS);
	once = counted(counters, ROUNDS);
	twice = counted(counters, 2 * ROUNDS);
	assert_int_equal(twice - once, 2 * ROUNDS);
}

static void system_calls_read_exact_counts(void **state)
{
	struct fixture *fixture = *state;

	need_counters(fixture);
	assert_exact(fixture->counters);
}

static void mapped_counters_are_exact_as_well(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_state mapped = {.size = sizeof(mapped)};
	int readable;

	need_counters(fixture);
	readable = vperfctr_mmap(fixture->counters);
	assert_true(readable >= 0);
	print_message("%s: %d of 2 events are read without a system call\n", perfctr_backend(),
		      readable);
	assert_int_equal(vperfctr_read_state(fixture->counters, &mapped), 0);
	assert_int_equal(mapped.user_read, readable);
	assert_exact(fixture->counters);
}

static void mapped_reads_go_on_from_those_by_system_call(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_count by_call[2], mapped[2];

	need_counters(fixture);
	loop(ROUNDS);
	assert_int_equal(vperfctr_read_ctrs(fixture->counters, by_call), 0);
	assert_true(vperfctr_mmap(fixture->counters) >= 0);
	assert_int_equal(vperfctr_read_ctrs(fixture->counters, mapped), 0);
	for (int i = 0; i < 2; i++) {
		assert_in_range(mapped[i].raw, by_call[i].raw + 1, by_call[i].raw + ROUNDS);
		assert_true(mapped[i].enabled >= by_call[i].enabled);
		assert_true(mapped[i].running <= mapped[i].enabled);
	}
}

static uint64_t thread_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* Kernel instructions of so many calls. */
static uint64_t spent_in_kernel(struct fixture *fixture, uint64_t (*clock)(void), int calls)
{
	uint64_t before, after;

	assert_int_equal(vperfctr_read_pmc(fixture->counters, 0, &before), 0);
	for (int i = 0; i < calls; i++)
		clock();
	assert_int_equal(vperfctr_read_pmc(fixture->counters, 0, &after), 0);
	return after - before;
}

static void mapped_counters_tell_the_time_without_a_system_call(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_control control = {.size = sizeof(control)};
	struct perfctr_events *events;
	uint64_t ours, systems;

	need_counters(fixture);
	control.events = events = perfctr_events_parse("instructions:k");
	assert_int_equal(vperfctr_control(fixture->counters, &control), 0);
	assert_true(vperfctr_mmap(fixture->counters) >= 0);
	gethrvtime();
	ours = spent_in_kernel(fixture, gethrvtime, 10000);
	systems = spent_in_kernel(fixture, thread_time, 10000);
	print_message("%s: kernel instructions of 10000 calls: gethrvtime() %lu, clock_gettime() "
		      "%lu\n",
		      perfctr_backend(), ours, systems);
	assert_true(ours < systems / 10);
	vperfctr_unlink(fixture->counters);
	perfctr_events_close(events);
}

static void the_time_goes_on_when_counters_are_mapped_stopped_and_unmapped(void **state)
{
	struct fixture *fixture = *state;
	uint64_t before, last, systems;

	need_counters(fixture);
	systems = thread_time();
	before = last = gethrvtime();
	for (int step = 0; step < 4; step++) {
		uint64_t now;

		loop(20 * ROUNDS);
		now = gethrvtime();
		assert_true(now > last);
		last = now;
		if (step == 0)
			assert_true(vperfctr_mmap(fixture->counters) >= 0);
		else if (step == 1)
			assert_int_equal(vperfctr_stop(fixture->counters), 0);
		else
			vperfctr_unlink(fixture->counters);
	}
	systems = thread_time() - systems;
	assert_in_range(last - before, systems * 98 / 100, systems * 102 / 100);
}

static volatile sig_atomic_t overflows;
static struct vperfctr *interrupted;

static void resume(int signal)
{
	(void)signal;
	overflows++;
	vperfctr_iresume(interrupted);
}

static void each_period_of_instructions_is_signalled(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t periods[] = {100000, 0};
	struct perfctr_control control = {
		.size = sizeof(control),
		.events = fixture->events,
		.periods = periods,
		.signal = SIGUSR1,
	};

	need_counters(fixture);
	signal(SIGUSR1, resume);
	interrupted = fixture->counters;
	overflows = 0;
	assert_int_equal(vperfctr_control(fixture->counters, &control), 0);
	loop(ROUNDS);
	assert_int_equal(vperfctr_stop(fixture->counters), 0);
	assert_in_range(overflows, 2 * ROUNDS / periods[0], 2 * ROUNDS / periods[0] + 1);
}

static void more_events_than_counters_need_several_turns(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_events *events;
	int turns;

	need_counters(fixture);
	events = perfctr_events_parse("r00c0,r00c0:u,r00c0:k,r00c1,r00c1:u,r00c1:k,r00c2,r00c2:u,"
				      "r00c2:k,r00c3,r00c3:u,r00c3:k");
	vperfctr_unlink(fixture->counters);
	turns = perfctr_events_fit(events);
	print_message("12 events take %d turns\n", turns);
	assert_in_range(turns, 2, 12);
	perfctr_events_close(events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(system_calls_read_exact_counts, start, stop),
		cmocka_unit_test_setup_teardown(mapped_counters_are_exact_as_well, start, stop),
		cmocka_unit_test_setup_teardown(mapped_reads_go_on_from_those_by_system_call, start,
						stop),
		cmocka_unit_test_setup_teardown(mapped_counters_tell_the_time_without_a_system_call,
						start, stop),
		cmocka_unit_test_setup_teardown(
			the_time_goes_on_when_counters_are_mapped_stopped_and_unmapped, start,
			stop),
		cmocka_unit_test_setup_teardown(each_period_of_instructions_is_signalled, start,
						stop),
		cmocka_unit_test_setup_teardown(more_events_than_counters_need_several_turns, start,
						stop),
	};

	return cmocka_run_group_tests_name("hardware", tests, NULL, NULL);
}
