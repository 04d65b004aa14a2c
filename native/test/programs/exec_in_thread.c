// SPDX-License-Identifier: LGPL-2.1-or-later
/* exec_in_thread: a thread that is not the first one executes true. */
#include <pthread.h>
#include <unistd.h>

static void *become(void *none)
{
	execlp("true", "true", (char *)NULL);
	return none;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, become, NULL);
	pause();
	return 1;
}
