/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The samples by machine code: for each function as the symbol table has it, which of its
 * addresses were hit, and of the hottest functions all instructions with their lines.
 */
#ifndef PERFEX_LISTING_H
#define PERFEX_LISTING_H

#include "extent.h"
#include "profile_writer.h"
#include "resolver.h"
#include "runfile.h"
#include "table.h"

/* An instruction; its line is that of the innermost inlined function. */
struct listed {
	uint32_t offset;
	char *att, *intel;
	struct call line;
};

/* The samples at one offset of a function. */
struct sampled {
	uint64_t offset;
	const uint64_t *samples;
};

struct listing {
	int module; /* in the run file */
	struct extent extent;
	struct spot spot; /* of its first sample */
	struct sampled *sampled;
	size_t sampled_count, sampled_room;
	uint64_t heat; /* all its samples */
	struct listed *listed;
	int count; /* of listed; 0: there are none */
};

struct listings {
	int events;
	struct table table;   /* of struct listing */
	struct listing **hot; /* those with instructions, the hottest first */
	int hot_count;
};

void listings_init(struct listings *listings, int events);
/* Adds samples, one number for each event, which must live on; in ascending order of spots. */
void listings_add(struct listings *listings, struct resolver *resolver,
		  struct profile_writer *writer, const struct spot *spot, const uint64_t *samples);
/*
 * Sorts the functions, the hottest first: nothing may be added any more. Disassembles the
 * hottest, as many as fit in so many instructions. Returns 0 or -1 when there is no disassembler.
 */
int listings_disassemble(struct listings *listings, struct resolver *resolver, int most);
/*
 * The instructions of one module, of all its functions: how many, where they are, and telling what
 * was found there.
 */
int listings_count(const struct listings *listings, int module);
void listings_spots(const struct listings *listings, int module, struct spot *spots);
void listings_found(struct listings *listings, int module, struct profile_writer *writer,
		    const struct place *places);
/* To be called once all modules, functions and sources have been written. */
void listings_write(const struct listings *listings, struct runfile *run);
void listings_free(struct listings *listings);

#endif
