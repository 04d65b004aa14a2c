// SPDX-License-Identifier: LGPL-2.1-or-later
/* self: counts a part of a program from within. */
#include <inttypes.h>
#include <perfctr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void work(void)
{
	char *memory = malloc(1 << 20);

	if (memory)
		memset(memory, 1, 1 << 20);
	free(memory);
}

int main(void)
{
	struct perfctr_events *events = perfctr_events_parse("task-clock,page-faults,instructions");
	struct perfctr_control control = {.size = sizeof(control), .events = events};
	struct vperfctr *counters = vperfctr_open();
	struct perfctr_count counts[3];

	if (!events || !counters || vperfctr_control(counters, &control) < 0)
		goto err;
	work();
	if (vperfctr_read_ctrs(counters, counts) < 0)
		goto err;
	for (int i = 0; i < perfctr_events_count(events); i++) {
		if (*perfctr_events_unavailable(events, i))
			printf("%s: n/a: %s\n", perfctr_events_name(events, i),
			       perfctr_events_unavailable(events, i));
		else
			printf("%s: %" PRIu64 " %s\n", perfctr_events_name(events, i),
			       counts[i].raw, perfctr_events_unit(events, i));
	}
	vperfctr_close(counters);
	perfctr_events_close(events);
	return 0;
err:
	fprintf(stderr, "%s\n", perfctr_error());
	return 1;
}
