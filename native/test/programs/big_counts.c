// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A kernel that has counted for years: adds 2^53 + 1, which no double holds, to each count that
 * perf_events are read for. Preloaded, or linked to a test.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define YEARS ((UINT64_C(1) << 53) + 1)

/* What the kernel told last, of an event that was read alone or of a group's first member. */
uint64_t told;

/* What is read of an event alone, maybe followed by its losses, and of a group: its members' counts
 * follow. */
#define ALONE 3
#define GROUP 3

/* A group of one, which has counted something, is as long as an event that has lost nothing. */
static bool is_group(const uint64_t *value, size_t count)
{
	return count > ALONE + 1 || (count == GROUP + 1 && value[0] == 1 && value[GROUP]);
}

static bool is_event(int fd)
{
	char path[40], target[40] = "";

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return readlink(path, target, sizeof(target) - 1) > 0 &&
	       strcmp(target, "anon_inode:[perf_event]") == 0;
}

ssize_t read(int fd, void *buffer, size_t size)
{
	static ssize_t (*real)(int, void *, size_t);
	uint64_t *value = buffer;
	ssize_t result;

	if (!real)
		real = dlsym(RTLD_NEXT, "read");
	result = real(fd, buffer, size);
	if (result < (ssize_t)(ALONE * sizeof(*value)) || !is_event(fd))
		return result;
	if (!is_group(value, result / sizeof(*value))) {
		told = value[0];
		value[0] += YEARS;
		return result;
	}
	told = value[GROUP];
	for (uint64_t i = 0; i < value[0]; i++)
		value[GROUP + i] += YEARS;
	return result;
}
