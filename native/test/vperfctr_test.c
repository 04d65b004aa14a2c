// SPDX-License-Identifier: LGPL-2.1-or-later
/* The calling thread's own counters. */
#include <errno.h>
#include <perfctr.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGES 100

static void touch_pages(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	volatile char *memory = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise((void *)memory, PAGES * page, MADV_NOHUGEPAGE);
	for (int i = 0; i < PAGES; i++)
		memory[i * page] = 1;
	munmap((void *)memory, PAGES * page);
}

static void *touch_in_thread(void *none)
{
	touch_pages();
	return none;
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

static int start(void **state)
{
	static struct fixture fixture;

	fixture.events = perfctr_events_parse("page-faults,task-clock,context-switches");
	fixture.counters = vperfctr_open();
	*state = &fixture;
	return !fixture.events || !fixture.counters ||
	       vperfctr_control(fixture.counters, fixture.events) < 0;
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
	assert_int_equal(vperfctr_control(fixture->counters, fixture->events), 0);
	assert_true(faults(fixture->counters) < PAGES);
}

static void sleeping_is_not_counted(void **state)
{
	struct fixture *fixture = *state;
	struct timespec time = {.tv_nsec = 50000000};
	struct perfctr_count counts[3];

	assert_int_equal(vperfctr_control(fixture->counters, fixture->events), 0);
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
	assert_non_null(strstr(perfctr_error(), "vperfctr_control"));
	assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), -EINVAL);
	vperfctr_close(counters);
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
	};

	return cmocka_run_group_tests_name("vperfctr", tests, NULL, NULL);
}
