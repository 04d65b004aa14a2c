// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which events count at the same time, asked before anything runs. */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Events that don't fit the counters together take turns: the events of one turn count together. */
struct turns {
	int count;
	int *of; /* each event's turn, -1 for one that can't be counted at all */
};

static bool can_be_counted(const struct backend *backend, const struct event *event)
{
	struct event copy = *event;

	if (!copy.unavailable)
		backend->probe(&copy);
	return !copy.unavailable;
}

/* Whether an event fits those that are in a turn already. */
static bool fits(const struct backend *backend, const struct perfctr_events *events,
		 const struct turns *turns, int turn, int index)
{
	struct event together[events->count];
	int count = 0;

	for (int i = 0; i < index; i++)
		if (turns->of[i] == turn)
			together[count++] = events->event[i];
	together[count++] = events->event[index];
	return backend->fit(together, count);
}

static int assign(const struct perfctr_events *events, struct turns *turns)
{
	const struct backend *backend = backend_get();

	if (!backend)
		return -errno;
	turns->of = calloc(events->count, sizeof(*turns->of));
	if (!turns->of)
		return fail(ENOMEM, "out of memory");
	for (int i = 0; i < events->count; i++) {
		int turn = 0;

		if (!can_be_counted(backend, &events->event[i])) {
			turns->of[i] = -1;
			continue;
		}
		while (turn < turns->count && !fits(backend, events, turns, turn, i))
			turn++;
		turns->of[i] = turn;
		if (turn == turns->count)
			turns->count++;
	}
	return 0;
}

int perfctr_events_fit(const struct perfctr_events *events)
{
	struct turns turns = {0};
	int result = assign(events, &turns);

	free(turns.of);
	return result < 0 ? result : turns.count;
}

static void print_turn(FILE *text, const struct perfctr_events *events, const struct turns *turns,
		       int turn)
{
	const char *separator = turn ? " | " : "";

	for (int i = 0; i < events->count; i++) {
		if (turns->of[i] != turn)
			continue;
		fprintf(text, "%s%s", separator, events->event[i].name);
		separator = ",";
	}
}

char *perfctr_events_split(const struct perfctr_events *events)
{
	struct turns turns = {0};
	char *split = NULL;
	FILE *text = NULL;
	size_t size;

	if (assign(events, &turns) < 0)
		goto err;
	text = open_memstream(&split, &size);
	if (!text) {
		fail(ENOMEM, "out of memory");
		goto err;
	}
	for (int turn = 0; turn < turns.count; turn++)
		print_turn(text, events, &turns, turn);
	fclose(text);
err:
	free(turns.of);
	return split;
}
