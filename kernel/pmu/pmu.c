// SPDX-License-Identifier: GPL-2.0-only
/* Which family of counters does this machine have? And what all families have in common. */
#include "pmu.h"

static enum pmu_vendor vendor_of(u32 ebx, u32 ecx, u32 edx)
{
	if (ebx == 0x756e6547 && edx == 0x49656e69 && ecx == 0x6c65746e) /* GenuineIntel */
		return PMU_VENDOR_INTEL;
	if (ebx == 0x68747541 && edx == 0x69746e65 && ecx == 0x444d4163) /* AuthenticAMD */
		return PMU_VENDOR_AMD;
	if (ebx == 0x6f677948 && edx == 0x6e65476e && ecx == 0x656e6975) /* HygonGenuine */
		return PMU_VENDOR_AMD;
	return PMU_VENDOR_OTHER;
}

struct pmu_cpu_id pmu_identify(void)
{
	struct pmu_cpu_id id = {};
	u32 eax, ebx, ecx, edx;

	pmu_cpuid(0, 0, &id.max_leaf, &ebx, &ecx, &edx);
	id.vendor = vendor_of(ebx, ecx, edx);
	pmu_cpuid(1, 0, &eax, &ebx, &ecx, &edx);
	id.family = (eax >> 8) & 0xf;
	id.model = (eax >> 4) & 0xf;
	if (id.family == 6 || id.family == 15)
		id.model |= (eax >> 12) & 0xf0;
	if (id.family == 15)
		id.family += (eax >> 20) & 0xff;
	pmu_cpuid(0x80000000, 0, &id.max_extended, &ebx, &ecx, &edx);
	return id;
}

void pmu_detect(struct pmu *pmu)
{
	if (pmu_intel_detect(pmu) || pmu_amd_detect(pmu) || pmu_netburst_detect(pmu))
		return;
	pmu_generic_detect(pmu);
}

void pmu_keep_common(struct pmu *pmu, const struct pmu *other)
{
	pmu->counters &= other->counters;
	pmu->version = min(pmu->version, other->version);
	pmu->counter_bits = min(pmu->counter_bits, other->counter_bits);
	pmu->fixed_bits = min(pmu->fixed_bits, other->fixed_bits);
}

bool pmu_probe(const struct pmu *pmu)
{
	const u64 pattern = 0x2a5a5a5a; /* survives the narrowest write: 32 bits, sign extended */
	u64 before, after = 0;
	bool kept;

	if (pmu_rdmsr_safe(pmu->first_count_msr, &before))
		return false;
	if (pmu_wrmsr_safe(pmu->first_count_msr, pattern))
		return false;
	/* a counter that is running goes on from there: accept what has been added since */
	kept = !pmu_rdmsr_safe(pmu->first_count_msr, &after) && after - pattern < BIT_ULL(24);
	pmu_wrmsr_safe(pmu->first_count_msr, before);
	return kept;
}

u64 pmu_load(struct pmu_cpu *cpu, const struct pmu_round *round, u32 active, const u64 *start)
{
	u64 counters = 0;
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		const struct pmu_slot *slot = &round->slots[i];

		if (!(active & BIT_ULL(i)))
			continue;
		counters |= BIT_ULL(slot->counter);
		if (start[i])
			pmu_wrmsr(slot->count_msr, start[i]);
		/* may be shared with another CPU, so there is no copy to trust */
		if (slot->extra_msr)
			pmu_wrmsr(slot->extra_msr, slot->extra);
		if (!slot->select_msr || cpu->select[slot->counter] == slot->select)
			continue;
		cpu->select[slot->counter] = slot->select;
		pmu_wrmsr(slot->select_msr, slot->select);
	}
	return counters;
}

void pmu_deselect(struct pmu_cpu *cpu, const struct pmu_round *round, u32 active)
{
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		if (!(active & BIT_ULL(i)))
			continue;
		cpu->select[round->slots[i].counter] = 0;
		pmu_wrmsr(round->slots[i].select_msr, 0);
	}
}

void pmu_read_and_zero(const struct pmu_round *round, u32 active, u64 *now)
{
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		const struct pmu_slot *slot = &round->slots[i];

		if (!(active & BIT_ULL(i)))
			continue;
		now[i] = pmu_rdpmc(slot->rdpmc) & slot->mask;
		pmu_wrmsr(slot->count_msr, 0);
	}
}

bool pmu_any_passed_zero(const struct pmu_round *round, u32 active)
{
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		const struct pmu_slot *slot = &round->slots[i];
		u64 sign = (slot->mask >> 1) + 1;

		if ((active & BIT_ULL(i)) && slot->imode && !(pmu_rdpmc(slot->rdpmc) & sign))
			return true;
	}
	return false;
}
