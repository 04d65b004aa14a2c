// SPDX-License-Identifier: LGPL-2.1-or-later
/* i-mode counters: signals on overflow, by page faults, which every machine counts. */
#include <perfctr.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "pages.h"

struct fixture {
	struct perfctr_events *events;
	struct vperfctr *counters;
};

static int start(void **state)
{
	static struct fixture fixture;

	fixture.events = perfctr_events_parse("page-faults");
	fixture.counters = vperfctr_open();
	*state = &fixture;
	return !fixture.events || !fixture.counters;
}

static int stop(void **state)
{
	struct fixture *fixture = *state;

	vperfctr_close(fixture->counters);
	perfctr_events_close(fixture->events);
	return 0;
}

static uint64_t faults(struct vperfctr *counters)
{
	uint64_t raw = 0;

	assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), 0);
	return raw;
}

static volatile sig_atomic_t overflows;
static struct vperfctr *overflowing;
static bool resume;

static void on_overflow(int number)
{
	(void)number;
	overflows++;
	if (resume)
		vperfctr_iresume(overflowing);
}

static void sample_faults(struct fixture *fixture, uint64_t period)
{
	static uint64_t periods[1];
	struct perfctr_control control = {
		.size = sizeof(control),
		.events = fixture->events,
		.periods = periods,
		.signal = SIGUSR1,
	};

	periods[0] = period;
	overflows = 0;
	overflowing = fixture->counters;
	signal(SIGUSR1, on_overflow);
	/* What the handler and the pages need the first time. */
	touch_pages();
	assert_int_equal(vperfctr_control(fixture->counters, &control), 0);
}

static void an_overflow_stops_the_counter_until_it_is_resumed(void **state)
{
	struct fixture *fixture = *state;

	resume = false;
	sample_faults(fixture, PAGES / 4);
	touch_pages();
	assert_int_equal(overflows, 1);
	assert_int_equal(faults(fixture->counters), PAGES / 4);
	assert_int_equal(vperfctr_iresume(fixture->counters), 0);
	touch_pages();
	assert_int_equal(overflows, 2);
	assert_int_equal(faults(fixture->counters), PAGES / 2);
}

static void each_overflow_is_signalled(void **state)
{
	struct fixture *fixture = *state;

	resume = true;
	sample_faults(fixture, PAGES / 4);
	for (int i = 0; i < 10; i++)
		touch_pages();
	assert_int_equal(overflows, faults(fixture->counters) / (PAGES / 4));
	assert_in_range(overflows, 40, 41);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_overflow_stops_the_counter_until_it_is_resumed,
						start, stop),
		cmocka_unit_test_setup_teardown(each_overflow_is_signalled, start, stop),
	};

	return cmocka_run_group_tests_name("overflow", tests, NULL, NULL);
}
