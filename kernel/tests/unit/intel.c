// SPDX-License-Identifier: GPL-2.0-only
/* Intel's architectural performance monitoring, versions 1 to 5. */
#include "machine.h"

#define COUNTER(i)	 (0xc1 + (i))
#define EVENTSEL(i)	 (0x186 + (i))
#define FIXED_COUNTER(i) (0x309 + (i))
#define FIXED_CONTROL	 0x38d
#define GLOBAL_STATUS	 0x38e
#define GLOBAL_CONTROL	 0x38f
#define GLOBAL_RESET	 0x390
#define OFFCORE_RSP_0	 0x1a6

#define WIDTH 48

static struct {
	unsigned int version, general, fixed;
} cpu;

static u32 count_msr(unsigned int i)
{
	return i < cpu.general ? COUNTER(i) : FIXED_COUNTER(i - cpu.general);
}

static unsigned int global_bit(unsigned int i)
{
	return i < cpu.general ? i : 32 + i - cpu.general;
}

static bool globally_on(unsigned int i)
{
	return cpu.version < 2 || machine_get(GLOBAL_CONTROL) & BIT_ULL(global_bit(i));
}

static struct counting general_counting(unsigned int i)
{
	u64 select = machine_get(EVENTSEL(i));
	struct counting counting = { .user = select & BIT_ULL(16), .kernel = select & BIT_ULL(17) };

	if (!(select & BIT_ULL(22)) || !globally_on(i))
		return counting;
	if ((select & 0xffff) == 0xc0)
		counting.what = INSTRUCTIONS;
	else if ((select & 0xffff) == 0x3c)
		counting.what = CYCLES;
	return counting;
}

static struct counting counting(unsigned int i)
{
	unsigned int fixed = i - cpu.general;
	u64 control;

	if (i < cpu.general)
		return general_counting(i);
	control = machine_get(FIXED_CONTROL) >> (4 * fixed);
	return (struct counting){
		.what = !(control & 3) || !globally_on(i) ? NOTHING
			: fixed == 1			  ? CYCLES
							  : INSTRUCTIONS,
		.user = control & 2,
		.kernel = control & 1,
	};
}

static unsigned int bits(unsigned int i)
{
	(void)i;
	return WIDTH;
}

static void overflowed(unsigned int i)
{
	if (cpu.version >= 2)
		machine_set(GLOBAL_STATUS, machine_get(GLOBAL_STATUS) | BIT_ULL(global_bit(i)));
}

static int rdpmc(u32 operand)
{
	if (operand < cpu.general)
		return operand;
	operand -= 0x40000000;
	return operand < cpu.fixed ? (int)(cpu.general + operand) : -1;
}

static bool wrote(u32 msr, u64 value)
{
	if (msr == GLOBAL_RESET) {
		machine_set(GLOBAL_STATUS, machine_get(GLOBAL_STATUS) & ~value);
		return true;
	}
	/* what is written to a general counter is 32 bits, sign extended */
	if (msr >= COUNTER(0) && msr < COUNTER(cpu.general)) {
		machine_set(msr, (u64)(s64)(int32_t)value & pmu_mask(WIDTH));
		return true;
	}
	return false;
}

static struct model model = {
	.counting = counting,
	.count_msr = count_msr,
	.bits = bits,
	.overflowed = overflowed,
	.rdpmc = rdpmc,
	.wrote = wrote,
};

static void boot(unsigned int version, unsigned int general, unsigned int fixed)
{
	u64 all = pmu_mask(general) | pmu_mask(fixed) << 32,
	    anythread = version >= 3 ? BIT_ULL(21) : 0;

	cpu.version = version;
	cpu.general = general;
	cpu.fixed = fixed;
	model.counters = general + fixed;
	machine_reset(&model);
	machine_vendor("GenuineIntel", 0x1f);
	machine_family(6, 0x1a);
	machine_leaf(0xa, version | general << 8 | WIDTH << 16 | 7 << 24, 0,
		     version >= 5 ? pmu_mask(fixed) : 0, fixed | (fixed ? WIDTH : 0) << 5);
	for (unsigned int i = 0; i < general; i++) {
		machine_msr(EVENTSEL(i), 0xffdfffff | anythread);
		machine_msr(COUNTER(i), ~0ULL);
	}
	machine_msr(OFFCORE_RSP_0, pmu_mask(38));
	machine_msr(OFFCORE_RSP_0 + 1, pmu_mask(38));
	if (version < 2)
		return;
	for (unsigned int i = 0; i < fixed; i++)
		machine_msr(FIXED_COUNTER(i), pmu_mask(WIDTH));
	machine_msr(FIXED_CONTROL, (0xbbbbbbbbbbbULL | (version >= 3 ? 0x44444444444ULL : 0)) &
					   pmu_mask(4 * fixed));
	machine_msr(GLOBAL_STATUS, 0);
	machine_msr(GLOBAL_CONTROL, all);
	machine_msr(GLOBAL_RESET, all | BIT_ULL(61) | BIT_ULL(62) | BIT_ULL(63));
	machine_set(GLOBAL_CONTROL, pmu_mask(general));
}

static struct perfctr_event event(u64 config, u32 flags)
{
	return (struct perfctr_event){ .config = config, .flags = flags };
}

#define INSTRUCTIONS_RETIRED 0xc0
#define CORE_CYCLES	     0x3c
#define USER		     PERFCTR_EVENT_USER
#define KERNEL		     PERFCTR_EVENT_KERNEL

TEST(intel, counters_are_those_of_cpuid)
{
	struct bench bench;

	boot(1, 2, 0);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(bench.pmu.version == 1 && bench.pmu.counters == 3, "version %u, counters %#llx",
	       bench.pmu.version, bench.pmu.counters);
	expect(bench.pmu.counter_bits == WIDTH && bench.pmu.fixed_bits == 0, "%u and %u bits",
	       bench.pmu.counter_bits, bench.pmu.fixed_bits);
	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(bench.pmu.counters == 0x70000000f, "%#llx", bench.pmu.counters);
	boot(4, 8, 4);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(bench.pmu.counters == 0xf000000ff, "%#llx", bench.pmu.counters);
	boot(5, 8, 4);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(bench.pmu.version == 5 && bench.pmu.counters == 0xf000000ff,
	       "version %u, counters %#llx", bench.pmu.version, bench.pmu.counters);
}

TEST(intel, a_hybrid_uses_what_all_its_cores_have)
{
	struct bench bench, small;

	boot(5, 8, 4);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	boot(5, 6, 3);
	small = bench_of(PERFCTR_FAMILY_INTEL);
	pmu_keep_common(&bench.pmu, &small.pmu);
	expect(bench.pmu.counters == 0x70000003f, "%#llx", bench.pmu.counters);

	/* on the small core, what only the large one has would be #GP */
	bench_enter(&bench);
	for (int i = 0; i < 6; i++)
		place(&bench, event(INSTRUCTIONS_RETIRED, USER));
	bench_count(&bench, 1000, 500);
	for (int i = 0; i < 6; i++)
		expect(bench.now[i] == 1000, "slot %d: %llu", i, bench.now[i]);
	bench.pmu.leave(&bench.pmu, &bench.cpu);
	expect_nothing_left();
}

TEST(intel, without_leaf_10_is_generic)
{
	struct pmu pmu;

	boot(2, 4, 3);
	machine_leaf(0xa, 0, 0, 0, 0);
	pmu_detect(&pmu);
	expect(pmu.family == PERFCTR_FAMILY_GENERIC, "family %d", pmu.family);
}

TEST(intel, whose_counters_forget_is_found_out)
{
	struct pmu pmu;

	/* a virtual machine whose writes vanish: the register is there and stays 0 */
	boot(2, 4, 3);
	pmu_detect(&pmu);
	model.wrote = NULL;
	machine_reset(&model);
	machine_msr(pmu.first_count_msr, 0);
	expect(!pmu_probe(&pmu), "counters that keep nothing are taken for good ones");
	model.wrote = wrote;
}

static void count_with(unsigned int version, unsigned int general, unsigned int fixed)
{
	struct bench bench;

	boot(version, general, fixed);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	place_on(&bench, event(INSTRUCTIONS_RETIRED, USER), 0);
	place_on(&bench, event(CORE_CYCLES, USER | KERNEL), 1);
	if (fixed) {
		place_on(&bench, event(INSTRUCTIONS_RETIRED, KERNEL), 32);
		place_on(&bench, event(CORE_CYCLES, USER), 33);
	}
	note("version %u", version);
	expect_counts_by_mode(&bench);
	if (fixed)
		expect(bench.now[2] == 20 && bench.now[3] == 20, "%llu and %llu", bench.now[2],
		       bench.now[3]);
}

TEST(intel, counts_by_mode_in_every_version)
{
	count_with(1, 2, 0);
	count_with(2, 4, 3);
	count_with(3, 4, 3);
	count_with(4, 8, 4);
	count_with(5, 8, 4);
}

TEST(intel, a_round_after_another_counts_its_own_events)
{
	struct bench bench, other;

	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	other = bench;
	place_on(&bench, event(INSTRUCTIONS_RETIRED, USER), 0);
	place_on(&bench, event(INSTRUCTIONS_RETIRED, USER), 32);
	place_on(&other, event(CORE_CYCLES, KERNEL), 0);
	place_on(&other, event(CORE_CYCLES, KERNEL), 33);
	bench_count(&bench, 100, 100);
	other.cpu = bench.cpu;
	bench_start(&other);
	machine_run(100, 50);
	bench_stop(&other);
	expect(other.now[0] == 100 && other.now[1] == 100, "%llu and %llu", other.now[0],
	       other.now[1]);
	expect_nothing_left();
}

TEST(intel, events_go_where_the_manual_lets_them)
{
	struct bench bench;

	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(checked(&bench, event(INSTRUCTIONS_RETIRED, USER)).counters == 0x10000000f, "%#llx",
	       checked(&bench, event(INSTRUCTIONS_RETIRED, USER)).counters);
	expect(checked(&bench, event(CORE_CYCLES, USER)).counters == 0x20000000f, "%#llx",
	       checked(&bench, event(CORE_CYCLES, USER)).counters);
	expect(checked(&bench, event(0x0300, USER)).counters == 0x400000000, "%#llx",
	       checked(&bench, event(0x0300, USER)).counters);
	expect(checked(&bench, event(0x412e, USER)).counters == 0xf, "%#llx",
	       checked(&bench, event(0x412e, USER)).counters);
	/* edge, invert and counter mask are a general counter's */
	expect(checked(&bench, event(INSTRUCTIONS_RETIRED | 1 << 24 | 1 << 23, USER)).counters ==
		       0xf,
	       "%#llx",
	       checked(&bench, event(INSTRUCTIONS_RETIRED | 1 << 24 | 1 << 23, USER)).counters);
}

TEST(intel, refuses_reserved_bits_and_what_it_cannot_count)
{
	struct bench bench;
	struct perfctr_event bad;

	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	expect(check_result(&bench, event(INSTRUCTIONS_RETIRED | BIT_ULL(32), USER)) == -EINVAL,
	       "bit 32");
	expect(check_result(&bench, event(INSTRUCTIONS_RETIRED | BIT_ULL(63), USER)) == -EINVAL,
	       "bit 63");
	expect(check_result(&bench, event(0x0400, USER)) == -EINVAL,
	       "slots without fixed counter 3");
	bad = event(INSTRUCTIONS_RETIRED, USER);
	bad.config1 = 1;
	expect(check_result(&bench, bad) == -EINVAL, "config1 without an offcore event");
	bad = event(INSTRUCTIONS_RETIRED, USER);
	bad.config2 = 1;
	expect(check_result(&bench, bad) == -EINVAL, "config2");
}

TEST(intel, offcore_events_load_their_response_register)
{
	struct bench bench;
	struct perfctr_event offcore = event(0x01b7, USER);

	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	offcore.config1 = 0x10001;
	place(&bench, offcore);
	bench_enter(&bench);
	bench_start(&bench);
	expect(machine_get(OFFCORE_RSP_0) == 0x10001, "%#llx", machine_get(OFFCORE_RSP_0));
	bench_stop(&bench);
}

static struct perfctr_event sampled(u64 config, u64 period)
{
	struct perfctr_event sampled = event(config, USER | PERFCTR_EVENT_IMODE);

	sampled.period = period;
	return sampled;
}

static void overflow_on(unsigned int version, unsigned int counter)
{
	struct bench bench;

	boot(version, 4, version >= 2 ? 3 : 0);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	place_on(&bench, sampled(INSTRUCTIONS_RETIRED, 1000), counter);
	bench_enter(&bench);
	bench_start(&bench);
	machine_run(999, 5000);
	expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "version %u: pending too early",
	       version);
	machine_run(3, 0);
	expect(bench.pmu.pending(&bench.pmu, &bench.round, 1),
	       "version %u, counter %u: not pending", version, counter);
	/* perf's handler comes before ours */
	if (version >= 2)
		machine_set(GLOBAL_STATUS, 0);
	expect(bench.pmu.pending(&bench.pmu, &bench.round, 1),
	       "version %u, counter %u: not pending when perf has acknowledged it", version,
	       counter);
	bench_stop(&bench);
	expect(bench.now[0] == 1002, "%llu: the overshoot is lost", bench.now[0]);
	if (bench.pmu.ack)
		bench.pmu.ack(&bench.pmu);
	bench_start(&bench);
	expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "version %u: pending after ack",
	       version);
	bench_stop(&bench);
	expect_nothing_left();
}

TEST(intel, overflows_are_seen_in_every_version)
{
	overflow_on(1, 0);
	overflow_on(2, 3);
	overflow_on(2, 32);
	overflow_on(4, 1);
	overflow_on(5, 32);
}

TEST(intel, start_values_fit_what_can_be_written)
{
	struct bench bench;

	boot(2, 4, 3);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	place_on(&bench, sampled(INSTRUCTIONS_RETIRED, 1000), 0);
	place_on(&bench, sampled(INSTRUCTIONS_RETIRED, 1000), 32);
	expect(bench.round.slots[0].max_start <= BIT_ULL(31),
	       "%#llx on a counter written in 32 bits", bench.round.slots[0].max_start);
	expect(bench.round.slots[1].max_start < BIT_ULL(WIDTH), "%#llx on a fixed counter",
	       bench.round.slots[1].max_start);
}

TEST(intel, leaves_the_machine_as_it_was_found)
{
	struct bench bench;
	u64 before;

	boot(2, 4, 3);
	before = machine_get(GLOBAL_CONTROL);
	bench = bench_of(PERFCTR_FAMILY_INTEL);
	place_on(&bench, event(INSTRUCTIONS_RETIRED, USER), 2);
	place_on(&bench, event(CORE_CYCLES, USER), 33);
	bench_count(&bench, 100, 100);
	bench.pmu.leave(&bench.pmu, &bench.cpu);
	expect(machine_get(GLOBAL_CONTROL) == before, "global control is %#llx, was %#llx",
	       machine_get(GLOBAL_CONTROL), before);
	for (unsigned int i = 0; i < 4; i++)
		expect(machine_get(EVENTSEL(i)) == 0, "select %u is %#llx", i,
		       machine_get(EVENTSEL(i)));
	expect(machine_get(FIXED_CONTROL) == 0, "fixed control is %#llx",
	       machine_get(FIXED_CONTROL));
}
