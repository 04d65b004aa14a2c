/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known about the place where a sample was taken. */
#ifndef PERFEX_FRAME_H
#define PERFEX_FRAME_H

#include <stdint.h>

/* Deeper inlining than this is cut off at the outer end. */
#define FRAMES_MAX 64

/* A source file as the compiler wrote it; path NULL: not known. */
struct source_name {
	const char *path;
	const char *directory; /* what a relative path is relative to; may be NULL */
	const char *md5;       /* of its content, as the debug information has it; may be NULL */
};

/*
 * A function, and where it was. A place has several when functions were inlined: the innermost
 * first, then those that it was inlined into, each with the line of its call.
 */
struct frame {
	const char *function; /* NULL: not known */
	struct source_name declared;
	int declared_line;
	struct source_name source;
	int line;
};

/* What is known about an address: its frames, to be freed; none when that is nothing. */
struct place {
	uint64_t address;
	struct frame *frames;
	int count;
};

/* Copies the frames to the place, if memory suffices. */
void place_set(struct place *place, const struct frame *frames, int count);
/* The first place that is not before address; count: there is none. Their addresses ascend. */
int places_from(struct place *const *places, int count, uint64_t address);
void places_free(struct place *places, int count);

#endif
