/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The line profile: samples are added up by spot, and resolved when the program has ended. */
#ifndef PERFEX_PROFILE_H
#define PERFEX_PROFILE_H

#include "hits.h"
#include "resolver.h"
#include "runfile.h"
#include "spaces.h"
#include "stacks.h"

struct profile {
	struct spaces spaces;
	struct hits hits;
	struct stacks stacks;
	uint64_t *samples, *lost, *throttled; /* one for each sampled event */
};

/* stack: PERFCTR_STACK_*. Returns 0 or -1 when out of memory. */
int profile_init(struct profile *profile, int events, uint32_t stack);
/* Takes a record of the tree; those about other things are ignored. */
void profile_record(struct profile *profile, const struct perfctr_record *record);
/*
 * Resolves all spots and writes the modules, sources, functions, lines and frames, and the machine
 * code, with so many instructions at the most. Returns 0 or -1 when there is no disassembler.
 */
int profile_write(struct profile *profile, struct resolver *resolver, struct runfile *run,
		  int instructions);
void profile_free(struct profile *profile);

#endif
