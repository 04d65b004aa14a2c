/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Formulas over events: numbers, names, + - * /, parentheses. A name may contain '-', so that a
 * minus between two names needs blanks around it. The Java side evaluates the same formulas;
 * events/formula-vectors.json is for both.
 */
#ifndef PERFEX_FORMULA_H
#define PERFEX_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

enum formula_kind {
	FORMULA_VALUE,
	FORMULA_NOT_AVAILABLE, /* a name has no value, a division by zero, or too large a result */
	FORMULA_ERROR,	       /* it is no formula */
};

struct formula_result {
	enum formula_kind kind;
	double value;
	size_t offset; /* of the error */
};

/* The value of a name; false if it has none. name is not terminated. */
typedef bool (*formula_lookup)(const char *name, size_t length, double *value, void *context);

struct formula_result formula_evaluate(const char *text, formula_lookup lookup, void *context);

#endif
