// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stacks whose content is hostile: random bytes, return addresses at random, and addresses of the
 * stack itself. Whatever they are, unwinding ends, within bounds and inside what is mapped.
 */
#include "../perfex/unwind.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define STACKS	   20000
#define STACK_SIZE 4096
#define STACK_AT   UINT64_C(0x7ffc00000000)

struct mapped {
	struct spaces spaces;
	uint64_t code[64], size[64];
	int count;
};

/* The executable mappings of this program stand for those of the one that is unwound. */
static void read_maps(struct mapped *mapped)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512], permissions[8], name[256];
	uint64_t start, end, offset;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) && mapped->count < 64) {
		struct perfctr_record record = {.type = PERFCTR_RECORD_MAP, .pid = 1, .tid = 1};

		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %*s %*s %255s", &start,
			   &end, permissions, &offset, name) != 5 ||
		    permissions[2] != 'x')
			continue;
		record.address = start;
		record.length = end - start;
		record.offset = offset;
		record.name = name;
		spaces_record(&mapped->spaces, &record);
		mapped->code[mapped->count] = start;
		mapped->size[mapped->count++] = end - start;
	}
	fclose(maps);
	assert_true(mapped->count >= 2);
}

static uint64_t number(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static uint64_t code_address(const struct mapped *mapped, uint64_t *seed)
{
	int map = number(seed) % mapped->count;

	return mapped->code[map] + number(seed) % mapped->size[map];
}

static uint64_t word(const struct mapped *mapped, uint64_t *seed)
{
	switch (number(seed) % 4) {
	case 0:
		return number(seed);
	case 1:
		return STACK_AT + number(seed) % (2 * STACK_SIZE);
	default:
		return code_address(mapped, seed);
	}
}

static void hostile_stacks_end(void **state)
{
	uint64_t stack[STACK_SIZE / sizeof(uint64_t)], registers[PERFCTR_REGISTERS];
	static uint64_t addresses[CALLS_MAX];
	struct mapped mapped = {0};
	struct unwinder *unwinder;
	uint64_t seed = 42;
	int deepest = 0;

	(void)state;
	spaces_init(&mapped.spaces);
	read_maps(&mapped);
	unwinder = unwinder_open(&mapped.spaces);
	assert_non_null(unwinder);
	for (int i = 0; i < STACKS; i++) {
		struct perfctr_record sample = {
			.type = PERFCTR_RECORD_SAMPLE,
			.pid = 1,
			.tid = 1,
			.time = i,
			.registers = registers,
			.stack = stack,
			.stack_size = number(&seed) % (STACK_SIZE + 1),
		};
		bool whole;
		int count;

		for (size_t j = 0; j < STACK_SIZE / sizeof(uint64_t); j++)
			stack[j] = word(&mapped, &seed);
		for (int j = 0; j < PERFCTR_REGISTERS; j++)
			registers[j] = word(&mapped, &seed);
		registers[PERFCTR_REGISTER_SP] = STACK_AT;
		registers[PERFCTR_REGISTER_IP] = code_address(&mapped, &seed);
		count = unwinder_run(unwinder, &sample, addresses, &whole);
		assert_in_range(count, 0, CALLS_MAX);
		for (int j = 0; j < count; j++)
			assert_true(spaces_maps(&mapped.spaces, 1, addresses[j]));
		if (count > deepest)
			deepest = count;
	}
	/* Else nothing was put to the test. */
	assert_true(deepest > 3);
	unwinder_close(unwinder);
	spaces_free(&mapped.spaces);
}

static void calls_of_the_kernel_are_followed_as_far_as_they_are_mapped(void **state)
{
	static uint64_t addresses[CALLS_MAX], calls[2 * CALLS_MAX];
	struct mapped mapped = {0};
	struct unwinder *unwinder;
	struct perfctr_record sample = {.pid = 1, .tid = 1, .calls = calls};
	bool whole;

	(void)state;
	spaces_init(&mapped.spaces);
	read_maps(&mapped);
	unwinder = unwinder_open(&mapped.spaces);
	for (int i = 0; i < 2 * CALLS_MAX; i++)
		calls[i] = mapped.code[0] + 1;
	sample.call_count = 2 * CALLS_MAX;
	assert_int_equal(unwinder_run(unwinder, &sample, addresses, &whole), CALLS_MAX);
	assert_false(whole);
	calls[3] = 8;
	assert_int_equal(unwinder_run(unwinder, &sample, addresses, &whole), 3);
	assert_false(whole);
	sample.call_count = 3;
	assert_int_equal(unwinder_run(unwinder, &sample, addresses, &whole), 3);
	assert_true(whole);
	unwinder_close(unwinder);
	spaces_free(&mapped.spaces);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_stacks_end),
		cmocka_unit_test(calls_of_the_kernel_are_followed_as_far_as_they_are_mapped),
	};

	return cmocka_run_group_tests_name("unwind", tests, NULL, NULL);
}
