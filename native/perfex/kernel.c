// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct function {
	uint64_t start;
	char *name;
};

struct kernel {
	struct function *function;
	int count, room;
};

static int add(struct kernel *kernel, uint64_t start, const char *name)
{
	if (kernel->count == kernel->room) {
		int room = kernel->room ? 2 * kernel->room : 1 << 16;
		struct function *grown = reallocarray(kernel->function, room, sizeof(*grown));

		if (!grown)
			return -1;
		kernel->function = grown;
		kernel->room = room;
	}
	kernel->function[kernel->count] = (struct function){start, strdup(name)};
	return kernel->function[kernel->count].name ? kernel->count++ : -1;
}

static int by_start(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

struct kernel *kernel_open(void)
{
	struct kernel *kernel = calloc(1, sizeof(*kernel));
	FILE *file = fopen("/proc/kallsyms", "re");
	char *line = NULL;
	size_t size = 0;

	while (kernel && file && getline(&line, &size, file) > 0) {
		uint64_t start;
		char type, name[256];

		if (sscanf(line, "%" SCNx64 " %c %255s", &start, &type, name) == 3 && start &&
		    strchr("tTwW", type) && add(kernel, start, name) < 0)
			break;
	}
	free(line);
	if (file)
		fclose(file);
	if (kernel && kernel->count) {
		qsort(kernel->function, kernel->count, sizeof(*kernel->function), by_start);
		return kernel;
	}
	kernel_close(kernel);
	return NULL;
}

/* The last one that starts at or before this address. */
static const struct function *find_function(const struct kernel *kernel, uint64_t address)
{
	int from = 0, to = kernel->count;

	while (from < to) {
		int middle = (from + to) / 2;

		if (kernel->function[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? &kernel->function[from - 1] : NULL;
}

const char *kernel_find(const struct kernel *kernel, uint64_t address)
{
	const struct function *function = find_function(kernel, address);

	return function ? function->name : NULL;
}

bool kernel_extent(const struct kernel *kernel, uint64_t address, struct extent *extent)
{
	const struct function *function = find_function(kernel, address);

	if (!function)
		return false;
	*extent = (struct extent){
		.name = function->name,
		.address = address,
		.start = function->start,
	};
	return true;
}

void kernel_close(struct kernel *kernel)
{
	for (int i = 0; kernel && i < kernel->count; i++)
		free(kernel->function[i].name);
	if (kernel)
		free(kernel->function);
	free(kernel);
}
