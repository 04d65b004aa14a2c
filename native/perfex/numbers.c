// SPDX-License-Identifier: LGPL-2.1-or-later
#include "numbers.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

/* Nobody has more CPUs; a longer range is a mistake. */
#define LONGEST_RANGE 65536

int numbers_add(struct numbers *numbers, int number)
{
	int *grown;

	for (int i = 0; i < numbers->count; i++)
		if (numbers->number[i] == number)
			return 0;
	grown = reallocarray(numbers->number, numbers->count + 1, sizeof(*grown));
	if (!grown)
		return -1;
	numbers->number = grown;
	grown[numbers->count++] = number;
	return 0;
}

/* Returns what follows the number, or NULL. */
static const char *read_number(const char *text, int *number)
{
	char *end;
	long value;

	if (!isdigit((unsigned char)*text))
		return NULL;
	errno = 0;
	value = strtol(text, &end, 10);
	*number = value;
	return errno || value > INT_MAX ? NULL : end;
}

static const char *read_range(const char *text, bool ranges, int *first, int *last)
{
	text = read_number(text, first);
	*last = *first;
	if (text && *text == '-' && ranges)
		text = read_number(text + 1, last);
	return text;
}

int numbers_parse(struct numbers *numbers, const char *text, bool ranges)
{
	for (;;) {
		int first, last;

		text = read_range(text, ranges, &first, &last);
		if (!text || (*text && *text != ',') || last < first ||
		    last - first >= LONGEST_RANGE)
			return -1;
		for (int number = first; number <= last; number++)
			if (numbers_add(numbers, number) < 0)
				return -1;
		if (!*text)
			return 0;
		text++;
	}
}

void numbers_free(struct numbers *numbers)
{
	free(numbers->number);
	*numbers = (struct numbers){0};
}
