// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lists of events, the catalogue and its suggestions. */
#include <errno.h>
#include <perfctr.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void lists_keep_their_order(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults:u,task-clock,r1a2");

	(void)state;
	assert_non_null(events);
	assert_int_equal(perfctr_events_count(events), 3);
	assert_string_equal(perfctr_events_name(events, 0), "page-faults:u");
	assert_string_equal(perfctr_events_scope(events, 0), "user");
	assert_string_equal(perfctr_events_unit(events, 0), "");
	assert_string_equal(perfctr_events_name(events, 1), "task-clock");
	assert_string_equal(perfctr_events_scope(events, 1), "user+kernel");
	assert_string_equal(perfctr_events_unit(events, 1), "ns");
	assert_string_equal(perfctr_events_name(events, 2), "r1a2");
	perfctr_events_close(events);
}

static void assert_refused(const char *names, const char *text)
{
	errno = 0;
	assert_null(perfctr_events_parse(names));
	assert_int_equal(errno, EINVAL);
	if (!strstr(perfctr_error(), text))
		fail_msg("'%s' is not in: %s", text, perfctr_error());
}

static void bad_lists_are_refused_with_the_reason(void **state)
{
	(void)state;
	assert_refused("", "empty name");
	assert_refused("cycles,", "empty name");
	assert_refused("cycles,cycles", "named twice");
	assert_refused("cycles:w", "modifier 'w'");
	assert_refused("r", "no event 'r'");
	assert_refused("r12345678901234567", "no event");
	assert_refused("cpu-migrations:u", "never happens in user mode");
	assert_refused("xyzzy", "no event 'xyzzy'");
	assert_refused("instuctions", "the nearest: instructions");
}

static void events_that_fit_are_one_turn(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("task-clock,page-faults,minor-faults");
	char *split = perfctr_events_split(events);

	(void)state;
	assert_int_equal(perfctr_events_fit(events), 1);
	assert_string_equal(split, "task-clock,page-faults,minor-faults");
	perfctr_free(split);
	perfctr_events_close(events);
}

static void events_that_cannot_be_counted_are_in_no_turn(void **state)
{
	/* No user may count a clock by mode. */
	struct perfctr_events *events =
		perfctr_events_parse("task-clock:u,page-faults,cpu-clock:k");
	char *split = perfctr_events_split(events);

	(void)state;
	assert_int_equal(perfctr_events_fit(events), 1);
	assert_string_equal(split, "page-faults");
	/* Trying leaves no trace in the list. */
	assert_string_equal(perfctr_events_unavailable(events, 0), "");
	perfctr_free(split);
	perfctr_events_close(events);
}

static void modifiers_both_are_the_same_as_none(void **state)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults:uk,minor-faults:u:k");

	(void)state;
	assert_non_null(events);
	assert_string_equal(perfctr_events_scope(events, 0), "user+kernel");
	assert_string_equal(perfctr_events_scope(events, 1), "user+kernel");
	perfctr_events_close(events);
}

static void assert_suggests(const char *name, const char *nearest)
{
	char *names = perfctr_suggest(name);

	assert_non_null(names);
	if (strncmp(names, nearest, strlen(nearest)) != 0)
		fail_msg("for '%s' the nearest are '%s', not '%s'", name, names, nearest);
	perfctr_free(names);
}

static void suggestions_put_the_nearest_first(void **state)
{
	(void)state;
	assert_suggests("cyces", "cycles");
	assert_suggests("cycels", "cycles");
	assert_suggests("Instructions", "instructions");
	assert_suggests("brnach-misses", "branch-misses");
	assert_suggests("taskclock:u", "task-clock");
	assert_suggests("faults", "page-faults");
	assert_suggests("", "");
}

static void nothing_is_suggested_when_nothing_is_near(void **state)
{
	char *names = perfctr_suggest("qqqqqqqqq");

	(void)state;
	assert_string_equal(names, "");
	perfctr_free(names);
}

static void long_names_do_no_harm(void **state)
{
	char name[5000];
	char *names;

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	names = perfctr_suggest(name);
	assert_string_equal(names, "");
	perfctr_free(names);
	assert_null(perfctr_events_parse(name));
}

static void catalogue_finds_by_part_and_by_pattern(void **state)
{
	struct perfctr_catalog *catalog = perfctr_catalog_open("*-FAULTS");

	(void)state;
	assert_non_null(catalog);
	for (int i = 0; i < perfctr_catalog_count(catalog); i++) {
		assert_non_null(strstr(perfctr_catalog_name(catalog, i), "-faults"));
		assert_string_not_equal(perfctr_catalog_about(catalog, i), "");
	}
	assert_int_equal(perfctr_catalog_count(catalog), 5);
	perfctr_catalog_close(catalog);
}

static void everything_of_ours_in_the_catalogue_can_be_parsed(void **state)
{
	struct perfctr_catalog *catalog = perfctr_catalog_open(NULL);

	(void)state;
	assert_non_null(catalog);
	assert_true(perfctr_catalog_count(catalog) > 5000);
	for (int i = 0; i < perfctr_catalog_count(catalog); i++) {
		const char *kind = perfctr_catalog_kind(catalog, i);
		struct perfctr_events *events;

		if (strcmp(kind, "preset") != 0 && strcmp(kind, "software") != 0)
			continue;
		events = perfctr_events_parse(perfctr_catalog_name(catalog, i));
		assert_non_null(events);
		assert_string_equal(perfctr_events_unit(events, 0),
				    perfctr_catalog_unit(catalog, i));
		perfctr_events_close(events);
	}
	perfctr_catalog_close(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_keep_their_order),
		cmocka_unit_test(bad_lists_are_refused_with_the_reason),
		cmocka_unit_test(events_that_fit_are_one_turn),
		cmocka_unit_test(events_that_cannot_be_counted_are_in_no_turn),
		cmocka_unit_test(modifiers_both_are_the_same_as_none),
		cmocka_unit_test(suggestions_put_the_nearest_first),
		cmocka_unit_test(nothing_is_suggested_when_nothing_is_near),
		cmocka_unit_test(long_names_do_no_harm),
		cmocka_unit_test(catalogue_finds_by_part_and_by_pattern),
		cmocka_unit_test(everything_of_ours_in_the_catalogue_can_be_parsed),
	};

	return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
