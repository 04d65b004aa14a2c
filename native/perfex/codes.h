/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pieces of code that a program made while it ran, of which many may share an address. */
#ifndef PERFEX_CODES_H
#define PERFEX_CODES_H

#include "code.h"

struct codes {
	struct code *code; /* by start, then by time, once they are sorted */
	uint64_t *reach;   /* how far the codes up to this one reach */
	int count, room;
};

/* Room for one more, the last, to be filled in. NULL when out of memory. */
struct code *codes_add(struct codes *codes);
/* To be called when all have been added. Returns 0 or -1 when out of memory. */
int codes_sort(struct codes *codes);
/*
 * The code that was there at that time. A JVM tells late what it has compiled: code that was told
 * of later only is taken, too, when nothing else was there.
 */
struct code *codes_find(const struct codes *codes, uint64_t address, uint64_t time);
void codes_free(struct codes *codes);

#endif
