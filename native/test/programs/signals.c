// SPDX-License-Identifier: LGPL-2.1-or-later
/* signals: prints "ready", then the name of each signal that it gets; ends at SIGTERM with 7. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	sigset_t all;
	int number;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	puts("ready");
	fflush(stdout);
	while (sigwait(&all, &number) == 0) {
		printf("%s\n", sigabbrev_np(number));
		fflush(stdout);
		if (number == SIGTERM)
			return 7;
	}
	return 1;
}
