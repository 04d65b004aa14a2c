/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges of addresses, which may lie in each other, and which one an address belongs to. */
#ifndef PERFEX_RANGES_H
#define PERFEX_RANGES_H

#include <elfutils/libdw.h>
#include <stdbool.h>

/* Addresses from start to end belong to number, whatever that is. */
struct range {
	Dwarf_Addr start, end;
	int number;
	int order; /* of two that are alike the later one is the inner one */
};

/* From here to the next step, addresses belong to number, or to none (-1). */
struct step {
	Dwarf_Addr start;
	int number;
};

struct ranges {
	struct range *range;
	int count, room;
	struct step *step; /* once they are sorted */
	int steps;
};

/* Returns 0 or -1 when out of memory. An empty range is not added. */
int ranges_add(struct ranges *ranges, Dwarf_Addr start, Dwarf_Addr end, int number);
/* Adds the addresses of an entry of the debug information. Returns whether it has any. */
bool ranges_add_die(struct ranges *ranges, Dwarf_Die *die, int number);
/* To be called when all have been added. */
void ranges_sort(struct ranges *ranges);
/* The number of the innermost range, or -1. */
int ranges_find(const struct ranges *ranges, Dwarf_Addr address);
void ranges_free(struct ranges *ranges);

#endif
