/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One interface to every family of performance monitoring units.
 *
 * An event that the family has checked (struct pmu_event) is placed on one of the counters that can
 * count it, which gives a slot: register numbers and values, ready to be loaded. A round is a set
 * of slots that can be loaded together. Between rounds all counters of a CPU are stopped and hold
 * 0, so that whoever may execute RDPMC sees nothing of others.
 *
 * start, stop, pending and idle run with interrupts off on the CPU that they are for, also in NMIs.
 */
#ifndef PERFCTR_PMU_PMU_H
#define PERFCTR_PMU_PMU_H

#include <pmu/access.h>
#include <uapi/perfctr.h>

#define PMU_MAX_SLOTS  32 /* counters that a round can use */
#define PMU_FIXED_BASE 32 /* number of Intel's first fixed counter */

/* An event as its family understood it. The meaning of the values is the family's. */
struct pmu_event {
	u64 counters; /* those that can count it */
	u64 select;
	u64 extra;
	u64 extra2;
	bool user;
	bool kernel;
	bool imode;
	bool northbridge; /* counts for a whole node: one CPU there must do it */
};

/* An event on a counter. */
struct pmu_slot {
	u8 event; /* index in the control */
	u8 counter;
	bool imode;
	u32 rdpmc; /* operand of RDPMC */
	u32 count_msr;
	u32 select_msr; /* 0: the family has another way */
	u32 extra_msr;	/* 0: none */
	u64 select;	/* with the enable bit */
	u64 extra;
	u64 extra2;
	u64 mask;      /* bits of the counter */
	u64 max_start; /* furthest that a start value may lie below 0 */
};

struct pmu_round {
	u32 nr_slots;
	struct pmu_slot slots[PMU_MAX_SLOTS];
};

/* What is loaded on a CPU, to spare register writes; owned by start, stop and enter. */
struct pmu_cpu {
	u64 select[PMU_MAX_SLOTS]; /* by counter */
	u64 fixed_select;
	u64 global_before; /* global control as enter() found it */
};

/**
 * struct pmu - a family, as found on this machine
 * @family: which
 * @version: perfctr_info's family_version
 * @counters: perfctr_info's counters
 * @counter_bits: width of a general counter
 * @fixed_bits: width of a fixed counter, 0 without
 * @config_bits: those that an event's config may have
 * @nr_reserved: general counters to reserve from perf
 * @first_count_msr: register of general counter 0, the next ones @msr_stride apart
 * @first_select_msr: its event select register
 * @msr_stride: see @first_count_msr
 * @one_thread: only the first hyper-thread of a core may count
 * @northbridge: has events that count for a whole node
 * @check: check an event and say which counters can take it; 0 or -EINVAL
 * @place: make the slot of a checked event on one of its counters
 * @conflict: can these two not be loaded together? NULL: all slots with different counters can
 * @enter: prepare this CPU's counters for us: all stopped, all 0
 * @leave: give them back as enter found them
 * @start: load the slots in @active with start values @start (by slot) and let them count
 * @stop: stop them, read them to @now (by slot), zero them
 * @pending: has one of the slots in @active overflowed? It is asked before stop, in the NMI
 * @ack: forget all overflows; NULL: stop does
 */
struct pmu {
	enum perfctr_family family;
	u32 version;
	u64 counters;
	u32 counter_bits;
	u32 fixed_bits;
	u64 config_bits;
	u32 nr_reserved;
	u32 first_count_msr;
	u32 first_select_msr;
	u32 msr_stride;
	bool one_thread;
	bool northbridge;

	int (*check)(const struct pmu *pmu, const struct perfctr_event *in, struct pmu_event *out);
	void (*place)(const struct pmu *pmu, const struct pmu_event *event, u32 counter,
		      struct pmu_slot *slot);
	bool (*conflict)(const struct pmu_slot *a, const struct pmu_slot *b);
	void (*enter)(const struct pmu *pmu, struct pmu_cpu *cpu);
	void (*leave)(const struct pmu *pmu, struct pmu_cpu *cpu);
	void (*start)(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
		      u32 active, const u64 *start);
	void (*stop)(const struct pmu *pmu, struct pmu_cpu *cpu, const struct pmu_round *round,
		     u32 active, u64 *now);
	bool (*pending)(const struct pmu *pmu, const struct pmu_round *round, u32 active);
	void (*ack)(const struct pmu *pmu);
};

/* Each fills in *pmu and returns true if this machine is of its family. */
bool pmu_intel_detect(struct pmu *pmu);
bool pmu_amd_detect(struct pmu *pmu);
bool pmu_netburst_detect(struct pmu *pmu);
void pmu_generic_detect(struct pmu *pmu);

/* Fills in *pmu for this machine, from CPUID alone: pmu_probe() says whether the counters work. */
void pmu_detect(struct pmu *pmu);

/* Leaves to *pmu what another kind of core of this machine has, too. */
void pmu_keep_common(struct pmu *pmu, const struct pmu *other);

/* Do the counters keep what is written to them? Call with the first counter reserved. */
bool pmu_probe(const struct pmu *pmu);

/* Vendor as CPUID.0 has it, and display family and model. */
enum pmu_vendor { PMU_VENDOR_OTHER, PMU_VENDOR_INTEL, PMU_VENDOR_AMD };

struct pmu_cpu_id {
	enum pmu_vendor vendor;
	u32 max_leaf;
	u32 max_extended;
	u32 family;
	u32 model;
};

struct pmu_cpu_id pmu_identify(void);

static inline u64 pmu_mask(u32 bits)
{
	return bits >= 64 ? ~0ULL : BIT_ULL(bits) - 1;
}

/* The bits of an event select register that Intel and AMD share. */
#define SEL_EVENT  0x0000ffffULL /* event and unit mask */
#define SEL_USER   BIT_ULL(16)
#define SEL_KERNEL BIT_ULL(17)
#define SEL_EDGE   BIT_ULL(18)
#define SEL_INT	   BIT_ULL(20)
#define SEL_ENABLE BIT_ULL(22)
#define SEL_INVERT BIT_ULL(23)
#define SEL_CMASK  0xff000000ULL
/* Those that the driver sets itself. In a config they are welcome, and without effect. */
#define SEL_OWN (SEL_USER | SEL_KERNEL | SEL_INT | SEL_ENABLE)

static inline u64 pmu_select(const struct pmu_event *event)
{
	return event->select | SEL_ENABLE | (event->user ? SEL_USER : 0) |
	       (event->kernel ? SEL_KERNEL : 0) | (event->imode ? SEL_INT : 0);
}

/* What every family takes over from an event as it is. */
static inline struct pmu_event pmu_event_of(const struct perfctr_event *in, u64 counters)
{
	return (struct pmu_event){
		.counters = in->counters ? counters & in->counters : counters,
		.user = in->flags & PERFCTR_EVENT_USER,
		.kernel = in->flags & PERFCTR_EVENT_KERNEL,
		.imode = in->flags & PERFCTR_EVENT_IMODE,
	};
}

/*
 * What the families' start and stop have in common. pmu_load() writes start values, extra registers
 * and event selects of the slots in @active, and returns the bits of their counters. pmu_deselect()
 * stops them one by one; pmu_read_and_zero() reads them once they are stopped.
 */
u64 pmu_load(struct pmu_cpu *cpu, const struct pmu_round *round, u32 active, const u64 *start);
void pmu_deselect(struct pmu_cpu *cpu, const struct pmu_round *round, u32 active);
void pmu_read_and_zero(const struct pmu_round *round, u32 active, u64 *now);

/* An i-mode counter starts below 0. Has one passed it? */
bool pmu_any_passed_zero(const struct pmu_round *round, u32 active);

#endif /* PERFCTR_PMU_PMU_H */
