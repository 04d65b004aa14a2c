// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <perfctr.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FREQUENCY	100000
#define MAX_REPETITIONS 1000000
#define MAX_INTERVAL	86400000
#define DEFAULT_STACK	8192

#define DEFAULT_INSTRUCTIONS 20000

#define SYNOPSIS "expected perfex [OPTION]... [--] PROGRAM [ARGUMENT]..."

static const char count_help[] =
	"Usage: perfex [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"       perfex record [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"       perfex list [PATTERN]\n"
	"       perfex doctor [--json]\n"
	"       perfex selftest\n"
	"Runs PROGRAM and counts what the processor does for it and for all that it starts.\n"
	"record also samples where in the source it happens.\n\n"
	"What is counted:\n"
	"  -e, --event=EVENTS      these events, separated by commas\n"
	"  -g, --group=GROUPS      the events of these groups; their metrics are reported\n"
	"Where:\n"
	"  -p, --pid=PIDS          in running processes, until they or PROGRAM end, or Ctrl-C\n"
	"  -C, --cpu=CPUS          on these CPUs (0-3,8), whoever runs, until PROGRAM ends or "
	"Ctrl-C\n"
	"  -a, --all-cpus          on all CPUs\n"
	"How often:\n"
	"  -r, --repeat=NUMBER     run PROGRAM so often; report mean, deviation and 95 % interval\n"
	"  -W, --warm-up=NUMBER    run it so often before, without counting\n"
	"  -I, --interval=MS       take a snapshot of the counts every MS milliseconds\n"
	"      --against=OTHER     run the program OTHER in turn with PROGRAM, and compare the "
	"two\n"
	"Where it goes:\n"
	"  -o, --output=FILE       write the run file to FILE\n"
	"  -x, --csv=SEPARATOR     print the report for programs: fields, as perf stat -x\n"
	"  -j, --json              print the report for programs: JSON, as perf stat -j\n"
	"  -q, --quiet             print no report\n\n"
	"      --die-together      kill PROGRAM when perfex is killed\n"
	"      --help              print this\n"
	"      --version           print the version\n\n"
	"Only with record:\n"
	"  -s, --sample=EVENTS     sample these (default: cpu-clock in user mode)\n"
	"  -F, --frequency=NUMBER  take so many samples a second (default: 1000)\n"
	"  -c, --period=NUMBER     take a sample every so many counts instead\n"
	"      --instructions=NUMBER\n"
	"                          keep so many instructions, those of the hottest functions\n"
	"                          (default: 20000; 0: none)\n"
	"      --debuginfod        fetch debug information from the servers in DEBUGINFOD_URLS\n"
	"      --call-graph=HOW    note the callers, too: fp (by frame pointers) or\n"
	"                          dwarf[,BYTES] (by so much of the stack, default: 8192)\n\n"
	"perfex ends as PROGRAM does; it ends with 125 if it fails itself, 126 if PROGRAM can't "
	"be\n"
	"executed and 127 if it is not found.\n";

int complain(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fputs("perfex: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_PERFEX;
}

static int parse_number(const char *option, const char *text, uint64_t limit, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || *number == 0 || *number > limit)
		return complain("%s '%s': expected a whole number from 1 to %llu", option, text,
				(unsigned long long)limit);
	return 0;
}

/* An option that is given again adds to what it named before. */
static int add_names(char **names, const char *more)
{
	char *all;

	if (asprintf(&all, "%s%s%s", *names ? *names : "", *names ? "," : "", more) < 0)
		return complain("out of memory");
	free(*names);
	*names = all;
	return 0;
}

static int parse_pids(struct numbers *pids, const char *text)
{
	if (numbers_parse(pids, text, false) == 0)
		return 0;
	return complain("--pid '%s': expected process ids, separated by commas", text);
}

static bool is_on(const struct perfctr_cpus *info, int cpu)
{
	int words = sizeof(info->online) / sizeof(info->online[0]);

	return cpu / 64 < words && info->online[cpu / 64] >> cpu % 64 & 1;
}

static int get_cpus(struct perfctr_cpus *info)
{
	*info = (struct perfctr_cpus){.size = sizeof(*info)};
	return perfctr_cpus_info(info) < 0 ? complain("%s", perfctr_error()) : 0;
}

static int take_all_cpus(struct numbers *cpus)
{
	struct perfctr_cpus info;
	int result = get_cpus(&info);

	for (int i = 0; !result && i < 8 * (int)sizeof(info.online); i++)
		if (is_on(&info, i) && numbers_add(cpus, i) < 0)
			result = complain("out of memory");
	return result;
}

static int parse_cpus(struct numbers *cpus, const char *text)
{
	struct perfctr_cpus info;
	int result;

	if (numbers_parse(cpus, text, true) < 0)
		return complain("--cpu '%s': expected CPUs such as 0-3,8", text);
	result = get_cpus(&info);
	for (int i = 0; !result && i < cpus->count; i++)
		if (!is_on(&info, cpus->number[i]))
			result =
				complain("--cpu '%s': there is no CPU %d, or it is off "
					 "(/sys/devices/system/cpu/online lists those that are on)",
					 text, cpus->number[i]);
	return result;
}

static int parse_call_graph(struct options *options, const char *how)
{
	uint64_t size = DEFAULT_STACK;

	if (strcmp(how, "fp") == 0) {
		options->stack = PERFCTR_STACK_CALLS;
		return 0;
	}
	if (strncmp(how, "dwarf", 5) != 0 || (how[5] && how[5] != ','))
		return complain("--call-graph '%s': expected fp, dwarf or dwarf,BYTES", how);
	if (how[5] && parse_number("--call-graph dwarf,BYTES", how + 6, MAX_STACK, &size))
		return EXIT_PERFEX;
	options->stack = PERFCTR_STACK_DUMP;
	options->stack_size = (size + 7) & ~UINT64_C(7);
	return 0;
}

static int parse_option(struct options *options, int option)
{
	uint64_t number;
	int result;

	switch (option) {
	case 'e':
		return add_names(&options->events, optarg);
	case 'g':
		return add_names(&options->groups, optarg);
	case 'p':
		return parse_pids(&options->pids, optarg);
	case 'C':
		return parse_cpus(&options->cpus, optarg);
	case 'a':
		return take_all_cpus(&options->cpus);
	case 'A':
		options->against = optarg;
		return 0;
	case 'o':
		options->output = optarg;
		return 0;
	case 'x':
		/* As perf stat takes it. */
		options->separator = strcmp(optarg, "\\t") == 0 ? "\t" : optarg;
		return 0;
	case 'j':
		options->json = true;
		return 0;
	case 'D':
		options->together = true;
		return 0;
	case 'r':
		result = parse_number("--repeat", optarg, MAX_REPETITIONS, &number);
		options->repetitions = number;
		return result;
	case 'W':
		result = parse_number("--warm-up", optarg, MAX_REPETITIONS, &number);
		options->warm_ups = number;
		return result;
	case 'I':
		return parse_number("--interval", optarg, MAX_INTERVAL, &options->interval);
	case 'q':
		options->quiet = true;
		return 0;
	case 's':
		return add_names(&options->sampled, optarg);
	case 'F':
		return parse_number("--frequency", optarg, MAX_FREQUENCY, &options->frequency);
	case 'c':
		return parse_number("--period", optarg, INT64_MAX, &options->period);
	case 'N':
		options->instructions = 0;
		if (strcmp(optarg, "0") == 0)
			return 0;
		return parse_number("--instructions", optarg, INT32_MAX, &options->instructions);
	case 'U':
		options->debuginfod = true;
		return 0;
	case 'G':
		return parse_call_graph(options, optarg);
	case 'h':
		fputs(count_help, stdout);
		return -1;
	case 'V':
		printf("perfex %s\n", perfctr_version());
		return -1;
	}
	complain("'perfex --help' shows the options");
	return EXIT_PERFEX;
}

/* Two options that can't be given together. */
struct exclusion {
	bool both;
	const char *names, *why;
};

static int check_together(const struct options *options)
{
	bool pids = options->pids.count, cpus = options->cpus.count;
	const struct exclusion exclusions[] = {
		{options->frequency && options->period, "--frequency and --period",
		 "give one of them"},
		{pids && cpus, "--pid and --cpu", "count processes or CPUs"},
		{options->separator && options->json, "--csv and --json", "give one of them"},
		{options->against && (pids || cpus), "--against and --pid or --cpu",
		 "two programs are compared"},
		{options->against && options->interval, "--against and --interval",
		 "each program has its own time"},
		{options->against && (options->separator || options->json),
		 "--against and --csv or --json",
		 "write run files with -o, and let 'perfctr diff' export the comparison"},
	};

	for (size_t i = 0; i < sizeof(exclusions) / sizeof(exclusions[0]); i++)
		if (exclusions[i].both)
			return complain("%s exclude each other: %s", exclusions[i].names,
					exclusions[i].why);
	return 0;
}

static int check(const struct options *options)
{
	bool needs_none = options->pids.count || options->cpus.count;
	int result = check_together(options);

	if (result)
		return result;
	if (options->output && !*options->output)
		return complain("--output '': expected the name of a file");
	if (options->separator && !*options->separator)
		return complain("--csv '': expected what separates the fields, such as ,");
	if (!options->command[0] && !needs_none)
		return complain("no program to run: " SYNOPSIS
				" ('perfex --help' shows the options)");
	if (!options->command[0] && (options->repetitions > 1 || options->warm_ups))
		return complain("--repeat and --warm-up need a program, whose end is that of a "
				"repetition: " SYNOPSIS);
	return 0;
}

int options_parse(struct options *options, int argc, char **argv)
{
	static const struct option record_options[] = {
		{"debuginfod", no_argument, NULL, 'U'},
		{"sample", required_argument, NULL, 's'},
		{"frequency", required_argument, NULL, 'F'},
		{"period", required_argument, NULL, 'c'},
		{"instructions", required_argument, NULL, 'N'},
		{"call-graph", required_argument, NULL, 'G'},
		{"event", required_argument, NULL, 'e'},
		{"group", required_argument, NULL, 'g'},
		{"pid", required_argument, NULL, 'p'},
		{"cpu", required_argument, NULL, 'C'},
		{"all-cpus", no_argument, NULL, 'a'},
		{"against", required_argument, NULL, 'A'},
		{"repeat", required_argument, NULL, 'r'},
		{"warm-up", required_argument, NULL, 'W'},
		{"interval", required_argument, NULL, 'I'},
		{"output", required_argument, NULL, 'o'},
		{"csv", required_argument, NULL, 'x'},
		{"json", no_argument, NULL, 'j'},
		{"quiet", no_argument, NULL, 'q'},
		{"die-together", no_argument, NULL, 'D'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	/* A plain count has the same ones but for the first six. */
	const struct option *longs = options->record ? record_options : record_options + 6;
	const char *shorts =
		options->record ? "+e:g:p:C:ar:W:I:o:x:jqs:F:c:" : "+e:g:p:C:ar:W:I:o:x:jq";
	int option;

	options->instructions = DEFAULT_INSTRUCTIONS;
	while ((option = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		int result = parse_option(options, option);

		if (result)
			return result;
	}
	options->command = argv + optind;
	return check(options);
}

void options_free(struct options *options)
{
	free(options->events);
	free(options->groups);
	free(options->sampled);
	numbers_free(&options->pids);
	numbers_free(&options->cpus);
}
