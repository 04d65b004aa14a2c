/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A processor as far as performance counters go: CPUID leaves, model-specific registers with their
 * reserved bits, and counters that advance when "instructions" run. What the real one answers with
 * #GP ends the test as failed here, unless it was a safe access.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <pmu/pmu.h>

#include "../guest/tap.h"

enum what_counts { NOTHING, INSTRUCTIONS, CYCLES }; /* a cycle is half an instruction */

/* One counter, as the family's model of it sees its registers now. */
struct counting {
	enum what_counts what;
	bool user, kernel;
};

struct model {
	unsigned int counters;
	/* what counter i is set to count */
	struct counting (*counting)(unsigned int i);
	u32 (*count_msr)(unsigned int i);
	unsigned int (*bits)(unsigned int i);
	/* counter i has wrapped */
	void (*overflowed)(unsigned int i);
	/* the counter that an operand of RDPMC means, or -1 */
	int (*rdpmc)(u32 operand);
	/* a write to a register that is more than storage; true when done. May be NULL */
	bool (*wrote)(u32 msr, u64 value);
};

/* A new machine of this model, without leaves and registers. */
void machine_reset(const struct model *model);
void machine_leaf(u32 leaf, u32 eax, u32 ebx, u32 ecx, u32 edx);
void machine_vendor(const char *name, u32 max_leaf);
/* Leaf 1 with this display family and model. */
void machine_family(u32 family, u32 model);
void machine_extended(u32 max_leaf);
/* A register that exists; a write of other bits than these is #GP. */
void machine_msr(u32 msr, u64 writable);
u64 machine_get(u32 msr);
void machine_set(u32 msr, u64 value);
/* Executes instructions, and twice as many cycles. */
void machine_run(u64 user, u64 kernel);
/* Were any counters on when the machine last ran? */
bool machine_is_idle(void);

/* ---- What a scheduler would do with a family ---- */

struct bench {
	struct pmu pmu;
	struct pmu_cpu cpu;
	struct pmu_round round;
	u64 start[PMU_MAX_SLOTS], now[PMU_MAX_SLOTS];
};

/* Detects the family and expects that it works. */
struct bench bench_of(enum perfctr_family family);
struct pmu_event checked(struct bench *bench, struct perfctr_event event);
int check_result(struct bench *bench, struct perfctr_event event);
/* Places the event on this counter, which it must be able to use, as the round's next slot. */
void place_on(struct bench *bench, struct perfctr_event event, unsigned int counter);
/* On the lowest counter that it can use and no slot has yet. */
void place(struct bench *bench, struct perfctr_event event);
void bench_enter(struct bench *bench);
void bench_start(struct bench *bench);
void bench_stop(struct bench *bench);
/* Counts of all slots while so many instructions run. */
void bench_count(struct bench *bench, u64 user, u64 kernel);
/* Expects that no counter and no select register tells anything. */
void expect_nothing_left(void);
/*
 * Expects that slot 0 counts instructions in user mode and slot 1 cycles in both modes, also the second
 * time, and that nothing is left.
 */
void expect_counts_by_mode(struct bench *bench);

#endif
