// SPDX-License-Identifier: LGPL-2.1-or-later
#include "counts.h"

#include <stdlib.h>

int counts_init(struct counts *counts, int number)
{
	counts->number = number;
	counts->count = calloc(number + 1, sizeof(*counts->count));
	counts->has = calloc(number + 1, sizeof(*counts->has));
	return counts->count && counts->has ? 0 : -1;
}

void counts_free(struct counts *counts)
{
	free(counts->count);
	free(counts->has);
}

void counts_clear(struct counts *counts)
{
	for (int i = 0; i < counts->number; i++)
		counts->count[i] = (struct perfctr_count){0};
}

void counts_add(struct counts *counts, const struct counts *other)
{
	for (int i = 0; i < counts->number; i++) {
		counts->count[i].raw += other->count[i].raw;
		counts->count[i].enabled += other->count[i].enabled;
		counts->count[i].running += other->count[i].running;
	}
}

uint64_t count_estimate(const struct perfctr_count *count)
{
	if (count->running == 0 || count->running >= count->enabled)
		return count->raw;
	return (unsigned __int128)count->raw * count->enabled / count->running;
}

bool count_known(const struct perfctr_count *count)
{
	return count->running > 0 || count->enabled == 0;
}

bool counts_known(const struct counts *counts, int index)
{
	return counts->has[index] && count_known(&counts->count[index]);
}
