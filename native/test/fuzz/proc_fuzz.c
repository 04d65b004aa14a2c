// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fuzzes what is read of /proc and /sys. */
#include "../../lib/proc.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct perfctr_record record;
	char *text = malloc(size + 1);
	uint64_t cpus[2] = {0};

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	proc_cpu_list(text, cpus, 1);
	if (cpus[1])
		abort();
	if (proc_map(text, &record) && record.address + record.length < record.address)
		abort();
	proc_process(text);
	free(text);
	return 0;
}
