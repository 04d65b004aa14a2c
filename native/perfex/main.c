// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"

#include <string.h>

int main(int argc, char **argv)
{
	struct options options = {0};
	int result;

	if (argc > 1 && strcmp(argv[1], "list") == 0)
		return list_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "doctor") == 0)
		return doctor_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "selftest") == 0)
		return selftest_command(argc - 1, argv + 1);
	options.record = argc > 1 && strcmp(argv[1], "record") == 0;
	result = options_parse(&options, argc - options.record, argv + options.record);
	if (result)
		return result < 0 ? 0 : result;
	return count_command(&options);
}
