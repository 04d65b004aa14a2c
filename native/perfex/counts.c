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

uint64_t count_estimate(const struct perfctr_count *count)
{
	if (count->running == 0 || count->running >= count->enabled)
		return count->raw;
	return (double)count->raw * count->enabled / count->running;
}

bool counts_known(const struct counts *counts, int index)
{
	const struct perfctr_count *count = &counts->count[index];

	return counts->has[index] && (count->running > 0 || count->enabled == 0);
}
