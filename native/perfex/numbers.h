/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of numbers as options have them: "4711,4712", and with ranges "0-3,8". */
#ifndef PERFEX_NUMBERS_H
#define PERFEX_NUMBERS_H

#include <stdbool.h>

struct numbers {
	int *number;
	int count;
};

/* Adds number unless it is there. Returns 0 or -1 when out of memory. */
int numbers_add(struct numbers *numbers, int number);
/* Returns 0, or -1 when text is no such list, or out of memory. */
int numbers_parse(struct numbers *numbers, const char *text, bool ranges);
void numbers_free(struct numbers *numbers);

#endif
