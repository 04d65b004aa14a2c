/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the PMU families reach the hardware. This is all that they use of the kernel, so that a
 * user-space test can put a header of its own with this name first in the include path and run
 * them against a model of the registers. What such a header must provide:
 *
 *	u8 u32 u64 bool, BIT_ULL(), GENMASK_ULL(), ARRAY_SIZE(), hweight64(), min(), EINVAL,
 *	EOPNOTSUPP, the __u32 and __u64 of the ABI, and the functions below.
 */
#ifndef PERFCTR_PMU_ACCESS_H
#define PERFCTR_PMU_ACCESS_H

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/types.h>
#include <asm/msr.h>
#include <asm/processor.h>

static inline u64 pmu_rdmsr(u32 msr)
{
	u32 low, high;

	rdmsr(msr, low, high);
	return (u64)high << 32 | low;
}

static inline void pmu_wrmsr(u32 msr, u64 value)
{
	wrmsr(msr, (u32)value, (u32)(value >> 32));
}

/* Return 0, or a negative value when the register does not exist (or not take this value). */
static inline int pmu_rdmsr_safe(u32 msr, u64 *value)
{
	u32 low, high;
	int err = rdmsr_safe(msr, &low, &high);

	*value = (u64)high << 32 | low;
	return err;
}

static inline int pmu_wrmsr_safe(u32 msr, u64 value)
{
	return wrmsr_safe(msr, (u32)value, (u32)(value >> 32));
}

static inline u64 pmu_rdpmc(u32 index)
{
	u32 low, high;

	asm volatile("rdpmc" : "=a"(low), "=d"(high) : "c"(index));
	return (u64)high << 32 | low;
}

static inline void pmu_cpuid(u32 leaf, u32 subleaf, u32 *eax, u32 *ebx, u32 *ecx, u32 *edx)
{
	cpuid_count(leaf, subleaf, eax, ebx, ecx, edx);
}

#endif /* PERFCTR_PMU_ACCESS_H */
