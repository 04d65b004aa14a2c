// SPDX-License-Identifier: GPL-2.0-only
/* Which family of counters does this machine have? */
#include "pmu.h"

static enum pmu_vendor vendor_of(u32 ebx, u32 ecx, u32 edx)
{
	if (ebx == 0x756e6547 && edx == 0x49656e69 && ecx == 0x6c65746e)	/* GenuineIntel */
		return PMU_VENDOR_INTEL;
	if (ebx == 0x68747541 && edx == 0x69746e65 && ecx == 0x444d4163)	/* AuthenticAMD */
		return PMU_VENDOR_AMD;
	if (ebx == 0x6f677948 && edx == 0x6e65476e && ecx == 0x656e6975)	/* HygonGenuine */
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

bool pmu_probe(const struct pmu *pmu)
{
	const u64 pattern = 0x2a5a5a5a;	/* survives the narrowest write: 32 bits, sign extended */
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
