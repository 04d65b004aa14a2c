// SPDX-License-Identifier: GPL-2.0-only
/* Machines whose counters nobody knows: the TSC is all there is. */
#include "machine.h"

static const struct model no_counters = { 0 };

TEST(generic, is_any_other_vendor)
{
	struct pmu pmu;

	machine_reset(&no_counters);
	machine_vendor("CentaurHauls", 0xa);
	machine_family(6, 15);
	pmu_detect(&pmu);
	expect(pmu.family == PERFCTR_FAMILY_GENERIC, "family %d", pmu.family);
	expect(pmu.counters == 0 && pmu.counter_bits == 0, "counters %#llx of %u bits",
	       pmu.counters, pmu.counter_bits);
}

TEST(generic, is_an_intel_before_architectural_monitoring)
{
	struct pmu pmu;

	machine_reset(&no_counters);
	machine_vendor("GenuineIntel", 5);
	machine_family(6, 8);
	pmu_detect(&pmu);
	expect(pmu.family == PERFCTR_FAMILY_GENERIC, "family %d", pmu.family);
}
