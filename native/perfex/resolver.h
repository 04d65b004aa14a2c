/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From spots to the functions and lines that are there. */
#ifndef PERFEX_RESOLVER_H
#define PERFEX_RESOLVER_H

#include "extent.h"
#include "frame.h"
#include "spaces.h"

/* How much of a module is read. */
enum trust {
	TRUST_ALL,
	TRUST_SYMBOLS, /* not its debug information, nor its jitdump */
	TRUST_NOTHING,
};

/* The samples of files without debug information, or without the files themselves. */
struct lineless {
	uint64_t samples;
	int modules;	       /* how many such files */
	int most;	       /* the one that most of the samples are of */
	uint64_t most_samples; /* of that one */
	bool gone;	       /* it was removed or replaced, too */
};

struct resolver {
	const struct spaces *spaces;
	const char *jitdumps;  /* the folder of those that were asked for, or NULL */
	struct opened *opened; /* for each module */
	struct kernel *kernel;
	bool kernel_tried;
	/* To be set by who wants to: for each module; and what is called before one is read. */
	const enum trust *trust;
	void (*reading)(int module, void *context);
	void *context;
	int last; /* that was read */
	/* What could not be resolved, and why. */
	bool kernel_hidden;
	int jvms_without_agent;
	struct lineless lineless; /* see resolver_count() */
};

/* Returns 0 or -1 when out of memory. */
int resolver_open(struct resolver *resolver, const struct spaces *spaces, const char *jitdumps);
/* What a module is called in a run file; and its build id in hexadecimal, or NULL. */
const char *resolver_module(struct resolver *resolver, int module);
const char *resolver_build_id(struct resolver *resolver, int module);
/*
 * Finds what is at spots of one module: places has room for as many. Each has one frame at least,
 * unless memory is short; the texts live until resolver_close().
 */
void resolver_find(struct resolver *resolver, const struct spot *const *spots, struct place *places,
		   int count);
/* So many samples of a module have been looked for: they count where it has no lines. */
void resolver_count(struct resolver *resolver, int module, uint64_t samples);
/*
 * The piece of machine code around a spot: without a name if its module has no symbols there.
 * Returns false for a virtual machine's own work, which has no addresses.
 */
bool resolver_extent(struct resolver *resolver, const struct spot *spot, struct extent *extent);
/* Copies the bytes of a module's piece of code. Returns whether they are there. */
bool resolver_read(struct resolver *resolver, int module, const struct extent *extent, void *bytes);
void resolver_close(struct resolver *resolver);

#endif
