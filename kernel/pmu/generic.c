// SPDX-License-Identifier: GPL-2.0-only
/* A machine without counters that we know: the virtual TSC works all the same. */
#include "pmu.h"

static int generic_check(const struct pmu *pmu, const struct perfctr_event *in,
			 struct pmu_event *out)
{
	return -EOPNOTSUPP;
}

void pmu_generic_detect(struct pmu *pmu)
{
	*pmu = (struct pmu){
		.family = PERFCTR_FAMILY_GENERIC,
		.check = generic_check,
	};
}
