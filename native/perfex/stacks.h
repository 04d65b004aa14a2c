/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The call tree: samples are added up by the calls that led to them. */
#ifndef PERFEX_STACKS_H
#define PERFEX_STACKS_H

#include "hits.h"

struct stacks {
	uint32_t kind; /* PERFCTR_STACK_*; none: there is no tree */
	struct spaces *spaces;
	struct hits *hits;
	struct unwinder *unwinder;
	struct table nodes;
	uint64_t *truncated; /* for each event the samples whose outermost callers are not known */
};

/* Returns 0 or -1 when out of memory. */
int stacks_init(struct stacks *stacks, uint32_t kind, struct spaces *spaces, struct hits *hits);
/* Adds a sample that hit leaf. */
void stacks_add(struct stacks *stacks, const struct perfctr_record *sample, struct hit *leaf);
/* Writes the frames, once all hits are resolved. */
void stacks_write(struct stacks *stacks, struct runfile *run);
void stacks_free(struct stacks *stacks);

#endif
