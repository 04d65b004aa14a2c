// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex doctor: what can be counted here, and what opens the rest. */
#include "options.h"

#include <getopt.h>
#include <perfctr.h>
#include <stdio.h>

static const char help[] = "Usage: perfex doctor [--json]\n"
			   "Tells what can be counted here, and how to make more possible.\n\n"
			   "      --json  print it as JSON\n"
			   "      --help  print this\n";

static bool any_works(const struct perfctr_doctor *doctor)
{
	for (int i = 0; i < perfctr_doctor_count(doctor); i++)
		if (perfctr_doctor_works(doctor, i))
			return true;
	return false;
}

static int print_json(void)
{
	char *json = perfctr_doctor_json();

	if (!json)
		return complain("%s", perfctr_error());
	puts(json);
	perfctr_free(json);
	return 0;
}

static void print_finding(const struct perfctr_doctor *doctor, int index)
{
	const char *remedy = perfctr_doctor_remedy(doctor, index);

	if (perfctr_doctor_works(doctor, index)) {
		printf("  yes  %s\n", perfctr_doctor_about(doctor, index));
		return;
	}
	printf("  no   %s: %s\n", perfctr_doctor_about(doctor, index),
	       perfctr_doctor_reason(doctor, index));
	if (*remedy)
		printf("       -> %s\n", remedy);
}

static void print_text(const struct perfctr_doctor *doctor)
{
	printf("perfex %s counts through the backend '%s': %s\n", perfctr_version(),
	       perfctr_backend(), perfctr_backend_reason());
	for (int i = 0; i < perfctr_doctor_count(doctor); i++)
		print_finding(doctor, i);
}

static int print(bool as_json)
{
	struct perfctr_doctor *doctor = perfctr_doctor_open();
	int result;

	if (!doctor)
		return complain("%s", perfctr_error());
	result = any_works(doctor) ? 0 : EXIT_PERFEX;
	if (as_json)
		result |= print_json();
	else
		print_text(doctor);
	perfctr_doctor_close(doctor);
	return result;
}

int doctor_command(int argc, char **argv)
{
	static const struct option longs[] = {
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	bool json = false;
	int option;

	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (option == 'h') {
			fputs(help, stdout);
			return 0;
		}
		if (option != 'j')
			return complain("'perfex doctor --help' shows the options");
		json = true;
	}
	if (argv[optind])
		return complain("doctor takes no arguments: '%s'", argv[optind]);
	return print(json);
}
