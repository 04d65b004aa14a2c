// SPDX-License-Identifier: GPL-2.0-only
/*
 * Multiplexing: the rounds in which events take turns on the counters.
 *
 * All of it is worked out when a control is made, so that a task switch or the end of a turn only
 * has to load the next round. Each round is an assignment of events to counters that the PMU can
 * load.
 */
#include <linux/slab.h>
#include "mux.h"

struct mux {
	const struct pmu *pmu;
	const struct control *control;
};

static u32 group_end(const struct control *control, u32 event)
{
	do {
		event++;
	} while (event < control->nr_events &&
		 (control->events[event].user.flags & PERFCTR_EVENT_WITH_PREV));
	return event;
}

static bool is_pinned(const struct control *control, u32 first, u32 end)
{
	for (; first < end; first++) {
		if (control->events[first].user.flags & PERFCTR_EVENT_PINNED)
			return true;
	}
	return false;
}

static void make_slot(const struct mux *mux, u32 event, u32 counter, struct pmu_slot *slot)
{
	mux->pmu->place(mux->pmu, &mux->control->events[event].pmu, counter, slot);
	slot->event = event;
}

static int slot_on(const struct pmu_round *round, u32 counter)
{
	int i;

	for (i = 0; i < round->nr_slots; i++) {
		if (round->slots[i].counter == counter)
			return i;
	}
	return -1;
}

/* Would the event, on this counter in place of slot @instead, get in the way of another slot? */
static bool conflicts(const struct mux *mux, const struct pmu_round *round, u32 event, u32 counter,
		      int instead)
{
	struct pmu_slot slot;
	int i;

	if (!mux->pmu->conflict)
		return false;
	make_slot(mux, event, counter, &slot);
	for (i = 0; i < round->nr_slots; i++) {
		if (i != instead && mux->pmu->conflict(&slot, &round->slots[i]))
			return true;
	}
	return false;
}

/*
 * Finds a counter for the event, moving others on if need be: the textbook augmenting path. Each
 * counter is tried once, which bounds time and depth. Fixed counters have the highest numbers and
 * go first: that leaves the general ones to those who need them.
 */
static bool seat(const struct mux *mux, struct pmu_round *round, u32 event, u64 *tried)
{
	u64 untried;

	while ((untried = mux->control->events[event].pmu.counters & ~*tried)) {
		u32 counter = fls64(untried) - 1;
		int taken = slot_on(round, counter);
		u32 moved, to = taken < 0 ? round->nr_slots : taken;

		*tried |= BIT_ULL(counter);
		if (to == PMU_MAX_SLOTS || conflicts(mux, round, event, counter, taken))
			continue;
		moved = round->slots[to].event;
		make_slot(mux, event, counter, &round->slots[to]);
		if (taken < 0) {
			round->nr_slots++;
			return true;
		}
		if (seat(mux, round, moved, tried))
			return true;
		make_slot(mux, moved, counter, &round->slots[to]);
	}
	return false;
}

/* Adds a group of events to the round, all or none. */
static bool add_group(const struct mux *mux, struct pmu_round *round, struct pmu_round *scratch,
		      u32 first, u32 end)
{
	*scratch = *round;
	for (; first < end; first++) {
		u64 tried = 0;

		if (!seat(mux, scratch, first, &tried))
			return false;
	}
	*round = *scratch;
	return true;
}

/* Adds the groups in @wanted that fit, in order. Returns those events that were added. */
static u64 add_groups(const struct mux *mux, struct pmu_round *round, struct pmu_round *scratch,
		      u64 wanted)
{
	u32 first, end;
	u64 added = 0;

	for (first = 0; first < mux->control->nr_events; first = end) {
		end = group_end(mux->control, first);
		if ((wanted & BIT_ULL(first)) && add_group(mux, round, scratch, first, end))
			added |= GENMASK_ULL(end - 1, first);
	}
	return added;
}

static u64 pinned_events(const struct control *control)
{
	u32 first, end;
	u64 pinned = 0;

	for (first = 0; first < control->nr_events; first = end) {
		end = group_end(control, first);
		if (is_pinned(control, first, end))
			pinned |= GENMASK_ULL(end - 1, first);
	}
	return pinned;
}

static int make_rounds(const struct mux *mux, struct pmu_round *rounds, u32 *nr_rounds,
		       struct pmu_round *scratch)
{
	u64 all = pmu_mask(mux->control->nr_events);
	u64 pinned = pinned_events(mux->control);
	u64 todo = all;
	u32 nr = 0;

	while (todo) {
		struct pmu_round *round = &rounds[nr];
		u64 added;

		round->nr_slots = 0;
		if (add_groups(mux, round, scratch, pinned) != pinned)
			return -EINVAL;
		added = pinned | add_groups(mux, round, scratch, todo & ~pinned);
		if (!(added & todo))
			return -EINVAL;
		/* counters that are left over need not be idle */
		added |= add_groups(mux, round, scratch, all & ~added);
		todo &= ~added;
		nr++;
	}
	*nr_rounds = nr;
	return 0;
}

static int keep_rounds(struct control *control, const struct pmu_round *rounds)
{
	control->rounds = kvmalloc_array(control->nr_rounds, sizeof(*rounds), GFP_KERNEL_ACCOUNT);
	if (!control->rounds)
		return -ENOMEM;
	memcpy(control->rounds, rounds, control->nr_rounds * sizeof(*rounds));
	return 0;
}

int mux_make_rounds(struct control *control, const struct pmu *pmu)
{
	struct mux mux = { .pmu = pmu, .control = control };
	struct pmu_round *rounds;
	int err;

	/* each round has an event that those before it lack; the last one is for trying out */
	rounds = kvcalloc(control->nr_events + 1, sizeof(*rounds), GFP_KERNEL_ACCOUNT);
	if (!rounds)
		return -ENOMEM;
	err = make_rounds(&mux, rounds, &control->nr_rounds, &rounds[control->nr_events]);
	if (!err)
		err = keep_rounds(control, rounds);
	kvfree(rounds);
	return err;
}
