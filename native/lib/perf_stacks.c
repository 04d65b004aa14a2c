// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a sample tells of the calls that led to it. */
#include "perf_backend.h"

#include <asm/perf_regs.h>
#include <string.h>

#define BIT(number) (UINT64_C(1) << (number))

/* The kernel's numbers of the registers, in the order of DWARF's. */
static const int registers[PERFCTR_REGISTERS] = {
	PERF_REG_X86_AX,  PERF_REG_X86_DX,  PERF_REG_X86_CX,  PERF_REG_X86_BX,	PERF_REG_X86_SI,
	PERF_REG_X86_DI,  PERF_REG_X86_BP,  PERF_REG_X86_SP,  PERF_REG_X86_R8,	PERF_REG_X86_R9,
	PERF_REG_X86_R10, PERF_REG_X86_R11, PERF_REG_X86_R12, PERF_REG_X86_R13, PERF_REG_X86_R14,
	PERF_REG_X86_R15, PERF_REG_X86_IP,
};

/* Words of a record that have not been read yet. */
struct rest {
	const uint64_t *at, *end;
};

static uint64_t mask(void)
{
	uint64_t bits = 0;

	for (int i = 0; i < PERFCTR_REGISTERS; i++)
		bits |= BIT(registers[i]);
	return bits;
}

void stack_request(struct perf_event_attr *attr, const struct perfctr_sampling *sampling)
{
	switch (sampling->stack) {
	case PERFCTR_STACK_CALLS:
		attr->sample_type |= PERF_SAMPLE_CALLCHAIN;
		attr->exclude_callchain_kernel = 1;
		return;
	case PERFCTR_STACK_DUMP:
		attr->sample_type |= PERF_SAMPLE_REGS_USER | PERF_SAMPLE_STACK_USER;
		attr->sample_regs_user = mask();
		attr->sample_stack_user = sampling->stack_size;
		return;
	}
}

/* The next count words, or NULL. */
static const uint64_t *take(struct rest *rest, uint64_t count)
{
	const uint64_t *words = rest->at;

	if (count > (uint64_t)(rest->end - words))
		return NULL;
	rest->at += count;
	return words;
}

static void take_calls(struct rest *rest, struct perfctr_record *record)
{
	const uint64_t *count = take(rest, 1);
	const uint64_t *calls = count ? take(rest, *count) : NULL;

	/* The first is no address: it says that user addresses follow. */
	if (!calls || *count < 2)
		return;
	record->calls = calls + 1;
	record->call_count = *count - 1;
}

/* The kernel writes the registers in the order of its own numbers. */
static bool take_registers(struct rest *rest, uint64_t *values)
{
	const uint64_t *abi = take(rest, 1);
	const uint64_t *words;

	if (!abi || *abi == PERF_SAMPLE_REGS_ABI_NONE)
		return false;
	words = take(rest, PERFCTR_REGISTERS);
	for (int i = 0; words && i < PERFCTR_REGISTERS; i++)
		values[i] = words[__builtin_popcountll(mask() & (BIT(registers[i]) - 1))];
	return words && *abi == PERF_SAMPLE_REGS_ABI_64;
}

static void take_dump(struct rest *rest, struct perfctr_record *record)
{
	const uint64_t *room = take(rest, 1);
	const uint64_t *words = room ? take(rest, *room / sizeof(*room)) : NULL;
	/* There was less on the stack, or the kernel could not read more of it. */
	const uint64_t *size = words && *room ? take(rest, 1) : NULL;

	if (!size || *size > *room)
		return;
	record->stack = words;
	record->stack_size = *size;
}

void stack_translate(const struct perf_event_header *header, uint32_t kind, uint64_t *values,
		     struct perfctr_record *record)
{
	const char *bytes = (const char *)header;
	struct rest rest = {
		.at = (const void *)(bytes + SAMPLE_HEAD),
		.end = (const void *)(bytes + header->size),
	};

	if (kind == PERFCTR_STACK_CALLS)
		take_calls(&rest, record);
	if (kind != PERFCTR_STACK_DUMP || !take_registers(&rest, values))
		return;
	record->registers = values;
	take_dump(&rest, record);
}
