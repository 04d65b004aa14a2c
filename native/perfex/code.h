/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One piece of code of a jitdump, and which lines its instructions belong to. */
#ifndef PERFEX_CODE_H
#define PERFEX_CODE_H

#include "../jvm/jitdump.h"
#include "frame.h"

#include <stdbool.h>
#include <stddef.h>

struct code_method {
	const char *name, *file;
	int declared;
};

/* From this address on, count frames. */
struct code_entry {
	uint64_t address;
	size_t first;
	uint32_t count;
};

struct code {
	uint64_t start, end;
	uint64_t loaded, unloaded; /* when */
	uint64_t moved_from;	   /* where debug has it, if elsewhere; or 0 */
	long bytes_at;		   /* where in the file its bytes are; 0: not there */
	char *name;
	char *debug; /* its JITDUMP_FRAMES or JITDUMP_DEBUG_INFO record, or NULL */
	size_t debug_size;

	/* Of debug, once it has been needed. */
	bool parsed;
	struct code_method *method;
	struct code_entry *entry;
	struct jitdump_frame *frame;
	size_t methods, entries, frames;
};

void code_copy_debug(struct code *code, const struct code *from);
/* Returns the number of frames, one at least. */
int code_find(struct code *code, uint64_t address, struct frame *frames);
void code_free(struct code *code);

#endif
