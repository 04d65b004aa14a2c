/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two programs that were run in alternation, compared pair by pair. */
#ifndef PERFEX_COMPARISON_H
#define PERFEX_COMPARISON_H

#include "session.h"

/* Fewer pairs allow no verdict. */
#define LEAST_PAIRS 4

struct change {
	bool known; /* false: there was nothing to divide by, or too few pairs */
	/* From other to program, as a share of other's mean, and its 95 % interval. */
	double size, low, high;
};

/* Of two series of the same length, whose elements belong together. */
struct change change_of(const double *program, const double *other, int pairs);
/* The table, for people. */
void comparison_print(const struct session *program, const struct session *other, FILE *stream);

#endif
