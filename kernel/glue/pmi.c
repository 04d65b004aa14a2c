// SPDX-License-Identifier: GPL-2.0-only
/* The overflow interrupt, and sharing the PMU with perf. */
#include <asm/apic.h>
#include <asm/nmi.h>
#include <asm/perf_event.h>
#include "../counters.h"
#include "../pmu/pmu.h"
#include "glue.h"

static void release(const struct pmu *pmu, u32 nr)
{
	while (nr--) {
		release_evntsel_nmi(pmu->first_select_msr + nr * pmu->msr_stride);
		release_perfctr_nmi(pmu->first_count_msr + nr * pmu->msr_stride);
	}
}

int glue_reserve_pmu(const struct pmu *pmu)
{
	u32 i;

	for (i = 0; i < pmu->nr_reserved; i++) {
		if (!reserve_perfctr_nmi(pmu->first_count_msr + i * pmu->msr_stride))
			goto busy;
		if (!reserve_evntsel_nmi(pmu->first_select_msr + i * pmu->msr_stride)) {
			release_perfctr_nmi(pmu->first_count_msr + i * pmu->msr_stride);
			goto busy;
		}
	}
	return 0;
busy:
	release(pmu, i);
	return -EBUSY;
}

void glue_release_pmu(const struct pmu *pmu)
{
	release(pmu, pmu->nr_reserved);
}

bool glue_has_pmi(void)
{
	return boot_cpu_has(X86_FEATURE_APIC) && apic;
}

/* Through the structure: the wrapper's static call is not exported by newer kernels. */
void glue_pmi_unmask(void)
{
	if (glue_has_pmi())
		apic->write(APIC_LVTPC, APIC_DM_NMI);
}

static int nmi(unsigned int type, struct pt_regs *regs)
{
	return counters_nmi(regs) ? NMI_HANDLED : NMI_DONE;
}

int glue_pmi_init(void)
{
	return register_nmi_handler(NMI_LOCAL, nmi, 0, "perfctr");
}

void glue_pmi_exit(void)
{
	unregister_nmi_handler(NMI_LOCAL, "perfctr");
}
