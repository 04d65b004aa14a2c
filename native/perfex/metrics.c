// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics.h"

#include "formula.h"

#include <string.h>

struct known {
	const struct perfctr_events *events;
	const struct result *result;
};

static bool look_up(const char *name, size_t length, double *value, void *context)
{
	const struct known *known = context;

	if (length == strlen("wall-time") && strncmp(name, "wall-time", length) == 0) {
		*value = known->result->wall;
		return true;
	}
	for (int i = 0; i < perfctr_events_count(known->events); i++) {
		const char *event = perfctr_events_name(known->events, i);

		if (strncmp(event, name, length) != 0 || event[length])
			continue;
		*value = count_estimate(&known->result->totals.count[i]);
		return counts_known(&known->result->totals, i);
	}
	return false;
}

bool metric_value(const struct metric *metric, const struct perfctr_events *events,
		  const struct result *result, double *value)
{
	struct known known = {.events = events, .result = result};
	struct formula_result computed = formula_evaluate(metric->formula, look_up, &known);

	*value = computed.value;
	return computed.kind == FORMULA_VALUE;
}
