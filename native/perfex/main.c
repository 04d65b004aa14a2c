// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"

#include <errno.h>
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

/* getopt's messages begin with the name of the command. */
static int run_command(int (*command)(int argc, char **argv), const char *name, int argc,
		       char **argv)
{
	argv[1] = (char *)name;
	return command(argc - 1, argv + 1);
}

static int count_or_record(int argc, char **argv)
{
	struct options options = {.record = argc > 1 && strcmp(argv[1], "record") == 0};
	int result;

	argv[options.record] = options.record ? "perfex record" : "perfex";
	result = options_parse(&options, argc - options.record, argv + options.record);
	if (!result)
		result = options.against ? against_command(&options) : count_command(&options);
	options_free(&options);
	return result < 0 ? 0 : result;
}

static int run(int argc, char **argv)
{

	if (argc > 1 && strcmp(argv[1], "list") == 0)
		return run_command(list_command, "perfex list", argc, argv);
	if (argc > 1 && strcmp(argv[1], "doctor") == 0)
		return run_command(doctor_command, "perfex doctor", argc, argv);
	if (argc > 1 && strcmp(argv[1], "selftest") == 0)
		return run_command(selftest_command, "perfex selftest", argc, argv);
	return count_or_record(argc, argv);
}

int main(int argc, char **argv)
{
	int result;

	occupy_streams();
	/* Line by line; unbuffered, each word of a report would be a system call. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	result = run(argc, argv);
	if (ferror(stdout) | fflush(stdout))
		return complain("can't write to the standard output: %s", strerror(errno));
	return result;
}
