/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The address spaces of the program's processes: which file is mapped where. */
#ifndef PERFEX_SPACES_H
#define PERFEX_SPACES_H

#include <perfctr.h>
#include <stdbool.h>

struct spaces {
	void *by_pid;  /* tsearch */
	char **module; /* the names of all files that were ever mapped */
	int modules, room;
};

/* A place that means the same in every process: a module's number, and an offset in its file. */
struct spot {
	int module;
	uint64_t offset;
};

/* Takes a record of the tree; those about other things are ignored. */
void spaces_record(struct spaces *spaces, const struct perfctr_record *record);
/* Where a sample is. Returns 0 or -1 when out of memory. */
int spaces_find(struct spaces *spaces, const struct perfctr_record *sample, struct spot *spot);
void spaces_free(struct spaces *spaces);

#endif
