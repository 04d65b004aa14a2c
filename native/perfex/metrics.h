/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The metrics of the groups that are counted, computed from the results. */
#ifndef PERFEX_METRICS_H
#define PERFEX_METRICS_H

#include "groups.h"
#include "session.h"

/*
 * The value of a metric in one repetition; false when it is not available: an event was not
 * counted, or something would be divided by zero.
 */
bool metric_value(const struct metric *metric, const struct perfctr_events *events,
		  const struct result *result, double *value);

#endif
