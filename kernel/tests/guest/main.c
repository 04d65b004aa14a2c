// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest-tests [--list] [PATTERN...]	runs the tests, or lists them
 * guest-tests --loop N			executes loop(N): something to exec in tests
 * guest-tests --overflow FD		counts on that vperfctr, which is its own: is an overflow signalled?
 */
#include <stdlib.h>
#include <string.h>

#include "driver.h"

int main(int argc, char *argv[])
{
	if (argc == 3 && !strcmp(argv[1], "--loop")) {
		loop(strtoul(argv[2], NULL, 0));
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "--overflow"))
		return is_overflow_signalled(atoi(argv[2])) ? 0 : 1;
	return tap_main(argc, argv);
}
