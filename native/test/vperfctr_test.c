// SPDX-License-Identifier: LGPL-2.1-or-later
/* The calling thread's own counters. */
#include <errno.h>
#include <perfctr.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "pages.h"

static void *touch_in_thread(void *none)
{
	touch_pages();
	return none;
}

/* The same for any number of pages, but for the pages. */
static void run_child(int pages)
{
	pid_t child = fork();

	if (child == 0) {
		touch(pages);
		_exit(0);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static uint64_t faults(struct vperfctr *counters)
{
	uint64_t raw = 0;

	assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), 0);
	return raw;
}

struct fixture {
	struct perfctr_events *events;
	struct vperfctr *counters;
};

static int control(struct fixture *fixture)
{
	struct perfctr_control control = {.size = sizeof(control), .events = fixture->events};

	return vperfctr_control(fixture->counters, &control);
}

static int start(void **state)
{
	static struct fixture fixture;

	fixture.events = perfctr_events_parse("page-faults,task-clock,context-switches");
	fixture.counters = vperfctr_open();
	*state = &fixture;
	return !fixture.events || !fixture.counters || control(&fixture) < 0;
}

static int stop(void **state)
{
	struct fixture *fixture = *state;

	vperfctr_close(fixture->counters);
	perfctr_events_close(fixture->events);
	return 0;
}

static void own_pages_are_counted(void **state)
{
	struct fixture *fixture = *state;
	uint64_t before;

	/* What the first call of a function costs. */
	touch_pages();
	before = faults(fixture->counters);
	touch_pages();
	assert_int_equal(faults(fixture->counters) - before, PAGES);
}

static void other_threads_are_not(void **state)
{
	struct fixture *fixture = *state;
	pthread_t thread;
	uint64_t before;

	/* What creating a thread costs for the first time. */
	pthread_create(&thread, NULL, touch_in_thread, NULL);
	pthread_join(thread, NULL);
	before = faults(fixture->counters);
	pthread_create(&thread, NULL, touch_in_thread, NULL);
	pthread_join(thread, NULL);
	assert_true(faults(fixture->counters) - before < PAGES / 2);
}

static void all_counts_are_of_one_moment(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_count counts[3];

	assert_int_equal(vperfctr_read_ctrs(fixture->counters, counts), 0);
	assert_true(counts[1].raw > 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(counts[i].enabled, counts[0].enabled);
		assert_int_equal(counts[i].running, counts[0].running);
	}
}

static void a_stopped_counter_stays_readable(void **state)
{
	struct fixture *fixture = *state;
	uint64_t before;

	assert_true(vperfctr_is_running(fixture->counters));
	touch_pages();
	assert_int_equal(vperfctr_stop(fixture->counters), 0);
	assert_false(vperfctr_is_running(fixture->counters));
	before = faults(fixture->counters);
	assert_true(before >= PAGES);
	touch_pages();
	assert_int_equal(faults(fixture->counters), before);
	assert_int_equal(vperfctr_stop(fixture->counters), 0);
}

static void control_starts_from_zero(void **state)
{
	struct fixture *fixture = *state;

	touch_pages();
	assert_int_equal(control(fixture), 0);
	assert_true(faults(fixture->counters) < PAGES);
}

static void sleeping_is_not_counted(void **state)
{
	struct fixture *fixture = *state;
	struct timespec time = {.tv_nsec = 50000000};
	struct perfctr_count counts[3];

	assert_int_equal(control(fixture), 0);
	nanosleep(&time, NULL);
	assert_int_equal(vperfctr_read_ctrs(fixture->counters, counts), 0);
	assert_true(counts[1].raw < 25000000);
	assert_true(counts[2].raw >= 1);
}

static void reading_before_control_is_an_error(void **state)
{
	struct vperfctr *counters = vperfctr_open();
	struct perfctr_count count;
	uint64_t raw;

	(void)state;
	assert_int_equal(vperfctr_read_ctrs(counters, &count), -EINVAL);
	assert_non_null(strstr(perfctr_error(), "control"));
	assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), -EINVAL);
	vperfctr_close(counters);
}

static void children_are_told_apart(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_control control = {
		.size = sizeof(control),
		.flags = PERFCTR_COUNT_CHILDREN,
		.events = fixture->events,
	};
	struct perfctr_count self[3], children[3];
	uint64_t first;
	int result;

	assert_int_equal(vperfctr_control(fixture->counters, &control), 0);
	run_child(0);
	result = vperfctr_read_children(fixture->counters, children);
	if (result == -ENOTSUP) {
		print_message("skipped: %s\n", perfctr_error());
		skip();
	}
	assert_int_equal(result, 0);
	first = children[0].raw;
	assert_int_equal(vperfctr_read_ctrs(fixture->counters, self), 0);
	run_child(PAGES);
	assert_int_equal(vperfctr_read_children(fixture->counters, children), 0);
	assert_int_equal(children[0].raw - 2 * first, PAGES);
	assert_true(faults(fixture->counters) - self[0].raw < PAGES);
}

static void children_need_to_be_asked_for(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_count counts[3];

	assert_int_equal(vperfctr_read_children(fixture->counters, counts), -EINVAL);
	assert_non_null(strstr(perfctr_error(), "PERFCTR_COUNT_CHILDREN"));
}

static void virtual_tsc_grows_only_while_the_thread_runs(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_control control = {
		.size = sizeof(control),
		.flags = PERFCTR_COUNT_TSC,
		.events = fixture->events,
	};
	struct perfctr_info info = {.size = sizeof(info)};
	uint64_t before, after;

	assert_int_equal(perfctr_info(&info), 0);
	if (!(info.features & PERFCTR_FEATURE_TSC)) {
		print_message("skipped: this kernel has no virtual TSC\n");
		skip();
	}
	assert_int_equal(vperfctr_control(fixture->counters, &control), 0);
	assert_int_equal(vperfctr_read_tsc(fixture->counters, &before), 0);
	nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	assert_int_equal(vperfctr_read_tsc(fixture->counters, &after), 0);
	assert_true(after > before);
	/* 50 ms at the slowest clock that there is would be more. */
	assert_true(after - before < 20000000);
}

static void mapped_reads_give_what_system_calls_give(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_state before = {.size = sizeof(before)};
	struct perfctr_count counts[3];
	int readable = vperfctr_mmap(fixture->counters);

	assert_true(readable >= 0);
	assert_int_equal(vperfctr_read_state(fixture->counters, &before), 0);
	assert_int_equal(before.user_read, readable);
	assert_int_equal(before.events, 3);
	assert_int_equal(before.counted, 3);
	assert_int_equal(before.groups, 1);
	touch_pages();
	assert_int_equal(vperfctr_read_ctrs(fixture->counters, counts), 0);
	assert_true(counts[0].raw >= PAGES);
	assert_int_equal(counts[0].raw, faults(fixture->counters));
}

static void unlinked_counters_can_be_controlled_again(void **state)
{
	struct fixture *fixture = *state;
	uint64_t raw;

	assert_int_equal(vperfctr_unlink(fixture->counters), 0);
	assert_false(vperfctr_is_running(fixture->counters));
	assert_int_equal(vperfctr_read_pmc(fixture->counters, 0, &raw), -EINVAL);
	assert_int_equal(control(fixture), 0);
	assert_int_equal(vperfctr_read_pmc(fixture->counters, 0, &raw), 0);
}

static void exclusive_open_sees_the_other_one(void **state)
{
	struct vperfctr *first = vperfctr_open_mode(VPERFCTR_EXCLUSIVE);

	(void)state;
	assert_non_null(first);
	assert_null(vperfctr_open_mode(VPERFCTR_EXCLUSIVE));
	assert_int_equal(errno, EEXIST);
	vperfctr_close(first);
	first = vperfctr_open_mode(VPERFCTR_EXCLUSIVE);
	assert_non_null(first);
	vperfctr_close(first);
}

static void structures_of_another_size_are_refused(void **state)
{
	struct fixture *fixture = *state;
	struct perfctr_control control = {.size = 1, .events = fixture->events};
	struct perfctr_state counting = {.size = 1};
	struct perfctr_info info = {.size = 1};

	assert_int_equal(vperfctr_control(fixture->counters, &control), -EINVAL);
	assert_int_equal(vperfctr_read_state(fixture->counters, &counting), -EINVAL);
	assert_int_equal(perfctr_info(&info), -EINVAL);
	control = (struct perfctr_control){.size = sizeof(control), .flags = 1u << 31};
	assert_int_equal(vperfctr_control(fixture->counters, &control), -EINVAL);
}

static void another_process_is_counted(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct perfctr_state counting = {.size = sizeof(counting)};
	struct perfctr_count before, after;
	struct rvperfctr *remote;
	int go[2], done[2];
	char byte = 0;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(go) | pipe(done), 0);
	child = fork();
	if (child == 0) {
		touch_pages();
		while (read(go[0], &byte, 1) == 1 && byte != 'x') {
			touch_pages();
			if (write(done[1], "d", 1) != 1)
				break;
		}
		_exit(0);
	}
	remote = rvperfctr_open(child);
	assert_non_null(remote);
	assert_int_equal(rvperfctr_control(remote, &control), 0);
	/* The first time it faults in what the pipes need. */
	assert_int_equal(write(go[1], "g", 1), 1);
	assert_int_equal(read(done[0], &byte, 1), 1);
	assert_int_equal(rvperfctr_read_ctrs(remote, &before), 0);
	assert_int_equal(write(go[1], "g", 1), 1);
	assert_int_equal(read(done[0], &byte, 1), 1);
	assert_int_equal(rvperfctr_read_ctrs(remote, &after), 0);
	assert_int_equal(after.raw - before.raw, PAGES);
	assert_int_equal(rvperfctr_read_state(remote, &counting), 0);
	assert_int_equal(counting.running, 1);
	assert_int_equal(rvperfctr_stop(remote), 0);
	assert_int_equal(write(go[1], "x", 1), 1);
	waitpid(child, NULL, 0);
	rvperfctr_close(remote);
	perfctr_events_close(events);
}

static void a_thread_that_is_gone_is_told(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct rvperfctr *remote;
	pid_t child = fork();

	(void)state;
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	remote = rvperfctr_open(child);
	assert_non_null(remote);
	assert_int_equal(rvperfctr_control(remote, &control), -ENODEV);
	assert_non_null(strstr(perfctr_error(), "the thread has ended"));
	rvperfctr_close(remote);
	perfctr_events_close(events);
	assert_null(rvperfctr_open(0));
}

static void a_cpu_is_counted_whoever_runs(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("context-switches");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct gperfctr *cpu = gperfctr_open(0);
	struct perfctr_count count;
	cpu_set_t set;

	(void)state;
	assert_non_null(cpu);
	if (gperfctr_control(cpu, &control) < 0) {
		print_message("skipped: %s\n", perfctr_error());
		gperfctr_close(cpu);
		perfctr_events_close(events);
		skip();
	}
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	assert_int_equal(sched_setaffinity(0, sizeof(set), &set), 0);
	for (int i = 0; i < 10; i++)
		nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
	assert_int_equal(gperfctr_read_ctrs(cpu, &count), 0);
	assert_true(count.raw >= 10);
	assert_int_equal(gperfctr_stop(cpu), 0);
	gperfctr_close(cpu);
	perfctr_events_close(events);
	assert_null(gperfctr_open(-1));
}

static void the_machine_is_described(void **state)
{
	struct perfctr_info info = {.size = sizeof(info)};
	struct perfctr_cpus cpus = {.size = sizeof(cpus)};
	int online = 0;

	(void)state;
	assert_int_equal(perfctr_info(&info), 0);
	assert_string_not_equal(info.cpu, "");
	assert_int_equal(perfctr_cpus_info(&cpus), 0);
	for (int i = 0; i < 16; i++)
		online += __builtin_popcountll(cpus.online[i]);
	assert_int_equal(online, sysconf(_SC_NPROCESSORS_ONLN));
	assert_true(cpus.possible >= (unsigned)online);
}

static uint64_t thread_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void *check_hrvtime(void *none)
{
	uint64_t last = gethrvtime();

	for (int i = 0; i < 10000; i++) {
		uint64_t before = thread_time();
		uint64_t now = gethrvtime();

		assert_true(now >= last);
		/* The two clocks are read after each other, and the kernel's steps are not ours. */
		assert_true(now + 1000000 > before);
		last = now;
	}
	return none;
}

static void hrvtime_is_the_threads_time_and_never_goes_back(void **state)
{
	pthread_t thread;
	uint64_t before;
	pid_t child;
	int status;

	(void)state;
	check_hrvtime(NULL);
	assert_int_equal(pthread_create(&thread, NULL, check_hrvtime, NULL), 0);
	pthread_join(thread, NULL);
	before = gethrvtime();
	nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	assert_true(gethrvtime() - before < 25000000);
	child = fork();
	if (child == 0)
		_exit(gethrvtime() > thread_time() + 1000000);
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(own_pages_are_counted, start, stop),
		cmocka_unit_test_setup_teardown(other_threads_are_not, start, stop),
		cmocka_unit_test_setup_teardown(all_counts_are_of_one_moment, start, stop),
		cmocka_unit_test_setup_teardown(a_stopped_counter_stays_readable, start, stop),
		cmocka_unit_test_setup_teardown(control_starts_from_zero, start, stop),
		cmocka_unit_test_setup_teardown(sleeping_is_not_counted, start, stop),
		cmocka_unit_test(reading_before_control_is_an_error),
		cmocka_unit_test_setup_teardown(children_are_told_apart, start, stop),
		cmocka_unit_test_setup_teardown(children_need_to_be_asked_for, start, stop),
		cmocka_unit_test_setup_teardown(virtual_tsc_grows_only_while_the_thread_runs, start,
						stop),
		cmocka_unit_test_setup_teardown(mapped_reads_give_what_system_calls_give, start,
						stop),
		cmocka_unit_test_setup_teardown(unlinked_counters_can_be_controlled_again, start,
						stop),
		cmocka_unit_test_setup_teardown(structures_of_another_size_are_refused, start,
						stop),
		cmocka_unit_test(exclusive_open_sees_the_other_one),
		cmocka_unit_test(another_process_is_counted),
		cmocka_unit_test(a_thread_that_is_gone_is_told),
		cmocka_unit_test(a_cpu_is_counted_whoever_runs),
		cmocka_unit_test(the_machine_is_described),
		cmocka_unit_test(hrvtime_is_the_threads_time_and_never_goes_back),
	};

	return cmocka_run_group_tests_name("vperfctr", tests, NULL, NULL);
}
