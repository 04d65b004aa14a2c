// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * steps: does what each letter on its standard input says, and answers with the letter.
 * p: touches 100 pages for the first time. P: so in a thread that was there from the beginning.
 * t: so in a new thread, which then ends. c: so in a new process, which then ends. l: so in a new
 * thread, which lives on. At the end of its input it ends.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGES 100

static sem_t wanted, done;

static void touch(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	volatile char *memory = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise((void *)memory, PAGES * page, MADV_NOHUGEPAGE);
	for (int i = 0; i < PAGES; i++)
		memory[i * page] = 1;
}

static void *touch_when_wanted(void *unused)
{
	for (;;) {
		sem_wait(&wanted);
		touch();
		sem_post(&done);
	}
	return unused;
}

static void *touch_and_stay(void *unused)
{
	touch();
	sem_post(&done);
	pause();
	return unused;
}

static void *touch_and_end(void *unused)
{
	touch();
	return unused;
}

static void step(int letter)
{
	pthread_t thread;

	switch (letter) {
	case 'p':
		touch();
		return;
	case 'P':
		sem_post(&wanted);
		sem_wait(&done);
		return;
	case 't':
		pthread_create(&thread, NULL, touch_and_end, NULL);
		pthread_join(thread, NULL);
		return;
	case 'l':
		pthread_create(&thread, NULL, touch_and_stay, NULL);
		sem_wait(&done);
		return;
	case 'c':
		if (fork() == 0) {
			touch();
			_exit(0);
		}
		wait(NULL);
		return;
	}
}

int main(void)
{
	pthread_t thread;
	char letter;

	sem_init(&wanted, 0, 0);
	sem_init(&done, 0, 0);
	pthread_create(&thread, NULL, touch_when_wanted, NULL);
	while (read(STDIN_FILENO, &letter, 1) == 1) {
		step(letter);
		if (write(STDOUT_FILENO, &letter, 1) != 1)
			return 1;
	}
	return 0;
}
