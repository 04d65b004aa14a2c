// SPDX-License-Identifier: LGPL-2.1-or-later
/* spin: computes in a function of its own, in an inlined one, and in a child. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static inline __attribute__((always_inline)) unsigned mix(unsigned x)
{
	x ^= x << 13;
	x ^= x >> 17; /* line: mix */
	x ^= x << 5;
	return x;
}

__attribute__((noinline)) unsigned hot(unsigned times)
{
	unsigned x = 1;

	while (times--)
		x = mix(x);
	return x;
}

__attribute__((noinline)) unsigned in_child(unsigned times)
{
	unsigned x = 1;

	while (times--)
		x = x * 1664525 + 1013904223; /* line: child */
	return x;
}

int main(void)
{
	unsigned result;

	if (fork() == 0)
		_exit(in_child(100000000) == 1);
	result = hot(150000000);
	wait(NULL);
	printf("%u\n", result);
	return 0;
}
