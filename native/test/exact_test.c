// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts above 2^53, which no double holds: programs/big_counts.c adds that to what the kernel
 * tells. */
#include <perfctr.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pages.h"

#define YEARS ((UINT64_C(1) << 53) + 1)

static void each_single_fault_is_seen_above_2_to_the_53(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults,task-clock");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct vperfctr *counters = vperfctr_open();
	struct perfctr_count counts[2];
	uint64_t first;

	(void)state;
	assert_int_equal(vperfctr_control(counters, &control), 0);
	touch(1); /* what it needs the first time */
	assert_int_equal(vperfctr_read_ctrs(counters, counts), 0);
	first = counts[0].raw;
	assert_in_range(first, YEARS, YEARS + 100000);
	for (uint64_t i = 1; i <= 11; i++) {
		uint64_t raw;

		touch(1);
		assert_int_equal(vperfctr_read_pmc(counters, 0, &raw), 0);
		assert_int_equal(raw, first + i);
	}
	vperfctr_close(counters);
	perfctr_events_close(events);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_single_fault_is_seen_above_2_to_the_53),
	};

	return cmocka_run_group_tests_name("exact", tests, NULL, NULL);
}
