// SPDX-License-Identifier: GPL-2.0-only
/*
 * NetBurst (Pentium 4 and its Xeons, family 15), 64-bit ones and those before.
 *
 * 18 counters, each with a CCCR that selects one of a few ESCRs, which say what to count. Counters
 * come in four groups with two halves each; both halves of a group reach their own copy of an ESCR.
 * With hyper-threading all of this is shared by the two threads of a core, so only the first one
 * counts (pmu->one_thread), with the bits that the manual calls thread 0.
 */
#include "pmu.h"

#define NR_COUNTERS	     18
#define REG_COUNTER0	     0x300
#define REG_CCCR0	     0x360
#define REG_CRU_ESCR2	     0x3cc
#define REG_SSU_ESCR0	     0x3be
#define REG_PEBS_ENABLE	     0x3f1
#define REG_PEBS_MATRIX_VERT 0x3f2

#define CCCR_ENABLE	       BIT_ULL(12)
#define CCCR_ESCR_SELECT(cccr) (((cccr) >> 13) & 7)
#define CCCR_ANY_THREAD	       (3ULL << 16) /* others need hyper-threading */
#define CCCR_OVF_PMI_T0	       BIT_ULL(26)
#define CCCR_ALLOWED	       GENMASK_ULL(24, 13) /* select, thread, threshold, edge */
#define CCCR_OWN	       (CCCR_ENABLE | CCCR_OVF_PMI_T0 | CCCR_ANY_THREAD)

#define ESCR_T0_USER   BIT_ULL(2)
#define ESCR_T0_KERNEL BIT_ULL(3)
#define ESCR_ALLOWED   GENMASK_ULL(30, 4) /* event, its mask, tag */
#define ESCR_OWN       (ESCR_T0_USER | ESCR_T0_KERNEL)

/* Replay tagging, without the bits that start PEBS itself. */
#define PEBS_ENABLE_ALLOWED 0x01000607ULL
#define PEBS_MATRIX_ALLOWED 0x00001003ULL

struct group {
	u32 halves[2]; /* masks of counters */
	u16 escr[8];   /* of the first half, by CCCR's selection; the other has the next */
};

/* IQ_ESCR0 and 1, the first of the last group, exist up to model 2 only, which no 64-bit one is. */
static const struct group groups[] = {
	{ { 0x00003, 0x0000c }, { 0x3b2, 0x3b4, 0x3aa, 0x3b6, 0x3ac, 0x3c8, 0x3a2, 0x3a0 } },
	{ { 0x00030, 0x000c0 }, { 0x3c0, 0x3c4, 0x3c2 } },
	{ { 0x00300, 0x00c00 }, { 0x3a6, 0x3a4, 0x3ae, 0x3b0, 0, 0x3a8 } },
	{ { 0x13000, 0x2c000 }, { 0, 0x3ca, 0x3bc, 0x3be, 0x3b8, 0x3cc, 0x3e0 } },
};

/* The ESCR that a counter reaches with this selection, 0 if none. */
static u32 escr_of(u32 counter, u32 selection)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(groups); i++) {
		u32 escr = groups[i].escr[selection];

		if (escr && (groups[i].halves[0] & BIT_ULL(counter)))
			return escr;
		if (escr && escr != REG_SSU_ESCR0 && (groups[i].halves[1] & BIT_ULL(counter)))
			return escr + 1;
	}
	return 0;
}

/* The counters among @counters that reach an ESCR with this selection. */
static u64 counters_with_escr(u64 counters, u32 selection, bool replay)
{
	u64 with = 0;
	u32 i, escr;

	for (i = 0; i < NR_COUNTERS; i++) {
		if (!(counters & BIT_ULL(i)))
			continue;
		escr = escr_of(i, selection);
		if (replay ? (escr & ~1U) == REG_CRU_ESCR2 : escr)
			with |= BIT_ULL(i);
	}
	return with;
}

static bool valid_replay_tag(u64 tag)
{
	return !((u32)tag & ~PEBS_ENABLE_ALLOWED) && !((tag >> 32) & ~PEBS_MATRIX_ALLOWED);
}

static int netburst_check(const struct pmu *pmu, const struct perfctr_event *in,
			  struct pmu_event *out)
{
	u32 selection = CCCR_ESCR_SELECT(in->config);

	if ((in->config & ~pmu->config_bits) || (in->config1 & ~(ESCR_ALLOWED | ESCR_OWN)))
		return -EINVAL;
	if (!valid_replay_tag(in->config2))
		return -EINVAL;
	/* the selection means different ESCRs in different groups: the caller must name one */
	if (!in->counters)
		return -EINVAL;
	*out = pmu_event_of(in, counters_with_escr(pmu->counters, selection, in->config2));
	out->select = in->config & ~CCCR_OWN;
	out->extra = in->config1 & ~ESCR_OWN;
	out->extra2 = in->config2;
	return out->counters ? 0 : -EINVAL;
}

static void netburst_place(const struct pmu *pmu, const struct pmu_event *event, u32 counter,
			   struct pmu_slot *slot)
{
	*slot = (struct pmu_slot){
		.counter = counter,
		.imode = event->imode,
		.rdpmc = counter,
		.count_msr = REG_COUNTER0 + counter,
		.select_msr = REG_CCCR0 + counter,
		.select = event->select | CCCR_ENABLE | CCCR_ANY_THREAD |
			  (event->imode ? CCCR_OVF_PMI_T0 : 0),
		.extra_msr = escr_of(counter, CCCR_ESCR_SELECT(event->select)),
		.extra = event->extra | (event->user ? ESCR_T0_USER : 0) |
			 (event->kernel ? ESCR_T0_KERNEL : 0),
		.extra2 = event->extra2,
		.mask = pmu_mask(pmu->counter_bits),
		.max_start = pmu_mask(pmu->counter_bits) >> 1,
	};
}

/* One value for each ESCR, and one replay tag for all. */
static bool netburst_conflict(const struct pmu_slot *a, const struct pmu_slot *b)
{
	if (a->extra_msr == b->extra_msr && a->extra != b->extra)
		return true;
	return a->extra2 && b->extra2 && a->extra2 != b->extra2;
}

static bool has_replay_tag(const struct pmu_round *round, u32 i, u32 active)
{
	return (active & BIT_ULL(i)) && round->slots[i].extra2;
}

static void netburst_start(const struct pmu *pmu, struct pmu_cpu *cpu,
			   const struct pmu_round *round, u32 active, const u64 *start)
{
	u32 i;

	for (i = 0; i < round->nr_slots; i++) {
		if (!has_replay_tag(round, i, active))
			continue;
		pmu_wrmsr(REG_PEBS_ENABLE, (u32)round->slots[i].extra2);
		pmu_wrmsr(REG_PEBS_MATRIX_VERT, round->slots[i].extra2 >> 32);
	}
	pmu_load(cpu, round, active, start);
}

static void netburst_stop(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
			  u32 active, u64 *now)
{
	u32 i;

	/* clears the overflow flags, too */
	pmu_deselect(cpu, round, active);
	for (i = 0; i < round->nr_slots; i++) {
		if (has_replay_tag(round, i, active))
			pmu_wrmsr(REG_PEBS_ENABLE, 0);
	}
	pmu_read_and_zero(round, active, now);
}

static bool netburst_pending(const struct pmu *pmu, const struct pmu_round *round, u32 active)
{
	return pmu_any_passed_zero(round, active);
}

static void zero_all(const struct pmu *pmu, struct pmu_cpu *cpu)
{
	u32 i;

	for (i = 0; i < NR_COUNTERS; i++) {
		pmu_wrmsr(REG_CCCR0 + i, 0);
		pmu_wrmsr(REG_COUNTER0 + i, 0);
		cpu->select[i] = 0;
	}
}

bool pmu_netburst_detect(struct pmu *pmu)
{
	struct pmu_cpu_id id = pmu_identify();

	if (id.vendor != PMU_VENDOR_INTEL || id.family != 15)
		return false;
	*pmu = (struct pmu){
		.family = PERFCTR_FAMILY_NETBURST,
		.version = 1,
		.counters = pmu_mask(NR_COUNTERS),
		.counter_bits = 40,
		.config_bits = CCCR_ALLOWED | CCCR_OWN,
		.nr_reserved = NR_COUNTERS,
		.first_count_msr = REG_COUNTER0,
		.first_select_msr = REG_CCCR0,
		.msr_stride = 1,
		.one_thread = true,
		.check = netburst_check,
		.place = netburst_place,
		.conflict = netburst_conflict,
		.enter = zero_all,
		.leave = zero_all,
		.start = netburst_start,
		.stop = netburst_stop,
		.pending = netburst_pending,
	};
	return true;
}
