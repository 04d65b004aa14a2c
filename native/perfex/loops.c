// SPDX-License-Identifier: LGPL-2.1-or-later
#include "loops.h"

#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define NEAR_SIZE (16 << 10)
#define FAR_LINES (UINT64_C(1) << 20)
#define LINE_SIZE 64

struct line {
	struct line *next;
	char rest[LINE_SIZE - sizeof(struct line *)];
};

static struct line *far_lines;

void loop_instructions(uint64_t n)
{
	__asm__ volatile("1: dec %0; jnz 1b" : "+r"(n) : : "cc");
}

static uint64_t next_random(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

void loop_random_branches(uint64_t n)
{
	uint64_t x = 88172645463325252;

	while (n--) {
		x = next_random(x);
		/* The compiler must not turn it into something without a branch. */
		__asm__ volatile("test $1, %b0; jz 1f; nop; 1:" : : "q"(x) : "cc");
	}
}

void loop_near_loads(uint64_t n)
{
	static volatile uint64_t near_words[NEAR_SIZE / sizeof(uint64_t)];

	while (n--)
		(void)near_words[n % (NEAR_SIZE / sizeof(uint64_t))];
}

/* One cycle through all lines, in an order that no prefetcher guesses. */
int loop_far_setup(void)
{
	uint64_t x = 88172645463325252;

	far_lines = mmap(NULL, FAR_LINES * sizeof(*far_lines), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (far_lines == MAP_FAILED)
		return -1;
	madvise(far_lines, FAR_LINES * sizeof(*far_lines), MADV_NOHUGEPAGE);
	for (uint64_t i = 0; i < FAR_LINES; i++)
		far_lines[i].next = &far_lines[i];
	/* Sattolo's shuffle: always a single cycle. */
	for (uint64_t i = FAR_LINES - 1; i > 0; i--) {
		struct line *other;
		uint64_t j;

		x = next_random(x);
		j = x % i;
		other = far_lines[i].next;
		far_lines[i].next = far_lines[j].next;
		far_lines[j].next = other;
	}
	return 0;
}

void loop_far_loads(uint64_t n)
{
	struct line *volatile line = far_lines;
	struct line *at = line;

	while (n--)
		at = at->next;
	line = at;
}

void loop_far_release(void)
{
	munmap(far_lines, FAR_LINES * sizeof(*far_lines));
}

void loop_page_faults(uint64_t n)
{
	size_t page = sysconf(_SC_PAGESIZE);
	volatile char *memory =
		mmap(NULL, n * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return;
	madvise((void *)memory, n * page, MADV_NOHUGEPAGE);
	for (uint64_t i = 0; i < n; i++)
		memory[i * page] = 1;
	munmap((void *)memory, n * page);
}

void loop_sleeps(uint64_t n)
{
	while (n--)
		/* Long enough to be still asleep when the kernel takes the processor away. */
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}
