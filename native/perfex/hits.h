/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The spots that samples or their callers were in. */
#ifndef PERFEX_HITS_H
#define PERFEX_HITS_H

#include "runfile.h"
#include "spaces.h"

struct hit {
	struct spot spot;
	/* Once it is resolved: what is there, the innermost function first. */
	struct call *calls;
	int count;
	const char *outermost; /* the name of the last, or NULL */
	uint64_t samples[];    /* one for each sampled event */
};

struct hits {
	int events;
	struct table table;
};

void hits_init(struct hits *hits, int events);
/* The hit of a spot, a new one if need be; NULL when out of memory. */
struct hit *hits_get(struct hits *hits, const struct spot *spot);
/* Puts them in the order of their spots. No more are got after that. */
void hits_sort(struct hits *hits);
bool hit_has_samples(const struct hit *hit, int events);
void hits_free(struct hits *hits);

#endif
