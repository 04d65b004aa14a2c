/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Adds resolved samples up by line, and writes them as the records of a line profile. */
#ifndef PERFEX_PROFILE_WRITER_H
#define PERFEX_PROFILE_WRITER_H

#include "frame.h"
#include "runfile.h"
#include "table.h"

struct profile_writer {
	struct runfile *run;
	int events;
	struct table modules, sources, functions, lines, chains;
	struct recent *recent; /* for each depth of inlining: neighbours are often alike */
};

/* Returns 0 or -1 when out of memory. */
int profile_writer_init(struct profile_writer *writer, struct runfile *run, int events);
/* The number of a module, written if it is new; -1 when out of memory. */
int profile_writer_module(struct profile_writer *writer, const char *name, const char *build_id);
/* The line of a place in that module, without samples. function -1: not known. */
struct call profile_writer_call(struct profile_writer *writer, int module,
				const struct place *place);
/*
 * The same for all frames of the place: calls has room for them. The strings must live until the
 * end. Returns 0, or -1 if they are not known or memory is short.
 */
int profile_writer_calls(struct profile_writer *writer, int module, const struct place *place,
			 struct call *calls);
/* Adds samples, one number for each event, to the line of these calls and where it was inlined. */
void profile_writer_add(struct profile_writer *writer, const struct call *calls, int count,
			const uint64_t *samples);
/* Writes the lines, and frees all. */
void profile_writer_finish(struct profile_writer *writer);

#endif
