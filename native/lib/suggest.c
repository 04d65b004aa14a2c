// SPDX-License-Identifier: LGPL-2.1-or-later
/* The names nearest to a mistyped one. */
#include "internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAREST 3
#define LONGEST 64

struct nearest {
	const char *wanted;
	struct {
		char name[2 * LONGEST];
		int distance;
	} best[NEAREST];
};

static int smallest(int a, int b, int c)
{
	int ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/*
 * Edits, insertions, deletions and swaps of neighbours that make a into b; case is ignored. Those
 * whose lengths alone differ by limit are at least so far apart, and not looked at.
 */
static int distance(const char *a, const char *b, int limit)
{
	int rows[3][LONGEST + 1];
	int *before = rows[0], *previous = rows[1], *current = rows[2];
	int la = strlen(a), lb = strlen(b);

	if (la > LONGEST || lb > LONGEST || abs(la - lb) >= limit)
		return LONGEST;
	for (int j = 0; j <= lb; j++)
		previous[j] = j;
	for (int i = 1; i <= la; i++) {
		int *oldest = before;

		current[0] = i;
		for (int j = 1; j <= lb; j++) {
			int differs = tolower(a[i - 1]) != tolower(b[j - 1]);

			current[j] = smallest(previous[j] + 1, current[j - 1] + 1,
					      previous[j - 1] + differs);
			if (i > 1 && j > 1 && tolower(a[i - 1]) == tolower(b[j - 2]) &&
			    tolower(a[i - 2]) == tolower(b[j - 1]) &&
			    before[j - 2] + 1 < current[j])
				current[j] = before[j - 2] + 1;
		}
		before = previous;
		previous = current;
		current = oldest;
	}
	return previous[lb];
}

static void consider(struct nearest *nearest, const char *pmu, const char *name)
{
	int worst = nearest->best[NEAREST - 1].distance;
	int place = NEAREST;
	int d = distance(nearest->wanted, name, worst);

	/* A name inside a longer one is near, too: "misses" in "cache-misses". */
	if (strlen(nearest->wanted) >= 4 && strcasestr(name, nearest->wanted) && d > 2)
		d = 2;
	while (place > 0 && d < nearest->best[place - 1].distance)
		place--;
	if (place == NEAREST)
		return;
	memmove(&nearest->best[place + 1], &nearest->best[place],
		(NEAREST - 1 - place) * sizeof(nearest->best[0]));
	nearest->best[place].distance = d;
	snprintf(nearest->best[place].name, sizeof(nearest->best[place].name), "%s%s%s",
		 pmu ? pmu : "", pmu ? "::" : "", name);
}

static int consider_native(const char *pmu, const char *name, const char *about, bool present,
			   void *context)
{
	struct nearest *nearest = context;
	const char *separator = strstr(nearest->wanted, "::");

	(void)about;
	if (!present)
		return 0;
	if (separator) {
		struct nearest inner = *nearest;

		inner.wanted = separator + 2;
		consider(&inner, pmu, name);
		inner.wanted = nearest->wanted;
		*nearest = inner;
		return 0;
	}
	consider(nearest, pmu, name);
	return 0;
}

char *perfctr_suggest(const char *name)
{
	char wanted[LONGEST + 1];
	struct nearest nearest = {.wanted = wanted};
	int furthest;
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream) {
		fail(errno, "out of memory");
		return NULL;
	}
	snprintf(wanted, sizeof(wanted), "%.*s",
		 strstr(name, "::") ? LONGEST : (int)strcspn(name, ":"), name);
	furthest = strlen(wanted) / 3 + 1;
	for (int i = 0; i < NEAREST; i++)
		nearest.best[i].distance = furthest + 1;
	for (int i = 0; i < known_event_count; i++)
		consider(&nearest, NULL, known_events[i].name);
	native_events_each(consider_native, &nearest);
	for (int i = 0; i < NEAREST && nearest.best[i].distance <= furthest; i++)
		fprintf(stream, "%s%s", i ? ", " : "", nearest.best[i].name);
	fclose(stream);
	return text;
}
