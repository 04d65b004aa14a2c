// SPDX-License-Identifier: LGPL-2.1-or-later
/* rename NAME: a child by this name. */
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	if (fork() == 0) {
		prctl(PR_SET_NAME, argv[1]);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
