/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What repeated measurements tell. */
#ifndef PERFEX_STATISTICS_H
#define PERFEX_STATISTICS_H

struct statistics {
	double mean;
	double deviation; /* standard deviation of the values; NaN for a single one */
	double error;	  /* standard error of the mean; NaN for a single one */
	double margin; /* the mean is within +- this, with 95 % confidence; NaN for a single one */
};

/* count is at least 1. */
struct statistics statistics_of(const double *values, int count);

#endif
