// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What perfex opens must not take the place of a standard stream that is closed. */
static void occupy_streams(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	while (fd >= 0 && fd <= STDERR_FILENO)
		fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	close(fd);
}

int main(int argc, char **argv)
{
	struct options options = {0};
	int result;

	occupy_streams();
	/* Line by line; unbuffered, each word of a report would be a system call. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	if (argc > 1 && strcmp(argv[1], "list") == 0)
		return list_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "doctor") == 0)
		return doctor_command(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "selftest") == 0)
		return selftest_command(argc - 1, argv + 1);
	options.record = argc > 1 && strcmp(argv[1], "record") == 0;
	result = options_parse(&options, argc - options.record, argv + options.record);
	if (!result)
		result = options.against ? against_command(&options) : count_command(&options);
	options_free(&options);
	return result < 0 ? 0 : result;
}
