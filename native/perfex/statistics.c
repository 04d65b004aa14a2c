// SPDX-License-Identifier: LGPL-2.1-or-later
#include "statistics.h"

#include <math.h>

/* Student's t for 95 %, two-sided, by degrees of freedom from 1. */
static const double t95[] = {
	12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
	2.2010,	 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
	2.0796,	 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
};

/* Beyond the table: the normal quantile with the first terms of its expansion. */
static double t_quantile(int freedom)
{
	double z = 1.959964;

	if (freedom <= (int)(sizeof(t95) / sizeof(t95[0])))
		return t95[freedom - 1];
	return z + (z * z * z + z) / (4.0 * freedom);
}

struct statistics statistics_of(const double *values, int count)
{
	struct statistics result = {.deviation = NAN, .error = NAN, .margin = NAN};
	double squares = 0;

	for (int i = 0; i < count; i++)
		result.mean += values[i] / count;
	if (count < 2)
		return result;
	for (int i = 0; i < count; i++)
		squares += (values[i] - result.mean) * (values[i] - result.mean);
	result.deviation = sqrt(squares / (count - 1));
	result.error = result.deviation / sqrt(count);
	result.margin = t_quantile(count - 1) * result.error;
	return result;
}
