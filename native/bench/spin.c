// SPDX-License-Identifier: LGPL-2.1-or-later
/* spin THREADS ROUNDS: the same work in each thread; prints the seconds by the clock and on
 * processors. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define UNIT	    1000000
#define THREADS_MAX 64

static int rounds;
static uint64_t results[THREADS_MAX];

static void *spin(void *result)
{
	uint64_t x = 1;

	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < UNIT; i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
		}
	*(uint64_t *)result = x;
	return NULL;
}

static double now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	int threads = argc > 2 ? atoi(argv[1]) : 0;
	pthread_t thread[THREADS_MAX];
	double start = now(CLOCK_MONOTONIC);

	if (threads < 1 || threads > THREADS_MAX)
		return 1;
	rounds = atoi(argv[2]);
	for (int i = 0; i < threads; i++)
		if (pthread_create(&thread[i], NULL, spin, &results[i]) != 0)
			return 1;
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	printf("%.6f %.6f\n", now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID));
	return results[0] == 0;
}
