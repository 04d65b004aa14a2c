/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counts of all events: of a task, or of a repetition. */
#ifndef PERFEX_COUNTS_H
#define PERFEX_COUNTS_H

#include <perfctr.h>
#include <stdbool.h>

struct counts {
	int number;
	struct perfctr_count *count;
	bool *has; /* whether it was taken */
};

int counts_init(struct counts *counts, int number);
void counts_free(struct counts *counts);
/* Sets all to 0. */
void counts_clear(struct counts *counts);
/* Adds each of other's; which ones were taken stays. */
void counts_add(struct counts *counts, const struct counts *other);

/* What it would have counted with a counter all the time. */
uint64_t count_estimate(const struct perfctr_count *count);
/* Whether it had a counter at all, in the time that it was meant to count. */
bool count_known(const struct perfctr_count *count);
/* Whether it was taken, and had a counter at all. */
bool counts_known(const struct counts *counts, int index);

#endif
