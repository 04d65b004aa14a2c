// SPDX-License-Identifier: LGPL-2.1-or-later
#include "metrics.h"

#include "formula.h"

#include <string.h>

struct known {
	const char *cores; /* NULL: of no kind in particular */
	const struct perfctr_events *events;
	const struct result *result;
};

/* "cpu_atom::cycles" is "cycles" to a metric of these cores. */
static const char *behind_cores(const char *event, const char *cores)
{
	size_t length = cores ? strlen(cores) : 0;

	if (!cores || strncmp(event, cores, length) != 0 || strncmp(event + length, "::", 2) != 0)
		return event;
	return event + length + 2;
}

static bool look_up(const char *name, size_t length, double *value, void *context)
{
	const struct known *known = context;

	if (length == strlen("wall-time") && strncmp(name, "wall-time", length) == 0) {
		*value = known->result->wall;
		return true;
	}
	for (int i = 0; i < perfctr_events_count(known->events); i++) {
		const char *event =
			behind_cores(perfctr_events_name(known->events, i), known->cores);

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
	struct known known = {.cores = metric->cores, .events = events, .result = result};
	struct formula_result computed = formula_evaluate(metric->formula, look_up, &known);

	*value = computed.value;
	return computed.kind == FORMULA_VALUE;
}
