// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fuzzes lists of events, patterns of the catalogue and suggestions. */
#include <perfctr.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct perfctr_events *events;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	events = perfctr_events_parse(text);
	for (int i = 0; events && i < perfctr_events_count(events); i++)
		if (!*perfctr_events_name(events, i))
			abort();
	perfctr_events_close(events);
	free(text);
	return 0;
}
