// SPDX-License-Identifier: GPL-2.0-only
/* NetBurst: 18 counters, each with a CCCR, that count what ESCRs detect. */
#include "machine.h"

#define COUNTERS  18
#define COUNT_MSR 0x300
#define CCCR	  0x360
#define WIDTH	  40

#define CCCR_ENABLE BIT_ULL(12)
#define CCCR_OVF    BIT_ULL(31)
#define ESCR_T0_USR BIT_ULL(2)
#define ESCR_T0_OS  BIT_ULL(3)

/* Which ESCR a counter's select number means: by pair of counters, as in the manual's table. */
static const u32 escr_of[][8] = {
	{ 0x3b2, 0x3b4, 0x3aa, 0x3b6, 0x3ac, 0x3c8, 0x3a2, 0x3a0 }, /* BPU 0, 1 */
	{ 0x3b3, 0x3b5, 0x3ab, 0x3b7, 0x3ad, 0x3c9, 0x3a3, 0x3a1 }, /* BPU 2, 3 */
	{ 0x3c0, 0x3c4, 0x3c2 },				    /* MS 0, 1 */
	{ 0x3c1, 0x3c5, 0x3c3 },				    /* MS 2, 3 */
	{ 0x3a6, 0x3a4, 0x3ae, 0x3b0, 0, 0x3a8 },		    /* FLAME 0, 1 */
	{ 0x3a7, 0x3a5, 0x3af, 0x3b1, 0, 0x3a9 },		    /* FLAME 2, 3 */
	{ 0, 0x3ca, 0x3bc, 0x3be, 0x3b8, 0x3cc, 0x3e0 },	    /* IQ 0, 1, 4 */
	{ 0, 0x3cb, 0x3bd, 0, 0x3b9, 0x3cd, 0x3e1 },		    /* IQ 2, 3, 5 */
};

static unsigned int group_of(unsigned int counter)
{
	if (counter < 12)
		return counter / 2;
	return counter == 14 || counter == 15 || counter == 17 ? 7 : 6;
}

static u32 count_msr(unsigned int i)
{
	return COUNT_MSR + i;
}

static struct counting counting(unsigned int i)
{
	u64 cccr = machine_get(CCCR + i), escr;
	u32 msr = escr_of[group_of(i)][cccr >> 13 & 7];
	struct counting counting = {};

	if (!(cccr & CCCR_ENABLE) || !msr)
		return counting;
	expect((cccr >> 16 & 3) == 3, "CCCR %u is enabled with active thread %llu", i,
	       cccr >> 16 & 3);
	escr = machine_get(msr);
	counting.user = escr & ESCR_T0_USR;
	counting.kernel = escr & ESCR_T0_OS;
	if ((msr == 0x3b8 || msr == 0x3b9) && escr >> 25 == 2)
		counting.what = INSTRUCTIONS;
	else if ((msr == 0x3a2 || msr == 0x3a3) && escr >> 25 == 0x13)
		counting.what = CYCLES;
	return counting;
}

static unsigned int bits(unsigned int i)
{
	(void)i;
	return WIDTH;
}

static void overflowed(unsigned int i)
{
	machine_set(CCCR + i, machine_get(CCCR + i) | CCCR_OVF);
}

static int rdpmc(u32 operand)
{
	operand &= 0x7fffffff;
	return operand < COUNTERS ? (int)operand : -1;
}

static const struct model model = {
	.counters = COUNTERS,
	.counting = counting,
	.count_msr = count_msr,
	.bits = bits,
	.overflowed = overflowed,
	.rdpmc = rdpmc,
};

static void boot(bool hyper_threads)
{
	machine_reset(&model);
	machine_vendor("GenuineIntel", 5);
	machine_family(15, 4);
	machine_leaf(1, 0xf48, hyper_threads ? 2 << 16 : 0, 0, hyper_threads ? BIT_ULL(28) : 0);
	machine_msr(0x1a0, ~0ULL);
	machine_set(0x1a0, BIT_ULL(7));
	for (unsigned int i = 0; i < COUNTERS; i++) {
		machine_msr(COUNT_MSR + i, pmu_mask(WIDTH));
		machine_msr(CCCR + i, 0xcffff000);
	}
	for (u32 msr = 0x3a0; msr <= 0x3e1; msr++)
		machine_msr(msr, 0x7fffffff);
	machine_msr(0x3f1, 0x7ffffff);
	machine_msr(0x3f2, 0x1fff);
}

#define USER   PERFCTR_EVENT_USER
#define KERNEL PERFCTR_EVENT_KERNEL

static struct perfctr_event event(u64 counters, u32 select, u32 number, u32 mask, u32 flags)
{
	return (struct perfctr_event){
		.config = 3 << 16 | select << 13,
		.config1 = (u64)number << 25 | mask << 9,
		.counters = counters,
		.flags = flags,
	};
}

/* The counters have to be named, as the same select number means another ESCR elsewhere. */
#define BPU 0x0000f
#define IQ  0x3f000

static struct perfctr_event instr_retired(u32 flags)
{
	return event(IQ, 4, 2, 3, flags);
}

static struct perfctr_event global_power(u32 flags)
{
	return event(BPU, 6, 0x13, 1, flags);
}

TEST(netburst, has_18_counters_of_40_bits)
{
	struct bench bench;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	expect(bench.pmu.counters == 0x3ffff, "%#llx", bench.pmu.counters);
	expect(bench.pmu.counter_bits == 40 && bench.pmu.fixed_bits == 0, "%u and %u bits",
	       bench.pmu.counter_bits, bench.pmu.fixed_bits);
}

TEST(netburst, only_one_thread_of_a_core_may_count)
{
	boot(true);
	expect(bench_of(PERFCTR_FAMILY_NETBURST).pmu.one_thread, "both may");
}

TEST(netburst, an_early_family_15_of_amd_is_not_one)
{
	struct pmu pmu;

	boot(false);
	machine_vendor("AuthenticAMD", 1);
	pmu_detect(&pmu);
	expect(pmu.family == PERFCTR_FAMILY_AMD, "family %d", pmu.family);
}

TEST(netburst, counts_by_mode)
{
	struct bench bench;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	place(&bench, instr_retired(USER));
	place(&bench, global_power(USER | KERNEL));
	expect_counts_by_mode(&bench);
}

TEST(netburst, instructions_count_on_every_counter_of_their_unit)
{
	static const unsigned int counters[] = { 12, 13, 14, 15, 16, 17 };

	for (unsigned int i = 0; i < ARRAY_SIZE(counters); i++) {
		struct bench bench;

		boot(false);
		bench = bench_of(PERFCTR_FAMILY_NETBURST);
		place_on(&bench, instr_retired(USER), counters[i]);
		bench_count(&bench, 1000, 300);
		expect(bench.now[0] == 1000, "counter %u: %llu", counters[i], bench.now[0]);
		expect_nothing_left();
	}
}

TEST(netburst, an_escr_that_does_not_exist_takes_no_counter)
{
	struct bench bench;
	u64 counters;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	/* SSU_ESCR1 does not exist: select 3 of the IQ's second half */
	counters = checked(&bench, event(IQ, 3, 1, 1, USER)).counters;
	expect(counters == 0x13000, "%#llx", counters);
	/* no IQ_ESCR on a 64-bit one: select 0 */
	expect(check_result(&bench, event(IQ, 0, 1, 1, USER)) == -EINVAL, "select 0 on the IQ");
	/* 7 means something on BPU_0 to BPU_3 only */
	expect(check_result(&bench, event(IQ, 7, 5, 1, USER)) == -EINVAL, "select 7 on the IQ");
	counters = checked(&bench, event(BPU, 7, 5, 1, USER)).counters;
	expect(counters == BPU, "%#llx", counters);
}

TEST(netburst, two_events_on_one_escr_conflict)
{
	struct bench bench;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	expect(bench.pmu.conflict, "nothing conflicts");
	place_on(&bench, instr_retired(USER), 12);
	place_on(&bench, instr_retired(KERNEL), 13);
	place_on(&bench, instr_retired(KERNEL), 14);
	expect(bench.pmu.conflict(&bench.round.slots[0], &bench.round.slots[1]),
	       "counters 12 and 13 both use CRU_ESCR0, differently");
	expect(!bench.pmu.conflict(&bench.round.slots[0], &bench.round.slots[2]),
	       "counters 12 and 14 have an ESCR each");
}

TEST(netburst, overflows_are_seen)
{
	struct perfctr_event sampled = instr_retired(USER | PERFCTR_EVENT_IMODE);
	struct bench bench;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	sampled.period = 1000;
	place_on(&bench, sampled, 16);
	bench_enter(&bench);
	bench_start(&bench);
	machine_run(999, 5000);
	expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "too early");
	machine_run(5, 0);
	expect(bench.pmu.pending(&bench.pmu, &bench.round, 1), "not pending");
	bench_stop(&bench);
	expect(bench.now[0] == 1004, "%llu", bench.now[0]);
	if (bench.pmu.ack)
		bench.pmu.ack(&bench.pmu);
	bench_start(&bench);
	expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "after ack");
	bench_stop(&bench);
	expect_nothing_left();
}

TEST(netburst, refuses_what_the_driver_sets_or_the_manual_reserves)
{
	struct perfctr_event bad = instr_retired(USER);
	struct bench bench;

	boot(false);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	bad.config |= BIT_ULL(32);
	expect(check_result(&bench, bad) == -EINVAL, "CCCR bit 32");
	bad = instr_retired(USER);
	bad.config |= BIT_ULL(28);
	expect(check_result(&bench, bad) == -EINVAL, "CCCR bit 28");
	bad = instr_retired(USER);
	bad.config1 |= BIT_ULL(31 + 1);
	expect(check_result(&bench, bad) == -EINVAL, "ESCR bit 32");
}

TEST(netburst, nobody_counts_for_the_other_thread)
{
	struct bench bench;

	boot(true);
	bench = bench_of(PERFCTR_FAMILY_NETBURST);
	place_on(&bench, instr_retired(USER | KERNEL), 12);
	bench_enter(&bench);
	bench_start(&bench);
	expect(!(machine_get(0x3b8) & 3), "ESCR %#llx counts the second thread",
	       machine_get(0x3b8));
	bench_stop(&bench);
}
