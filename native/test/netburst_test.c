// SPDX-License-Identifier: LGPL-2.1-or-later
/* The counters of a Pentium 4's events, for all that libpfm4 knows. */
#include <perfctr.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../lib/netburst.h"

static void events_are_counted_where_their_unit_is(void **state)
{
	(void)state;
	assert_int_equal(netburst_counters("GLOBAL_POWER_EVENTS:RUNNING"), 0xf);
	assert_int_equal(netburst_counters("netburst_p::bsq_allocation:REQ_TYPE0"), 0x3);
	assert_int_equal(netburst_counters("TC_misc"), 0xf0);
	assert_int_equal(netburst_counters("netburst::X87_FP_UOP:ALL:u"), 0xf00);
	assert_int_equal(netburst_counters("INSTR_RETIRED:NBOGUSNTAG"), 0x3f000);
}

static void a_part_of_a_name_is_no_name(void **state)
{
	(void)state;
	assert_int_equal(netburst_counters("INSTR"), 0);
	assert_int_equal(netburst_counters("retired"), 0);
	assert_int_equal(netburst_counters("INSTR_RETIRED_TWICE"), 0);
	assert_int_equal(netburst_counters(""), 0);
}

static bool is_contradictory(const char *name)
{
	static const char *const names[] = {"b2b_cycles", "bnr", "snoop", "response"};

	for (int i = 0; i < 4; i++)
		if (strcmp(strstr(name, "::") + 2, names[i]) == 0)
			return true;
	return false;
}

static void each_event_of_libpfm4_has_counters(void **state)
{
	struct perfctr_catalog *catalog = perfctr_catalog_open("netburst*::*");
	int count = perfctr_catalog_count(catalog);

	(void)state;
	assert_true(count > 80);
	for (int i = 0; i < count; i++) {
		const char *name = perfctr_catalog_name(catalog, i);

		if (!netburst_counters(name) == is_contradictory(name))
			continue;
		fail_msg("%s: counters %#lx", name, netburst_counters(name));
	}
	perfctr_catalog_close(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_counted_where_their_unit_is),
		cmocka_unit_test(a_part_of_a_name_is_no_name),
		cmocka_unit_test(each_event_of_libpfm4_has_counters),
	};

	return cmocka_run_group_tests_name("netburst", tests, NULL, NULL);
}
