// SPDX-License-Identifier: LGPL-2.1-or-later
#include "proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void proc_cpu_list(const char *text, uint64_t *mask, size_t words)
{
	while (*text >= '0' && *text <= '9') {
		char *end;
		unsigned long first = strtoul(text, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		for (unsigned long cpu = first; cpu <= last && cpu < 64 * words; cpu++)
			mask[cpu / 64] |= UINT64_C(1) << cpu % 64;
		if (*end != ',')
			return;
		text = end + 1;
	}
}

bool proc_map(const char *line, struct perfctr_record *record)
{
	unsigned long start, end, offset;
	char permissions[8];
	int name = 0;

	if (sscanf(line, "%lx-%lx %7s %lx %*s %*s %n", &start, &end, permissions, &offset, &name) <
		    4 ||
	    !name || strlen(permissions) < 3 || permissions[2] != 'x' || end < start)
		return false;
	record->type = PERFCTR_RECORD_MAP;
	record->address = start;
	record->length = end - start;
	record->offset = offset;
	/* The kernel's records have this name for what has none. */
	record->name = line[name] ? line + name : "//anon";
	return true;
}

pid_t proc_process(const char *status)
{
	const char *line = strstr(status, "\nTgid:");

	return line ? (pid_t)strtol(line + strlen("\nTgid:"), NULL, 10) : 0;
}
