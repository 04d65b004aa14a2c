// SPDX-License-Identifier: LGPL-2.1-or-later
#include "relations.h"

#include <string.h>

struct relation {
	const char *event, *to;
	double factor;
	const char *unit;
};

static const struct relation relations[] = {
	{"task-clock", "wall-time", 1, "CPUs used"},
	{"instructions", "cycles", 1, "a cycle"},
	{"branch-misses", "branches", 100, "% of all branches"},
	{"cache-misses", "cache-references", 100, "% of all references"},
	{"l1d-load-misses", "l1d-loads", 100, "% of all loads"},
	{"llc-misses", "llc-loads", 100, "% of all loads"},
	{"dtlb-load-misses", "dtlb-loads", 100, "% of all loads"},
};

/* What all repetitions have counted together; 0 when it is not known. */
static double sum_of(const struct session *session, int event)
{
	double sum = 0;

	for (int i = 0; i < session->repetitions; i++) {
		const struct counts *totals = &session->results[i].totals;

		if (!counts_known(totals, event))
			return 0;
		sum += count_estimate(&totals->count[event]);
	}
	return sum;
}

static double sum_by_name(const struct session *session, const char *name)
{
	double wall = 0;

	for (int i = 0; i < perfctr_events_count(session->counted); i++)
		if (strcmp(perfctr_events_name(session->counted, i), name) == 0)
			return sum_of(session, i);
	for (int i = 0; i < session->repetitions; i++)
		wall += session->results[i].wall;
	return strcmp(name, "wall-time") == 0 ? wall : 0;
}

bool relation_of(const struct session *session, int event, char *text, size_t size)
{
	const char *name = perfctr_events_name(session->counted, event);

	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
		const struct relation *relation = &relations[i];
		double to;

		if (strcmp(relation->event, name) != 0)
			continue;
		to = sum_by_name(session, relation->to);
		if (to <= 0)
			return false;
		snprintf(text, size, "%.2f %s", relation->factor * sum_of(session, event) / to,
			 relation->unit);
		return true;
	}
	return false;
}
