// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fuzzes jitdump files, which any program may write. */
#include "../../perfex/jitdump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Wherever the file may say that there is code: each of its words as an address. */
static void find_all(struct jitdump *dump, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i + sizeof(uint64_t) <= size; i += 4) {
		struct frame frames[FRAMES_MAX];
		uint64_t word;
		int count;

		memcpy(&word, data + i, sizeof(word));
		count = jitdump_find(dump, word, word >> 1, frames);
		for (int j = 0; j < count; j++)
			if (frames[j].function && strlen(frames[j].function) > size)
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("jitdump", MFD_CLOEXEC);
	struct jitdump *dump = NULL;
	char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd >= 0 && write(fd, data, size) == (ssize_t)size)
		dump = jitdump_read(path);
	if (dump)
		find_all(dump, data, size);
	jitdump_free(dump);
	close(fd);
	return 0;
}
