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

static const char count_help[] =
	"Usage: perfex [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"       perfex record [OPTION]... [--] PROGRAM [ARGUMENT]...\n"
	"       perfex list [PATTERN]\n"
	"       perfex doctor [--json]\n"
	"       perfex selftest\n"
	"Runs PROGRAM and counts what the processor does for it and for all that it starts.\n"
	"record also samples where in the source it happens.\n\n"
	"  -e, --event=EVENTS      count these, separated by commas\n"
	"  -g, --group=GROUPS      count the events of these groups and report their metrics\n"
	"  -r, --repeat=NUMBER     run PROGRAM so often; report mean, deviation and 95 % interval\n"
	"  -W, --warm-up=NUMBER    run it so often before, without counting\n"
	"  -I, --interval=MS       take a snapshot of the counts every MS milliseconds\n"
	"  -o, --output=FILE       write the run file to FILE\n"
	"  -q, --quiet             print no report\n"
	"      --help              print this\n"
	"      --version           print the version\n\n"
	"Only with record:\n"
	"  -s, --sample=EVENTS     sample these (default: cpu-clock in user mode)\n"
	"  -F, --frequency=NUMBER  take so many samples a second (default: 1000)\n"
	"  -c, --period=NUMBER     take a sample every so many counts instead\n\n"
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

static int parse_option(struct options *options, int option)
{
	uint64_t number;
	int result;

	switch (option) {
	case 'e':
		options->events = optarg;
		return 0;
	case 'g':
		options->groups = optarg;
		return 0;
	case 'o':
		options->output = optarg;
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
		options->sampled = optarg;
		return 0;
	case 'F':
		return parse_number("--frequency", optarg, MAX_FREQUENCY, &options->frequency);
	case 'c':
		return parse_number("--period", optarg, INT64_MAX, &options->period);
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

int options_parse(struct options *options, int argc, char **argv)
{
	static const struct option record_options[] = {
		{"sample", required_argument, NULL, 's'},
		{"frequency", required_argument, NULL, 'F'},
		{"period", required_argument, NULL, 'c'},
		{"event", required_argument, NULL, 'e'},
		{"group", required_argument, NULL, 'g'},
		{"repeat", required_argument, NULL, 'r'},
		{"warm-up", required_argument, NULL, 'W'},
		{"interval", required_argument, NULL, 'I'},
		{"output", required_argument, NULL, 'o'},
		{"quiet", no_argument, NULL, 'q'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{0},
	};
	/* A plain count has the same ones but for the first three. */
	const struct option *longs = options->record ? record_options : record_options + 3;
	const char *shorts = options->record ? "+e:g:r:W:I:o:qs:F:c:" : "+e:g:r:W:I:o:q";
	int option;

	options->repetitions = 1;
	while ((option = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		int result = parse_option(options, option);

		if (result)
			return result;
	}
	if (options->frequency && options->period)
		return complain("--frequency and --period exclude each other: give one of them");
	if (options->output && !*options->output)
		return complain("--output '': expected the name of a file");
	if (!argv[optind])
		return complain("no program to run: expected perfex [OPTION]... [--] PROGRAM "
				"[ARGUMENT]... ('perfex --help' shows the options)");
	options->command = argv + optind;
	return 0;
}
