// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts above 2^53, which no double holds: programs/big_counts.c adds that to what the kernel
 * tells. */
#include <perfctr.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include "pages.h"

#define YEARS ((UINT64_C(1) << 53) + 1)

extern uint64_t told; /* by the kernel, of the first event */

static void no_digit_is_lost_above_2_to_the_53(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults,task-clock");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct vperfctr *counters = vperfctr_open();
	struct perfctr_count counts[2];
	bool odd = false, even = false;

	(void)state;
	assert_int_equal(vperfctr_control(counters, &control), 0);
	for (int i = 0; i < 1000 && !(odd && even); i++) {
		uint64_t raw;

		touch(1);
		assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), 0);
		assert_int_equal(raw, told + YEARS);
		assert_int_equal(vperfctr_read_ctrs(counters, counts), 0);
		assert_int_equal(counts[0].raw, told + YEARS);
		odd |= raw & 1;
		even |= !(raw & 1);
	}
	assert_true(odd && even);
	vperfctr_close(counters);
	perfctr_events_close(events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_digit_is_lost_above_2_to_the_53),
	};

	return cmocka_run_group_tests_name("exact", tests, NULL, NULL);
}
