// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The task clock, lent by another event.
 *
 * Each event that is inherited makes starting and ending a task slower. The task clock need not be:
 * the kernel advances it with the clock by which it tells for how long another event was enabled
 * (and reads that clock up to some 200 ns earlier when a task ends).
 */
#include "perf_tree.h"

bool is_task_clock(const struct event *event)
{
	return event->type == PERF_TYPE_SOFTWARE && event->config == PERF_COUNT_SW_TASK_CLOCK &&
	       !event->exclude_user && !event->exclude_kernel;
}

bool is_lent(const struct tree *tree, int event)
{
	return tree->lender != NO_LENDER && is_task_clock(&tree->counted->event[event]);
}

struct perfctr_count lent_count(const struct perfctr_count *lender)
{
	return (struct perfctr_count){lender->enabled, lender->enabled, lender->enabled};
}

/* Software events always have a counter. */
void choose_lender(struct tree *tree, const struct root *root)
{
	for (int i = 0; tree->lender == NO_LENDER && i < tree->counted->count; i++)
		if (root->counter[i].fd >= 0 && tree->counted->event[i].type == PERF_TYPE_SOFTWARE)
			tree->lender = i;
}
