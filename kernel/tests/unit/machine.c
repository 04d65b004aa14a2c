// SPDX-License-Identifier: GPL-2.0-only
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct leaf {
	u32 leaf, eax, ebx, ecx, edx;
};

struct msr {
	u32 number;
	u64 writable, value;
};

static struct {
	const struct model *model;
	struct leaf leaves[32];
	unsigned int nr_leaves;
	struct msr msrs[256];
	unsigned int nr_msrs;
} machine;

void machine_reset(const struct model *model)
{
	memset(&machine, 0, sizeof(machine));
	machine.model = model;
}

static struct leaf *find_leaf(u32 number)
{
	for (unsigned int i = 0; i < machine.nr_leaves; i++) {
		if (machine.leaves[i].leaf == number)
			return &machine.leaves[i];
	}
	return NULL;
}

void machine_leaf(u32 number, u32 eax, u32 ebx, u32 ecx, u32 edx)
{
	struct leaf *leaf = find_leaf(number);

	if (!leaf)
		leaf = &machine.leaves[machine.nr_leaves++];
	*leaf = (struct leaf){ number, eax, ebx, ecx, edx };
}

void machine_vendor(const char *name, u32 max_leaf)
{
	u32 words[3];

	memcpy(words, name, sizeof(words));
	machine_leaf(0, max_leaf, words[0], words[2], words[1]);
}

void machine_family(u32 family, u32 model)
{
	u32 extended = family > 15 ? family - 15 : 0;

	machine_leaf(1,
		     extended << 20 | (model >> 4) << 16 | (family - extended) << 8 |
			     (model & 15) << 4,
		     0, 0, 0);
}

void machine_extended(u32 max_leaf)
{
	machine_leaf(0x80000000, max_leaf, 0, 0, 0);
}

static struct msr *find_msr(u32 number)
{
	for (unsigned int i = 0; i < machine.nr_msrs; i++) {
		if (machine.msrs[i].number == number)
			return &machine.msrs[i];
	}
	return NULL;
}

void machine_msr(u32 number, u64 writable)
{
	expect(machine.nr_msrs < ARRAY_SIZE(machine.msrs), "too many registers");
	machine.msrs[machine.nr_msrs++] = (struct msr){ number, writable, 0 };
}

static struct msr *must_find(u32 number)
{
	struct msr *msr = find_msr(number);

	expect(msr, "there is no register %#x on this machine: #GP", number);
	return msr;
}

u64 machine_get(u32 number)
{
	return must_find(number)->value;
}

void machine_set(u32 number, u64 value)
{
	must_find(number)->value = value;
}

static u64 width(unsigned int counter)
{
	return pmu_mask(machine.model->bits(counter));
}

static bool counts(unsigned int counter, bool user)
{
	struct counting counting = machine.model->counting(counter);

	return counting.what && (user ? counting.user : counting.kernel);
}

static void advance(bool user, u64 instructions)
{
	for (unsigned int i = 0; i < machine.model->counters; i++) {
		struct msr *msr = must_find(machine.model->count_msr(i));
		u64 before = msr->value, events = instructions;

		if (!counts(i, user))
			continue;
		if (machine.model->counting(i).what == CYCLES)
			events *= 2;
		msr->value = (before + events) & width(i);
		if (events > width(i) - before)
			machine.model->overflowed(i);
	}
}

void machine_run(u64 user, u64 kernel)
{
	advance(true, user);
	advance(false, kernel);
}

bool machine_is_idle(void)
{
	for (unsigned int i = 0; i < machine.model->counters; i++) {
		if (counts(i, true) || counts(i, false))
			return false;
	}
	return true;
}

u64 pmu_rdmsr(u32 msr)
{
	return machine_get(msr);
}

int pmu_rdmsr_safe(u32 number, u64 *value)
{
	struct msr *msr = find_msr(number);

	*value = msr ? msr->value : 0;
	return msr ? 0 : -EIO;
}

int pmu_wrmsr_safe(u32 number, u64 value)
{
	struct msr *msr = find_msr(number);

	if (!msr || value & ~msr->writable)
		return -EIO;
	if (!machine.model->wrote || !machine.model->wrote(number, value))
		msr->value = value;
	return 0;
}

void pmu_wrmsr(u32 number, u64 value)
{
	struct msr *msr = must_find(number);

	expect(!(value & ~msr->writable),
	       "writing %#llx to register %#x, of which %#llx is reserved: #GP", value, number,
	       value & ~msr->writable);
	pmu_wrmsr_safe(number, value);
}

u64 pmu_rdpmc(u32 operand)
{
	int counter = machine.model->rdpmc(operand);

	expect(counter >= 0, "RDPMC of %#x: #GP", operand);
	return machine_get(machine.model->count_msr(counter));
}

void pmu_cpuid(u32 number, u32 subleaf, u32 *eax, u32 *ebx, u32 *ecx, u32 *edx)
{
	struct leaf *leaf = find_leaf(number), none = {};

	(void)subleaf;
	if (!leaf)
		leaf = &none;
	*eax = leaf->eax;
	*ebx = leaf->ebx;
	*ecx = leaf->ecx;
	*edx = leaf->edx;
}

struct bench bench_of(enum perfctr_family family)
{
	struct bench bench = {};

	pmu_detect(&bench.pmu);
	expect(bench.pmu.family == family, "detected as family %d", bench.pmu.family);
	if (family != PERFCTR_FAMILY_GENERIC)
		expect(pmu_probe(&bench.pmu), "the counters are not found to work");
	return bench;
}

int check_result(struct bench *bench, struct perfctr_event event)
{
	struct pmu_event out;

	return bench->pmu.check(&bench->pmu, &event, &out);
}

struct pmu_event checked(struct bench *bench, struct perfctr_event event)
{
	struct pmu_event out = {};
	int error = bench->pmu.check(&bench->pmu, &event, &out);

	expect(error == 0, "event %#llx, %#llx gave %d", event.config, event.config1, error);
	expect(out.counters && !(out.counters & ~bench->pmu.counters),
	       "event %#llx on counters %#llx", event.config, out.counters);
	return out;
}

void place_on(struct bench *bench, struct perfctr_event event, unsigned int counter)
{
	struct pmu_event out = checked(bench, event);
	struct pmu_slot *slot = &bench->round.slots[bench->round.nr_slots];

	expect(out.counters & BIT_ULL(counter), "event %#llx on %#llx cannot be on counter %u",
	       event.config, out.counters, counter);
	memset(slot, 0, sizeof(*slot));
	bench->pmu.place(&bench->pmu, &out, counter, slot);
	expect(slot->counter == counter, "%u", slot->counter);
	slot->event = bench->round.nr_slots;
	bench->start[bench->round.nr_slots++] = event.period ? -event.period & slot->mask : 0;
}

void place(struct bench *bench, struct perfctr_event event)
{
	u64 free = checked(bench, event).counters;

	for (unsigned int i = 0; i < bench->round.nr_slots; i++)
		free &= ~BIT_ULL(bench->round.slots[i].counter);
	expect(free, "event %#llx has no free counter", event.config);
	place_on(bench, event, __builtin_ctzll(free));
}

static u32 all(const struct bench *bench)
{
	return pmu_mask(bench->round.nr_slots);
}

void bench_enter(struct bench *bench)
{
	bench->pmu.enter(&bench->pmu, &bench->cpu);
}

void bench_start(struct bench *bench)
{
	bench->pmu.start(&bench->pmu, &bench->cpu, &bench->round, all(bench), bench->start);
}

void bench_stop(struct bench *bench)
{
	bench->pmu.stop(&bench->pmu, &bench->cpu, &bench->round, all(bench), bench->now);
	for (unsigned int i = 0; i < bench->round.nr_slots; i++)
		bench->now[i] = (bench->now[i] - bench->start[i]) & bench->round.slots[i].mask;
}

void bench_count(struct bench *bench, u64 user, u64 kernel)
{
	bench_enter(bench);
	bench_start(bench);
	machine_run(user, kernel);
	bench_stop(bench);
}

void expect_nothing_left(void)
{
	expect(machine_is_idle(), "a counter is still on");
	for (unsigned int i = 0; i < machine.model->counters; i++)
		expect(machine_get(machine.model->count_msr(i)) == 0, "counter %u holds %#llx", i,
		       machine_get(machine.model->count_msr(i)));
}

static void expect_counts(struct bench *bench, u64 user, u64 kernel)
{
	bench_start(bench);
	machine_run(user, kernel);
	bench_stop(bench);
	expect(bench->now[0] == user && bench->now[1] == 2 * (user + kernel), "%llu and %llu",
	       bench->now[0], bench->now[1]);
	expect_nothing_left();
}

void expect_counts_by_mode(struct bench *bench)
{
	bench_enter(bench);
	expect_counts(bench, 1000, 300);
	/* the second time registers that are loaded already may be spared */
	expect_counts(bench, 10, 20);
}
