// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * calls WHAT UNITS: time that is spread over calls by construction.
 * shares: one() spends 30 % itself and 50 % in two(), two() is called directly for 20 %.
 * recursion, deep: half of the time at the bottom of a recursion, the other half in main's two().
 * handler: half in a signal's handler, half in the function that it interrupts.
 * threads: two threads do what shares does, and main waits for them.
 * library() does what shares does, for who opens this as a library.
 * What follows a call keeps it from becoming a jump.
 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A round takes many sampling periods: else the two could beat. */
#define UNIT 1000000

static volatile uint64_t sink;

uint64_t library(uint64_t x, unsigned units);

/* A function that calls none has no frame of its own, whatever gcc is told. */
static uint64_t __attribute__((noinline)) next(void)
{
	return sink += 1;
}

#define spin(units)                                                                                \
	do {                                                                                       \
		uint64_t x = next();                                                               \
		for (long i = 0; i < (long)(units)*UNIT; i++) {                                    \
			x ^= x << 13;                                                              \
			x ^= x >> 7;                                                               \
			x ^= x << 17;                                                              \
		}                                                                                  \
		sink = x;                                                                          \
	} while (0)

/* clang-format off */
static void __attribute__((noinline)) two(int units)
{
	spin(units); /* line: two */
}

static void __attribute__((noinline)) one(int units)
{
	spin(3 * units); /* line: one */
	two(5 * units); /* line: one calls two */
	sink++;
}

static void __attribute__((noinline)) shares(int units)
{
	for (int i = 0; i < units; i++) {
		one(1); /* line: calls one */
		two(2); /* line: calls two */
	}
	sink++;
}

static void __attribute__((noinline)) recurse(int depth)
{
	if (depth)
		recurse(depth - 1); /* line: recurses */
	else
		spin(5); /* line: bottom */
	sink++;
}

static void recursion(int units, int depth)
{
	for (int i = 0; i < units; i++) {
		recurse(depth); /* line: calls recurse */
		two(5); /* line: calls two instead */
	}
}

static void handle(int signal)
{
	spin(signal == SIGUSR1 ? 5 : 1); /* line: handler */
}

static void __attribute__((noinline)) interrupted(void)
{
	raise(SIGUSR1);
	spin(5); /* line: interrupted */
}

static void handler(int units)
{
	signal(SIGUSR1, handle);
	for (int i = 0; i < units; i++)
		interrupted(); /* line: calls interrupted */
}

static void *run(void *units)
{
	shares((int)(intptr_t)units); /* line: thread */
	return NULL;
}
/* clang-format on */

static void threads(int units)
{
	pthread_t thread[2];

	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, run, (void *)(intptr_t)units);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
}

uint64_t library(uint64_t x, unsigned units)
{
	sink = x;
	shares(units);
	return sink;
}

int main(int argc, char **argv)
{
	const char *what = argc == 3 ? argv[1] : "";
	int units = argc == 3 ? atoi(argv[2]) : 0;

	if (strcmp(what, "shares") == 0)
		shares(units);
	else if (strcmp(what, "recursion") == 0)
		recursion(units, 20);
	else if (strcmp(what, "deep") == 0)
		recursion(units, 5000);
	else if (strcmp(what, "handler") == 0)
		handler(units);
	else if (strcmp(what, "threads") == 0)
		threads(units);
	else
		return 1;
	printf("%lu\n", (unsigned long)sink);
	return 0;
}
