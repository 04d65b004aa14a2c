// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Prints those of the event names on stdin that the library can't encode; fails if there are any.
 * With LIBPFM_ENCODE_INACTIVE=1 the names may be of processors that are not here.
 */
#include <perfctr.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	char name[512];
	int unknown = 0;

	while (fgets(name, sizeof(name), stdin)) {
		struct perfctr_events *events;

		name[strcspn(name, "\n")] = '\0';
		events = perfctr_events_parse(name);
		if (!events) {
			printf("%s: %s\n", name, perfctr_error());
			unknown = 1;
		} else if (*perfctr_events_unavailable(events, 0)) {
			printf("%s: %s\n", name, perfctr_events_unavailable(events, 0));
			unknown = 1;
		}
		perfctr_events_close(events);
	}
	return unknown;
}
