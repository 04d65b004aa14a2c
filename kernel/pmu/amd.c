// SPDX-License-Identifier: GPL-2.0-only
/* AMD and Hygon: K7 to Zen, with the six counters of family 15h and with PerfMonV2. */
#include "pmu.h"

#define REG_K7_EVNTSEL0	      0xc0010000
#define REG_K7_PERFCTR0	      0xc0010004
#define REG_F15H_EVNTSEL0     0xc0010200 /* event selects and counters alternate */
#define REG_F15H_PERFCTR0     0xc0010201
#define REG_GLOBAL_STATUS     0xc0000300
#define REG_GLOBAL_CTRL	      0xc0000301
#define REG_GLOBAL_STATUS_CLR 0xc0000302

#define SEL_EVENT_HIGH (0xfULL << 32) /* event bits 8 to 11, not on K8 */

#define CPUID_PERFCTR_CORE BIT_ULL(23) /* 0x80000001 ecx: the family 15h registers */
#define CPUID_PERFMON_V2   BIT_ULL(0)  /* 0x80000022 eax */

/* Before family 15h the northbridge's events use the cores' counters, and count the whole node. */
static bool is_northbridge_event(const struct pmu *pmu, u64 config)
{
	return pmu->northbridge && (config & 0xe0) == 0xe0;
}

static int amd_check(const struct pmu *pmu, const struct perfctr_event *in, struct pmu_event *out)
{
	if ((in->config & ~pmu->config_bits) || in->config1 || in->config2)
		return -EINVAL;
	*out = pmu_event_of(in, pmu->counters);
	out->select = in->config & ~SEL_OWN;
	out->northbridge = is_northbridge_event(pmu, in->config);
	return out->counters ? 0 : -EINVAL;
}

static void amd_place(const struct pmu *pmu, const struct pmu_event *event, u32 counter,
		      struct pmu_slot *slot)
{
	*slot = (struct pmu_slot){
		.counter = counter,
		.imode = event->imode,
		.rdpmc = counter,
		.count_msr = pmu->first_count_msr + counter * pmu->msr_stride,
		.select_msr = pmu->first_select_msr + counter * pmu->msr_stride,
		.select = pmu_select(event),
		.mask = pmu_mask(pmu->counter_bits),
		.max_start = pmu_mask(pmu->counter_bits) >> 1,
	};
}

static void amd_start(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
		      u32 active, const u64 *start)
{
	u64 counters = pmu_load(cpu, round, active, start);

	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, counters);
}

static void amd_stop(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
		     u32 active, u64 *now)
{
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, 0);
	else
		pmu_deselect(cpu, round, active);
	pmu_read_and_zero(round, active, now);
}

static bool amd_pending(const struct pmu *pmu, const struct pmu_round *round, u32 active)
{
	if (pmu->version >= 2 && (pmu_rdmsr(REG_GLOBAL_STATUS) & pmu->counters))
		return true;
	return pmu_any_passed_zero(round, active);
}

static void amd_ack(const struct pmu *pmu)
{
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_STATUS_CLR, pmu->counters);
}

static void zero_all(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	u32 i;

	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, 0);
	for (i = 0; i < pmu->nr_reserved; i++) {
		pmu_wrmsr(pmu->first_select_msr + i * pmu->msr_stride, 0);
		pmu_wrmsr(pmu->first_count_msr + i * pmu->msr_stride, 0);
		cpu->select[i] = 0;
	}
	amd_ack(pmu);
}

static void amd_enter(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	if (pmu->version >= 2)
		cpu->global_before = pmu_rdmsr(REG_GLOBAL_CTRL);
	zero_all(pmu, cpu);
}

static void amd_leave(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	zero_all(pmu, cpu);
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, cpu->global_before);
}

static u32 extended_leaf(const struct pmu_cpu_id *id, u32 leaf, u32 *ebx, u32 *ecx)
{
	u32 eax, edx;

	*ebx = 0;
	*ecx = 0;
	if (id->max_extended < leaf)
		return 0;
	pmu_cpuid(leaf, 0, &eax, ebx, ecx, &edx);
	return eax;
}

bool pmu_amd_detect(struct pmu *pmu)
{
	struct pmu_cpu_id id = pmu_identify();
	u32 ebx, ecx, counters;
	bool core, v2;

	if (id.vendor != PMU_VENDOR_AMD || id.family < 6)
		return false;
	extended_leaf(&id, 0x80000001, &ebx, &ecx);
	core = ecx & CPUID_PERFCTR_CORE;
	v2 = extended_leaf(&id, 0x80000022, &ebx, &ecx) & CPUID_PERFMON_V2;
	counters = v2 ? min(ebx & 0xf, 15U) : core ? 6 : 4;
	*pmu = (struct pmu){
		.family = PERFCTR_FAMILY_AMD,
		.version = v2 ? 2 : 1,
		.counters = pmu_mask(counters),
		.counter_bits = 48,
		.config_bits = SEL_EVENT | SEL_EDGE | SEL_INVERT | SEL_CMASK | SEL_OWN |
			       (id.family >= 0x10 ? SEL_EVENT_HIGH : 0),
		.nr_reserved = counters,
		.first_count_msr = core || v2 ? REG_F15H_PERFCTR0 : REG_K7_PERFCTR0,
		.first_select_msr = core || v2 ? REG_F15H_EVNTSEL0 : REG_K7_EVNTSEL0,
		.msr_stride = core || v2 ? 2 : 1,
		.northbridge = !core && !v2,
		.check = amd_check,
		.place = amd_place,
		.enter = amd_enter,
		.leave = amd_leave,
		.start = amd_start,
		.stop = amd_stop,
		.pending = amd_pending,
		.ack = amd_ack,
	};
	return true;
}
