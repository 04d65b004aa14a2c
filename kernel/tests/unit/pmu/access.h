/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the driver's pmu/access.h: the families' registers are those of machine.c. */
#ifndef PERFCTR_PMU_ACCESS_H
#define PERFCTR_PMU_ACCESS_H

#include <errno.h>
#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;
typedef long long s64;

#define BIT_ULL(bit)	       (1ULL << (bit))
#define GENMASK_ULL(high, low) (~0ULL >> (63 - (high)) & ~0ULL << (low))
#define ARRAY_SIZE(array)      (sizeof(array) / sizeof((array)[0]))
#define hweight64(value)       ((unsigned int)__builtin_popcountll(value))
#define min(a, b)	       ((a) < (b) ? (a) : (b))
#define fallthrough	       __attribute__((fallthrough))

u64 pmu_rdmsr(u32 msr);
void pmu_wrmsr(u32 msr, u64 value);
int pmu_rdmsr_safe(u32 msr, u64 *value);
int pmu_wrmsr_safe(u32 msr, u64 value);
u64 pmu_rdpmc(u32 index);
void pmu_cpuid(u32 leaf, u32 subleaf, u32 *eax, u32 *ebx, u32 *ecx, u32 *edx);

#endif
