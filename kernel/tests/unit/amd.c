// SPDX-License-Identifier: GPL-2.0-only
/* AMD: K8, families 10h, 15h, 17h and newer ones with PerfMonV2. */
#include "machine.h"

#define GLOBAL_STATUS  0xc0000300
#define GLOBAL_CONTROL 0xc0000301
#define GLOBAL_CLEAR   0xc0000302
#define WIDTH	       48

static struct {
	unsigned int counters;
	bool core_extension; /* six counters, at registers of their own */
	bool v2;
} cpu;

static u32 select_msr(unsigned int i)
{
	return cpu.core_extension ? 0xc0010200 + 2 * i : 0xc0010000 + i;
}

static u32 count_msr(unsigned int i)
{
	return cpu.core_extension ? 0xc0010201 + 2 * i : 0xc0010004 + i;
}

static struct counting counting(unsigned int i)
{
	u64 select = machine_get(select_msr(i));
	struct counting counting = { .user = select & BIT_ULL(16), .kernel = select & BIT_ULL(17) };

	if (!(select & BIT_ULL(22)) || (cpu.v2 && !(machine_get(GLOBAL_CONTROL) & BIT_ULL(i))))
		return counting;
	if ((select & 0xf000000ffULL) == 0xc0)
		counting.what = INSTRUCTIONS;
	else if ((select & 0xf000000ffULL) == 0x76)
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
	if (cpu.v2)
		machine_set(GLOBAL_STATUS, machine_get(GLOBAL_STATUS) | BIT_ULL(i));
}

static int rdpmc(u32 operand)
{
	return operand < cpu.counters ? (int)operand : -1;
}

static bool wrote(u32 msr, u64 value)
{
	if (msr != GLOBAL_CLEAR)
		return false;
	machine_set(GLOBAL_STATUS, machine_get(GLOBAL_STATUS) & ~value);
	return true;
}

static struct model model = {
	.counting = counting,
	.count_msr = count_msr,
	.bits = bits,
	.overflowed = overflowed,
	.rdpmc = rdpmc,
	.wrote = wrote,
};

static void boot(u32 family, u32 extended_ecx, unsigned int v2_counters)
{
	u64 writable = 0xffdfffffULL | (family >= 0x10 ? 0xfULL << 32 | 3ULL << 40 : 0);

	cpu.core_extension = extended_ecx & BIT_ULL(23);
	cpu.v2 = v2_counters;
	cpu.counters = v2_counters ? v2_counters : cpu.core_extension ? 6 : 4;
	model.counters = cpu.counters;
	machine_reset(&model);
	machine_vendor("AuthenticAMD", 0x10);
	machine_family(family, 1);
	machine_extended(v2_counters ? 0x80000022 : 0x8000001f);
	machine_leaf(0x80000001, 0, 0, extended_ecx, 0);
	if (v2_counters)
		machine_leaf(0x80000022, 1, v2_counters, 0, 0);
	for (unsigned int i = 0; i < cpu.counters; i++) {
		machine_msr(select_msr(i), writable);
		machine_msr(count_msr(i), pmu_mask(WIDTH));
	}
	/* the first four are at the old place as well */
	for (unsigned int i = 0; cpu.core_extension && i < 4; i++) {
		machine_msr(0xc0010000 + i, writable);
		machine_msr(0xc0010004 + i, pmu_mask(WIDTH));
	}
	if (v2_counters) {
		machine_msr(GLOBAL_STATUS, 0);
		machine_msr(GLOBAL_CONTROL, pmu_mask(v2_counters));
		machine_msr(GLOBAL_CLEAR, pmu_mask(v2_counters) | BIT_ULL(58) | BIT_ULL(59));
	}
}

#define CORE_EXTENSION BIT_ULL(23)

static void boot_number(unsigned int i)
{
	switch (i) {
	case 0:
		boot(0x0f, 0, 0);
		break;
	case 1:
		boot(0x10, 0, 0);
		break;
	case 2:
		boot(0x15, CORE_EXTENSION, 0);
		break;
	case 3:
		boot(0x17, CORE_EXTENSION, 0);
		break;
	case 4:
		boot(0x19, CORE_EXTENSION, 6);
		break;
	}
}

#define MACHINES 5
#define USER	 PERFCTR_EVENT_USER
#define KERNEL	 PERFCTR_EVENT_KERNEL

static struct perfctr_event event(u64 config, u32 flags)
{
	return (struct perfctr_event){ .config = config, .flags = flags };
}

TEST(amd, counters_are_those_of_the_family)
{
	static const u64 counters[] = { 0xf, 0xf, 0x3f, 0x3f, 0x3f };
	static const u32 versions[] = { 1, 1, 1, 1, 2 };

	for (unsigned int i = 0; i < MACHINES; i++) {
		struct bench bench;

		boot_number(i);
		bench = bench_of(PERFCTR_FAMILY_AMD);
		expect(bench.pmu.counters == counters[i] && bench.pmu.version == versions[i],
		       "machine %u: counters %#llx, version %u", i, bench.pmu.counters,
		       bench.pmu.version);
		expect(bench.pmu.counter_bits == WIDTH && bench.pmu.fixed_bits == 0,
		       "%u and %u bits", bench.pmu.counter_bits, bench.pmu.fixed_bits);
	}
}

TEST(amd, hygon_is_amd)
{
	boot(0x18, CORE_EXTENSION, 0);
	machine_vendor("HygonGenuine", 0xd);
	bench_of(PERFCTR_FAMILY_AMD);
}

TEST(amd, perfmon_v2_says_how_many_counters_there_are)
{
	boot(0x1a, CORE_EXTENSION, 4);
	expect(bench_of(PERFCTR_FAMILY_AMD).pmu.counters == 0xf, "not the 4 of CPUID 80000022H");
}

TEST(amd, counts_by_mode_on_every_machine)
{
	for (unsigned int i = 0; i < MACHINES; i++) {
		struct bench bench;
		unsigned int last;

		boot_number(i);
		bench = bench_of(PERFCTR_FAMILY_AMD);
		last = 63 - __builtin_clzll(bench.pmu.counters);
		place_on(&bench, event(0xc0, USER), 0);
		place_on(&bench, event(0x76, USER | KERNEL), last);
		note("machine %u", i);
		expect_counts_by_mode(&bench);
	}
}

TEST(amd, overflows_are_seen_on_every_machine)
{
	for (unsigned int i = 0; i < MACHINES; i++) {
		struct perfctr_event sampled = event(0xc0, USER | PERFCTR_EVENT_IMODE);
		struct bench bench;

		boot_number(i);
		bench = bench_of(PERFCTR_FAMILY_AMD);
		sampled.period = 1000;
		place_on(&bench, sampled, 3);
		bench_enter(&bench);
		bench_start(&bench);
		machine_run(999, 5000);
		expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "machine %u: too early", i);
		machine_run(2, 0);
		expect(bench.pmu.pending(&bench.pmu, &bench.round, 1), "machine %u: not pending",
		       i);
		bench_stop(&bench);
		expect(bench.now[0] == 1001, "machine %u: %llu", i, bench.now[0]);
		if (bench.pmu.ack)
			bench.pmu.ack(&bench.pmu);
		bench_start(&bench);
		expect(!bench.pmu.pending(&bench.pmu, &bench.round, 1), "machine %u: after ack", i);
		bench_stop(&bench);
		expect_nothing_left();
	}
}

TEST(amd, events_have_12_bits_from_family_10h_on)
{
	struct bench bench;

	boot(0x0f, 0, 0);
	bench = bench_of(PERFCTR_FAMILY_AMD);
	expect(check_result(&bench, event(0xc0 | 1ULL << 32, USER)) == -EINVAL,
	       "K8 takes event 1C0H");
	boot(0x10, 0, 0);
	bench = bench_of(PERFCTR_FAMILY_AMD);
	place(&bench, event(0xc0 | 1ULL << 32, USER));
	bench_count(&bench, 100, 0);
	expect(bench.now[0] == 0, "event 1C0H counted as C0H");
}

TEST(amd, refuses_reserved_bits)
{
	for (unsigned int i = 0; i < MACHINES; i++) {
		struct perfctr_event bad = event(0xc0, USER);
		struct bench bench;

		boot_number(i);
		bench = bench_of(PERFCTR_FAMILY_AMD);
		expect(check_result(&bench, event(0xc0 | BIT_ULL(21), USER)) == -EINVAL, "bit 21");
		expect(check_result(&bench, event(0xc0 | BIT_ULL(63), USER)) == -EINVAL, "bit 63");
		bad.config1 = 1;
		expect(check_result(&bench, bad) == -EINVAL, "config1");
	}
}

TEST(amd, northbridge_events_are_marked_where_cores_share_them)
{
	struct bench bench;

	boot(0x10, 0, 0);
	bench = bench_of(PERFCTR_FAMILY_AMD);
	expect(checked(&bench, event(0x07e0, USER | KERNEL)).northbridge,
	       "event E0H of family 10h");
	expect(!checked(&bench, event(0xc0, USER)).northbridge, "event C0H");
	boot(0x17, CORE_EXTENSION, 0);
	bench = bench_of(PERFCTR_FAMILY_AMD);
	expect(!checked(&bench, event(0xc0, USER)).northbridge, "event C0H of family 17h");
}

TEST(amd, leaves_the_machine_as_it_was_found)
{
	for (unsigned int i = 0; i < MACHINES; i++) {
		struct bench bench;
		u64 global = 0;

		boot_number(i);
		if (cpu.v2) {
			machine_set(GLOBAL_CONTROL, 0x3f);
			global = 0x3f;
		}
		bench = bench_of(PERFCTR_FAMILY_AMD);
		place_on(&bench, event(0xc0, USER), 1);
		bench_count(&bench, 100, 100);
		bench.pmu.leave(&bench.pmu, &bench.cpu);
		for (unsigned int j = 0; j < cpu.counters; j++)
			expect(!(machine_get(select_msr(j)) & BIT_ULL(22)),
			       "machine %u: select %u is %#llx", i, j, machine_get(select_msr(j)));
		if (cpu.v2)
			expect(machine_get(GLOBAL_CONTROL) == global, "%#llx",
			       machine_get(GLOBAL_CONTROL));
	}
}
