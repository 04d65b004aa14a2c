// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex selftest: counts loops whose counts are known, and tells whether they are right. */
#include "digits.h"
#include "loops.h"
#include "options.h"

#include <getopt.h>
#include <perfctr.h>
#include <stdio.h>
#include <string.h>

static const char help[] = "Usage: perfex selftest\n"
			   "Counts loops whose counts are known in advance, and tells whether this "
			   "machine counts right.\n"
			   "Ends with 1 if a count is wrong.\n\n"
			   "      --help  print this\n";

#define MILLION UINT64_C(1000000)

/* A loop, the event that is counted, and the counts for each of its rounds that are right. */
struct check {
	const char *about, *event;
	void (*loop)(uint64_t n);
	uint64_t rounds;
	double least, most;
	uint64_t beside; /* what calling the loop may add to most */
};

static const struct check checks[] = {
	{"1,000 pages touched first", "page-faults", loop_page_faults, 1000, 1, 1, 0},
	{"the same, as minor faults", "minor-faults", loop_page_faults, 1000, 1, 1, 0},
	{"none of them from a disk", "major-faults", loop_page_faults, 1000, 0, 0, 0},
	{"100 sleeps", "context-switches", loop_sleeps, 100, 0.9, 2, 100},
	{"10 million rounds of 2 instructions", "instructions:u", loop_instructions, 10 * MILLION,
	 2, 2, 5000},
	{"their branches", "branches:u", loop_instructions, 10 * MILLION, 1, 1, 2000},
	{"their branches are predicted", "branch-misses:u", loop_instructions, 10 * MILLION, 0, 0,
	 1000},
	{"their cycles, about 1 each", "cycles:u", loop_instructions, 10 * MILLION, 0.45, 3, 20000},
	{"1 million random branches", "branch-misses:u", loop_random_branches, MILLION, 0.3, 0.7,
	 2000},
	{"1 million loads from 16 KB", "l1d-loads:u", loop_near_loads, MILLION, 1, 2, 5000},
	{"they are in the first-level cache", "l1d-load-misses:u", loop_near_loads, MILLION, 0,
	 0.01, 1000},
	{"1 million loads from 64 MB miss it", "l1d-load-misses:u", loop_far_loads, MILLION, 0.8, 2,
	 5000},
	{"and miss the data TLB", "dtlb-load-misses:u", loop_far_loads, MILLION, 0.5, 2, 5000},
};

enum verdict { RIGHT, WRONG, NOT_AVAILABLE };

static int measure(const struct check *check, struct perfctr_events *events, uint64_t *raw)
{
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct vperfctr *counters = vperfctr_open();
	uint64_t before = 0, after = 0;
	int result = -1;

	if (!counters)
		return -1;
	if (vperfctr_control(counters, &control) == 0) {
		/* What happens the first time only: code and counters are touched. */
		check->loop(1);
		if (vperfctr_read_pmc(counters, 0, &before) == 0) {
			check->loop(check->rounds);
			result = vperfctr_read_pmc(counters, 0, &after);
		}
	}
	vperfctr_close(counters);
	*raw = after - before;
	return result;
}

static void print_row(const char *verdict, const struct check *check, const char *counted)
{
	char expected[64], text[2][32];
	uint64_t least = check->least * check->rounds;
	uint64_t most = check->most * check->rounds + check->beside;

	snprintf(expected, sizeof(expected), least == most ? "%s" : "%s to %s",
		 grouped(least, text[0], sizeof(text[0])), grouped(most, text[1], sizeof(text[1])));
	printf("%-6s  %-36s %-18s %-24s %s\n", verdict, check->about, check->event, expected,
	       counted);
}

static enum verdict run_check(const struct check *check)
{
	struct perfctr_events *events = perfctr_events_parse(check->event);
	enum verdict verdict = NOT_AVAILABLE;
	char counted[32];
	uint64_t raw;

	if (events && measure(check, events, &raw) == 0) {
		bool right = raw >= check->least * check->rounds &&
			     raw <= check->most * check->rounds + check->beside;

		verdict = right ? RIGHT : WRONG;
		print_row(right ? "right" : "WRONG", check, grouped(raw, counted, sizeof(counted)));
	} else {
		print_row("n/a", check,
			  events && *perfctr_events_unavailable(events, 0)
				  ? perfctr_events_unavailable(events, 0)
				  : perfctr_error());
	}
	perfctr_events_close(events);
	return verdict;
}

static int run_checks(void)
{
	int number[3] = {0};

	if (loop_far_setup() < 0)
		return complain("no memory for the loop over 64 MB");
	printf("%-6s  %-36s %-18s %-24s %s\n", "", "loop", "event", "expected", "counted");
	for (unsigned i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		number[run_check(&checks[i])]++;
	loop_far_release();
	printf("\n%d right, %d wrong, %d not available\n", number[RIGHT], number[WRONG],
	       number[NOT_AVAILABLE]);
	return number[WRONG] ? 1 : 0;
}

int selftest_command(int argc, char **argv)
{
	static const struct option longs[] = {{"help", no_argument, NULL, 'h'}, {0}};
	int option;

	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (option != 'h')
			return complain("'perfex selftest --help' shows the options");
		fputs(help, stdout);
		return 0;
	}
	if (argv[optind])
		return complain("selftest takes no arguments: '%s'", argv[optind]);
	return run_checks();
}
