// SPDX-License-Identifier: GPL-2.0-only
/* The mapped counter page: what a task's counters are, for the task itself. */
#include <linux/bitops.h>
#include <linux/compiler.h>
#include "counters.h"
#include "page.h"

/* Readers are in user space: see struct perfctr_page. */
static void page_begin(struct perfctr_page *page)
{
	WRITE_ONCE(page->sequence, page->sequence + 1);
	smp_wmb(); /* odd before the first change */
}

static void page_end(struct perfctr_page *page)
{
	smp_wmb(); /* even after the last change */
	WRITE_ONCE(page->sequence, page->sequence + 1);
}

void page_resume(const struct counters *c)
{
	const struct pmu_round *round = c->control->rounds + c->round;
	struct perfctr_page *page = c->page;
	u32 left;

	if (!page)
		return;
	page_begin(page);
	for (left = c->active; left; left &= left - 1) {
		u32 i = __ffs(left);
		const struct pmu_slot *slot = &round->slots[i];
		struct perfctr_page_event *event = &page->events[slot->event];

		event->start = c->start[i];
		event->mask = slot->mask;
		event->rdpmc = slot->rdpmc + 1;
	}
	page->tsc_start = c->tsc_start;
	page->resumes = c->resumes;
	if (c->paused)
		page->state = PERFCTR_PAUSED;
	page->on = 1;
	page_end(page);
}

void page_suspend(const struct counters *c, const struct pmu_round *round)
{
	struct perfctr_page *page = c->page;
	u32 left;

	if (!page)
		return;
	page_begin(page);
	for (left = c->active; left; left &= left - 1) {
		u32 e = round->slots[__ffs(left)].event;

		page->events[e].sum = c->counter[e].sum;
		page->events[e].running = c->counter[e].running;
		page->events[e].rdpmc = 0;
	}
	page->tsc_sum = c->tsc_sum;
	page->on = 0;
	page_end(page);
}

void page_describe(const struct counters *c, u32 state)
{
	struct perfctr_page *page = c->page;
	u32 i;

	if (!page)
		return;
	page_begin(page);
	page->state = state;
	page->nr_events = c->control->nr_events;
	page->size = offsetof(struct perfctr_page, events[page->nr_events]);
	page->tsc_sum = c->tsc_sum;
	page->family = c->family;
	for (i = 0; i < page->nr_events; i++) {
		page->events[i] = (struct perfctr_page_event){
			.sum = c->counter[i].sum,
			.running = c->counter[i].running,
			.enabled_from = c->counter[i].enabled_from,
		};
	}
	page_end(page);
}
