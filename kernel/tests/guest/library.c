// SPDX-License-Identifier: GPL-2.0-only
/* perfex and libperfctr on the driver, and on perf in the same boot: both count the same. */
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

#define RUN_FILE "/tmp/library.perfrun"
#define FAMILY	 "sh -c 'for n in 1 2 3 4 5; do guest-tests --loop ${n}00000 & done; wait'"

static const char *const backends[] = { "driver", "perf" };

static void need_perfex_and_pmu(void)
{
	need_perfex();
	need_exact();
}

/* perf's counts are wrong on the model of a NetBurst, by a few hundred thousand or by 2^41. */
static int backends_that_count(void)
{
	return guest_is("p4") ? 1 : 2;
}

/* Runs the command, adds its output to the test's log, and expects that it ends so. */
static void run(int expected, const char *format, ...)
{
	char command[1000], line[1000];
	va_list arguments;
	FILE *output;
	int status;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	note("$ %s", command);
	output = popen(command, "r");
	expect(output, "%s", strerror(errno));
	while (fgets(line, sizeof(line), output)) {
		line[strcspn(line, "\n")] = '\0';
		note("%s", line);
	}
	status = pclose(output);
	expect(WIFEXITED(status) && WEXITSTATUS(status) == expected, "status %#x", status);
}

/* Calls the function for each line of the run file that has this type of record. */
static void for_each_record(const char *type, void (*function)(const char *record, void *data),
			    void *data)
{
	static char line[1 << 16];
	char start[64];
	FILE *file = fopen(RUN_FILE, "r");

	expect(file, "%s: %s", RUN_FILE, strerror(errno));
	snprintf(start, sizeof(start), "{\"type\":\"%s\"", type);
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, start, strlen(start)))
			function(line, data);
	}
	fclose(file);
}

/* The number behind a key, or -1. */
static long number_of(const char *record, const char *key)
{
	const char *found = strstr(record, key);

	return found ? strtol(found + strlen(key), NULL, 10) : -1;
}

static void add_first_count(const char *record, void *sum)
{
	long count = number_of(record, "\"counts\":[[");

	expect(count >= 0, "no count in %s", record);
	*(long *)sum += count;
}

static long sum_of(const char *type)
{
	long sum = 0;

	for_each_record(type, add_first_count, &sum);
	return sum;
}

/* The user instructions of a program, as perfex counts them. */
static long perfex_count(const char *backend, const char *program)
{
	/*
	 * A program's start depends on its addresses, its environment and whether its pages have been
	 * used before: instructions that fault are executed again.
	 */
	personality(ADDR_NO_RANDOMIZE);
	run(0,
	    "PERFCTR_BACKEND=%s perfex -q -W 1 -o " RUN_FILE " -e instructions:u -- env -i %s 2>&1",
	    backend, program);
	return sum_of("repetition-end");
}

TEST(library, doctor_names_the_backend)
{
	need_perfex();
	run(0, "PERFCTR_BACKEND=driver perfex doctor 2>&1 | tee /tmp/doctor");
	run(0, "grep -q \"counts through the backend 'driver'\" /tmp/doctor");
	run(0,
	    "PERFCTR_BACKEND=perf perfex doctor 2>&1 | grep \"counts through the backend 'perf'\"");
}

TEST(library, selftest_finds_instructions_right_on_both_backends)
{
	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++) {
		/* of all events, the model has instructions and cycles, and its cycles are not real */
		run(0, "PERFCTR_BACKEND=%s perfex selftest >/tmp/selftest 2>&1; cat /tmp/selftest",
		    backends[i]);
		run(0, "grep -q '^right .*instructions:u' /tmp/selftest");
		run(0, "grep -q '^right .*context-switches' /tmp/selftest");
	}
}

TEST(library, counts_a_loop_exactly_on_both_backends)
{
	long counted[2][2];

	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++) {
		counted[i][0] = perfex_count(backends[i], "guest-tests --loop 1000000");
		counted[i][1] = perfex_count(backends[i], "guest-tests --loop 3000000");
		expect(counted[i][1] - counted[i][0] == 4000000, "%s: 4000000 more count %ld more",
		       backends[i], counted[i][1] - counted[i][0]);
	}
	/* with sanitizers it varies by a few instructions what a program's start executes twice */
	if (backends_that_count() == 2 && !has_sanitizers())
		expect(counted[0][0] == counted[1][0], "driver %ld, perf %ld", counted[0][0],
		       counted[1][0]);
}

TEST(library, counts_a_family_alike_on_both_backends)
{
	long totals[2];

	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++) {
		totals[i] = perfex_count(backends[i], FAMILY);
		expect(totals[i] > 3000000, "%s: %ld", backends[i], totals[i]);
	}
	/* it depends on when its children end what the shell does */
	if (backends_that_count() == 2)
		expect(labs(totals[0] - totals[1]) < 2000, "driver %ld, perf %ld", totals[0],
		       totals[1]);
}

/* Many a kernel's perf leaves out what a task has counted when it ends: this is the driver's alone. */
TEST(library, tasks_add_up_to_the_total_on_the_driver)
{
	long total;

	need_perfex_and_pmu();
	total = perfex_count("driver", FAMILY);
	expect(sum_of("task-end") == total, "the tasks have %ld of %ld", sum_of("task-end"), total);
}

struct profile {
	long loop;    /* number of the function */
	long samples; /* in it */
};

static void find_loop(const char *record, void *data)
{
	struct profile *profile = data;

	if (strstr(record, "\"name\":\"loop\""))
		profile->loop = number_of(record, "\"function\":");
}

static void add_samples(const char *record, void *data)
{
	struct profile *profile = data;

	if (number_of(record, "\"function\":") == profile->loop)
		profile->samples += number_of(record, "\"samples\":[");
}

static void take_number(const char *record, void *number)
{
	*(long *)number = number_of(record, "\"samples\":[");
}

static void take_lost(const char *record, void *number)
{
	*(long *)number = number_of(record, "\"lost\":[");
}

/* A sample of each 50021 instructions, nearly all of which are the loop's. */
static void expect_samples(const char *backend, const char *options)
{
	struct profile profile = { .loop = -1 };
	long all = -1, expected = 2 * 20000000 / 50021;

	run(0,
	    "PERFCTR_BACKEND=%s perfex record -q -o " RUN_FILE " %s -s instructions:u -c 50021"
	    " -- guest-tests --loop 20000000 2>&1",
	    backend, options);
	for_each_record("function", find_loop, &profile);
	for_each_record("line", add_samples, &profile);
	for_each_record("end", take_number, &all);
	expect(all >= expected && all < expected + 10, "%s: %ld samples", backend, all);
	expect(profile.samples >= expected && profile.samples <= all,
	       "%s: %ld of %ld samples are in the loop", backend, profile.samples, all);
}

TEST(library, record_finds_the_loop_on_both_backends)
{
	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++)
		expect_samples(backends[i], "-e task-clock");
}

TEST(library, record_loses_nothing_to_events_that_take_turns)
{
	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++)
		expect_samples(backends[i], "");
}

#define MANY_EVENTS                                                                      \
	"cycles,instructions,branches,branch-misses,cycles:u,instructions:u,branches:u," \
	"branch-misses:u,branches:k,branch-misses:k"

/* More events than there are counters: perfex says how to split them, and each part fits. */
TEST(library, events_that_do_not_fit_are_split_into_parts_that_do)
{
	need_perfex_and_pmu();
	if (guest_is("p4"))
		skip("the events are for processors whose counters count any of them");
	for (int i = 0; i < 2; i++) {
		run(0, "PERFCTR_BACKEND=%s perfex -e " MANY_EVENTS " -- true 2>&1 | tee /tmp/hint",
		    backends[i]);
		run(0,
		    "sed -n \"s/.*don't fit the counters of this machine together: they take [2-9] turns.*"
		    "run perfex once for each of: \\(.*\\))$/\\1/p\" /tmp/hint | tr '|' '\\n' | tr -d ' '"
		    " >/tmp/parts; cat /tmp/parts");
		run(0, "test $(wc -l </tmp/parts) -ge 2");
		/* perf does not count branches on every model. */
		run(0, "test $(tr ',' '\\n' </tmp/parts | sort -u | wc -l) -ge 7");
		run(0,
		    "while read -r part; do PERFCTR_BACKEND=%s perfex -e $part -- true 2>&1; done </tmp/parts"
		    " | tee /tmp/each",
		    backends[i]);
		run(1, "grep -E 'turns|scaled|n/a' /tmp/each");
	}
}

/* The samples of all functions, by their numbers. */
struct functions {
	char name[1000][64];
	long samples[1000];
	unsigned int hottest;
};

static unsigned int function_of(const char *record)
{
	long number = number_of(record, "\"function\":");

	expect(number >= 0 && number < 1000, "function %ld", number);
	return number;
}

static void add_function(const char *record, void *data)
{
	struct functions *functions = data;
	const char *name = strstr(record, "\"name\":\"");

	if (name)
		sscanf(name, "\"name\":\"%63[^\"]", functions->name[function_of(record)]);
}

static void add_function_samples(const char *record, void *data)
{
	struct functions *functions = data;
	unsigned int function = function_of(record);

	functions->samples[function] += number_of(record, "\"samples\":[");
	if (functions->samples[function] > functions->samples[functions->hottest])
		functions->hottest = function;
}

/* Each has a counter of its own and all its samples, or none and is said to have none. */
TEST(library, more_sampled_events_than_counters_are_refused_on_both_backends)
{
	need_perfex_and_pmu();
	if (guest_is("p4"))
		skip("it samples raw events, and NetBurst's are known by name only");
	for (int i = 0; i < 2; i++) {
		run(0,
		    "PERFCTR_BACKEND=%s perfex record -q -o " RUN_FILE " -e task-clock -c 1000003"
		    " -s instructions:u,r00c2:u,r01c2:u,r02c2:u,r03c2:u,r04c2:u,r05c2:u,r06c2:u"
		    " -- guest-tests --loop 20000000 2>&1",
		    backends[i]);
		run(0, "grep -q '\"event\":\"r06c2:u\"[^}]*no counter left' " RUN_FILE);
		run(1, "grep -q '\"event\":\"instructions:u\"[^}]*no counter left' " RUN_FILE);
		run(0, "grep -q '\"samples\":\\[\\(39\\|40\\),' " RUN_FILE);
	}
}

/* What the CPUs have counted is what the samples stand for, but for the rest of a period on each. */
static void record_kernel(const char *backend, long period)
{
	long samples = -1, lost = -1, counted, slack, cpus = sysconf(_SC_NPROCESSORS_ONLN);

	run(0,
	    "PERFCTR_BACKEND=%s perfex record -q -a -o " RUN_FILE " -e instructions:k"
	    " -s instructions:k -c %ld -- dd if=/dev/zero of=/dev/null bs=4k count=6000 2>&1",
	    backend, period);
	run(0, "grep -q '\"type\":\"module\".*\\[kernel\\]' " RUN_FILE);
	for_each_record("end", take_number, &samples);
	for_each_record("end", take_lost, &lost);
	counted = sum_of("repetition-end");
	note("%s: %ld instructions, %ld samples, %ld lost", backend, counted, samples, lost);
	expect(sum_of("cpu-end") == counted, "the CPUs have %ld of %ld", sum_of("cpu-end"),
	       counted);
	/* with sanitizers, perf throttles, and each sample has hundreds of instructions of its own */
	if (has_sanitizers())
		return;
	/* on AMD, perf goes on counting while it sets a counter to its next period */
	slack = strcmp(backend, "perf") ? 0 : 150 * samples;
	expect(labs(counted - (samples + lost) * period) < (cpus + 1) * period + slack,
	       "%s: %ld samples and %ld lost of %ld instructions", backend, samples, lost, counted);
}

/* The kernel zeroes 24 MB. Which function does it, and in how many instructions, kallsyms tells. */
TEST(library, record_finds_what_the_kernel_does_on_all_cpus)
{
	static struct functions functions[2];
	unsigned int hottest[2];
	long samples[2], difference;

	need_perfex_and_pmu();
	for (int i = 0; i < backends_that_count(); i++) {
		/* perf throttles what is much shorter */
		record_kernel(backends[i], 20011);
		for_each_record("function", add_function, &functions[i]);
		for_each_record("line", add_function_samples, &functions[i]);
		hottest[i] = functions[i].hottest;
		samples[i] = functions[i].samples[hottest[i]];
		note("%s: %ld samples in %s", backends[i], samples[i],
		     functions[i].name[hottest[i]]);
		expect(samples[i] > 50, "%ld samples", samples[i]);
	}
	if (backends_that_count() < 2 || has_sanitizers())
		return;
	expect(!strcmp(functions[0].name[hottest[0]], functions[1].name[hottest[1]]), "%s and %s",
	       functions[0].name[hottest[0]], functions[1].name[hottest[1]]);
	/* four standard deviations of what chance makes of the difference */
	difference = samples[0] - samples[1];
	expect(difference * difference < 16 * (samples[0] + samples[1]), "driver %ld, perf %ld",
	       samples[0], samples[1]);
}

static void take_kinds(const char *record, void *data)
{
	long *counts = data;

	expect(sscanf(strstr(record, "\"counts\":"), "\"counts\":[[%ld,%*d,%*d],[%ld,", &counts[0],
		      &counts[1]) == 2,
	       "%s", record);
}

/* The kernel takes the guest for no hybrid, so that it has to be told what is in its place. */
static void pretend_that_perf_knows_the_cores(void)
{
	expect(unshare(CLONE_NEWNS) == 0, "%s", strerror(errno));
	run(0,
	    "mount --make-rprivate / && cd /sys/bus/event_source/devices && mount -t tmpfs none . &&"
	    " cd $PWD && mkdir cpu_core cpu_atom && echo 4 >cpu_core/type && echo 10 >cpu_atom/type");
}

TEST(library, counts_each_kind_of_core_apart)
{
	need_perfex_and_pmu();
	if (!guest_is("hybrid"))
		skip("needs cores of two types");
	pretend_that_perf_knows_the_cores();
	for (int cpu = 0; cpu < 2; cpu++) {
		long counts[2];

		run(0,
		    "PERFCTR_BACKEND=driver taskset %d perfex -q -W 1 -o " RUN_FILE
		    " -e instructions:u -- env -i guest-tests --loop 1000000 2>&1",
		    1 << cpu);
		run(0, "grep -o '\"name\":\"cpu_[a-z]*::instructions:u\"' " RUN_FILE);
		for_each_record("repetition-end", take_kinds, counts);
		note("CPU %d: %ld by large cores, %ld by small ones", cpu, counts[0], counts[1]);
		expect(counts[cpu] > 2000000 && counts[cpu] < 2200000, "%ld", counts[cpu]);
		expect(counts[1 - cpu] == 0, "%ld", counts[1 - cpu]);
	}
}

TEST(library, programs_read_their_own_counters_on_both_backends)
{
	need_perfex_and_pmu();
	if (guest_is("p4"))
		skip("it counts raw events, and NetBurst's are known by name only");
	if (access("/bin/hardware_test", X_OK) < 0)
		skip("native/build/test/hardware_test is not built");
	for (int i = 0; i < 2; i++)
		run(0, "PERFCTR_BACKEND=%s hardware_test 2>&1", backends[i]);
}
