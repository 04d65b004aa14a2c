// SPDX-License-Identifier: LGPL-2.1-or-later
/* instructions: one loop whose time goes to a division, with all kinds of instructions around. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline uint64_t square(uint64_t x)
{
	return x * x; // line: square
}

__attribute__((noipa)) static uint64_t divide(uint64_t n, const signed char *table)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < n; i++)
		sum += (square(i) + sum) / (i | 1) + table[i & 7]; // line: divide
	return sum;
}

/* Not hot: for what its code consists of. */
__attribute__((noipa)) static double mixture(const char *text, double x, unsigned char *to)
{
	static int (*const functions[])(int) = {abs};
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++) {
		switch (text[i]) {
		case 'a':
			x += 1;
			break;
		case 'b':
			x *= x;
			break;
		case 'c':
			x /= 3;
			break;
		case 'd':
			to[i] = x > 5;
			break;
		case 'e':
			to[i] += functions[0](text[i]);
			break;
		case 'f':
			x = (float)x;
			break;
		default:
			to[i] = (short)x < length ? text[i] : -text[i];
		}
	}
	return x;
}

int main(int argc, char **argv)
{
	unsigned char to[256] = {0};
	uint64_t rounds = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	uint64_t sum = 0;
	double x = 0;

	for (uint64_t i = 0; i < 5; i++)
		sum += divide(rounds * 10000000 + i, (const signed char *)"abcdefg");
	for (int i = 0; i < 1500000; i++)
		x += mixture("fedcba xyz", i, to);
	printf("%ju %f %d\n", (uintmax_t)sum, x, to[3]);
	return 0;
}
