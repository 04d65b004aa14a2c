// SPDX-License-Identifier: GPL-2.0-only
/* Intel architectural performance monitoring, versions 1 to 5. */
#include "pmu.h"

#define REG_PERFCTR0	    0x0c1
#define REG_EVNTSEL0	    0x186
#define REG_FIXED_CTR0	    0x309
#define REG_FIXED_CTRL	    0x38d
#define REG_GLOBAL_STATUS   0x38e
#define REG_GLOBAL_CTRL	    0x38f
#define REG_GLOBAL_OVF_CTRL 0x390
#define REG_OFFCORE_RSP_0   0x1a6
#define REG_OFFCORE_RSP_1   0x1a7

#define RDPMC_FIXED 0x40000000

#define LEGACY_MAX_START 0x7fffffffULL /* writes to REG_PERFCTR0 sign-extend bit 31 */

/* What the fixed counters count, as general events; the last two are pseudo events. */
static const u64 fixed_events[] = { 0x00c0, 0x003c, 0x0300, 0x0400 };

static u64 fixed_counter_of(const struct pmu *pmu, u64 select)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(fixed_events); i++) {
		if (select == fixed_events[i])
			return pmu->counters & BIT_ULL(PMU_FIXED_BASE + i);
	}
	return 0;
}

static bool is_pseudo_event(u64 config)
{
	return (config & 0xff) == 0;
}

static u32 offcore_msr(u64 select)
{
	switch (select & SEL_EVENT) {
	case 0x01b7:
		return REG_OFFCORE_RSP_0;
	case 0x01bb:
		return REG_OFFCORE_RSP_1;
	default:
		return 0;
	}
}

static int check_offcore(const struct perfctr_event *in)
{
	u32 msr = offcore_msr(in->config);
	u64 before;

	if (!in->config1)
		return 0;
	if (!msr || pmu_rdmsr_safe(msr, &before))
		return -EINVAL;
	/* which bits exist is known to the hardware alone */
	if (pmu_wrmsr_safe(msr, in->config1))
		return -EINVAL;
	pmu_wrmsr_safe(msr, before);
	return 0;
}

static int intel_check(const struct pmu *pmu, const struct perfctr_event *in, struct pmu_event *out)
{
	u64 select = in->config & ~SEL_OWN;
	u64 counters = fixed_counter_of(pmu, select);

	if ((in->config & ~pmu->config_bits) || in->config2 || check_offcore(in))
		return -EINVAL;
	if (!is_pseudo_event(select))
		counters |= pmu->counters & pmu_mask(PMU_FIXED_BASE);
	*out = pmu_event_of(in, counters);
	out->select = select;
	out->extra = in->config1;
	return out->counters ? 0 : -EINVAL;
}

static void place_fixed(const struct pmu *pmu, const struct pmu_event *event, u32 index,
			struct pmu_slot *slot)
{
	u64 bits = (event->kernel ? 1 : 0) | (event->user ? 2 : 0) | (event->imode ? 8 : 0);

	slot->rdpmc = RDPMC_FIXED + index;
	slot->count_msr = REG_FIXED_CTR0 + index;
	slot->select = bits << (4 * index);
	slot->mask = pmu_mask(pmu->fixed_bits);
	slot->max_start = slot->mask >> 1;
}

static void intel_place(const struct pmu *pmu, const struct pmu_event *event, u32 counter,
			struct pmu_slot *slot)
{
	*slot = (struct pmu_slot){ .counter = counter, .imode = event->imode };
	if (counter >= PMU_FIXED_BASE) {
		place_fixed(pmu, event, counter - PMU_FIXED_BASE, slot);
		return;
	}
	slot->rdpmc = counter;
	slot->count_msr = REG_PERFCTR0 + counter;
	slot->select_msr = REG_EVNTSEL0 + counter;
	slot->select = pmu_select(event);
	slot->extra_msr = event->extra ? offcore_msr(event->select) : 0;
	slot->extra = event->extra;
	slot->mask = pmu_mask(pmu->counter_bits);
	slot->max_start = min(slot->mask >> 1, LEGACY_MAX_START);
}

/* Two events can share an offcore register only if they want the same of it. */
static bool intel_conflict(const struct pmu_slot *a, const struct pmu_slot *b)
{
	return a->extra_msr && a->extra_msr == b->extra_msr && a->extra != b->extra;
}

/* All fixed counters share one control register. */
static void load_fixed_select(struct pmu_cpu *cpu, const struct pmu_round *round, u32 active)
{
	u64 select = 0;
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		if ((active & BIT_ULL(i)) && round->slots[i].counter >= PMU_FIXED_BASE)
			select |= round->slots[i].select;
	}
	if (select == cpu->fixed_select)
		return;
	cpu->fixed_select = select;
	pmu_wrmsr(REG_FIXED_CTRL, select);
}

static void intel_start(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
			u32 active, const u64 *start)
{
	u64 counters = pmu_load(cpu, round, active, start);

	if (pmu->version < 2)
		return;
	load_fixed_select(cpu, round, active);
	pmu_wrmsr(REG_GLOBAL_CTRL, counters);
}

static void intel_stop(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
		       u32 active, u64 *now)
{
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, 0);
	else
		pmu_deselect(cpu, round, active); /* no global switch */
	pmu_read_and_zero(round, active, now);
}

static bool intel_pending(const struct pmu *pmu, const struct pmu_round *round, u32 active)
{
	if (pmu->version >= 2 && (pmu_rdmsr(REG_GLOBAL_STATUS) & pmu->counters))
		return true;
	/* perf may have acknowledged it, if it traces with Intel PT */
	return pmu_any_passed_zero(round, active);
}

static void intel_ack(const struct pmu *pmu)
{
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_OVF_CTRL, pmu->counters);
}

static void zero_all(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	u32 i;

	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, 0);
	for (i = 0; i < PMU_FIXED_BASE; i++) {
		if (pmu->counters & BIT_ULL(i)) {
			pmu_wrmsr(REG_EVNTSEL0 + i, 0);
			pmu_wrmsr(REG_PERFCTR0 + i, 0);
			cpu->select[i] = 0;
		}
		if (pmu->counters & BIT_ULL(PMU_FIXED_BASE + i))
			pmu_wrmsr(REG_FIXED_CTR0 + i, 0);
	}
	if (pmu->version >= 2)
		pmu_wrmsr(REG_FIXED_CTRL, 0);
	intel_ack(pmu);
	cpu->fixed_select = 0;
}

static void intel_enter(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	if (pmu->version >= 2)
		cpu->global_before = pmu_rdmsr(REG_GLOBAL_CTRL);
	zero_all(pmu, cpu);
}

static void intel_leave(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	zero_all(pmu, cpu);
	if (pmu->version >= 2)
		pmu_wrmsr(REG_GLOBAL_CTRL, cpu->global_before);
}

static u64 fixed_counters(u32 version, u32 ecx, u32 edx)
{
	u64 fixed = 0;

	if (version >= 2)
		fixed = pmu_mask(min(edx & 0x1f, 16U));
	if (version >= 5)
		fixed |= ecx;
	return fixed & pmu_mask(ARRAY_SIZE(fixed_events));
}

bool pmu_intel_detect(struct pmu *pmu)
{
	struct pmu_cpu_id id = pmu_identify();
	u32 eax, ebx, ecx, edx, general;
	u64 fixed;

	if (id.vendor == PMU_VENDOR_AMD || id.max_leaf < 0xa)
		return false;
	pmu_cpuid(0xa, 0, &eax, &ebx, &ecx, &edx);
	general = min((eax >> 8) & 0xff, 16U);
	if (!(eax & 0xff) || !general)
		return false;
	fixed = fixed_counters(eax & 0xff, ecx, edx);
	*pmu = (struct pmu){
		.family = PERFCTR_FAMILY_INTEL,
		.version = eax & 0xff,
		.counters = pmu_mask(general) | fixed << PMU_FIXED_BASE,
		.counter_bits = min((eax >> 16) & 0xff, 63U),
		.fixed_bits = fixed ? min((edx >> 5) & 0xff, 63U) : 0,
		.config_bits = SEL_EVENT | SEL_EDGE | SEL_INVERT | SEL_CMASK | SEL_OWN,
		.nr_reserved = general,
		.first_count_msr = REG_PERFCTR0,
		.first_select_msr = REG_EVNTSEL0,
		.msr_stride = 1,
		.check = intel_check,
		.place = intel_place,
		.conflict = intel_conflict,
		.enter = intel_enter,
		.leave = intel_leave,
		.start = intel_start,
		.stop = intel_stop,
		.pending = intel_pending,
		.ack = intel_ack,
	};
	return true;
}
