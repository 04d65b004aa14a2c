// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * touch fork|thread|family|orphan|kill COUNT PAGES: COUNT tasks after each other, the n-th of which
 * (from 0) touches n * PAGES pages for the first time. fork: children. thread: threads. family:
 * threads of children, which touch none. orphan: grandchildren whose parent has ended; this program
 * waits for them. kill: children that are then killed.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static __attribute__((noinline)) void touch(int pages)
{
	size_t page = sysconf(_SC_PAGESIZE);
	volatile char *memory = mmap(NULL, (pages + 1) * page, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise((void *)memory, (pages + 1) * page, MADV_NOHUGEPAGE);
	for (int i = 0; i < pages; i++)
		memory[i * page] = 1;
}

static void *touch_in_thread(void *pages)
{
	char name[16];

	snprintf(name, sizeof(name), "touch-%d", *(int *)pages);
	prctl(PR_SET_NAME, name);
	touch(*(int *)pages);
	return NULL;
}

static void touch_in_new_thread(int pages)
{
	pthread_t thread;

	pthread_create(&thread, NULL, touch_in_thread, &pages);
	pthread_join(thread, NULL);
}

static void child(const char *mode, int pages)
{
	if (strcmp(mode, "family") == 0)
		touch_in_new_thread(pages);
	else
		touch_in_thread(&pages);
	if (strcmp(mode, "kill") == 0)
		raise(SIGKILL);
	_exit(0);
}

static void start(const char *mode, int pages)
{
	pid_t middle;

	if (strcmp(mode, "thread") == 0) {
		touch_in_new_thread(pages);
		return;
	}
	if (fork() == 0) {
		if (strcmp(mode, "orphan") != 0)
			child(mode, pages);
		middle = getpid();
		if (fork() == 0) {
			/* At least once, so that each does the same. */
			do
				usleep(100);
			while (getppid() == middle);
			child(mode, pages);
		}
		_exit(0);
	}
	wait(NULL);
}

int main(int argc, char **argv)
{
	int count = argc == 4 ? atoi(argv[2]) : 0;
	int gone[2];
	char end;

	if (count == 0 || pipe(gone) < 0)
		return 2;
	for (int i = 0; i < count; i++)
		start(argv[1], i * atoi(argv[3]));
	/* The pipe ends when the last orphan has. */
	close(gone[1]);
	return read(gone[0], &end, 1) != 0;
}
