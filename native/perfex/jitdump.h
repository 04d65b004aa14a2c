/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads a jitdump: what code a program made while it ran. The file may be damaged or cut off. */
#ifndef PERFEX_JITDUMP_H
#define PERFEX_JITDUMP_H

#include "extent.h"
#include "frame.h"

struct jitdump;

/* NULL when there is no such file, or it is no jitdump. */
struct jitdump *jitdump_read(const char *path);
/*
 * What was at this address at that time. Returns the number of frames; 0: nothing known. The
 * strings live until jitdump_free().
 */
int jitdump_find(struct jitdump *dump, uint64_t address, uint64_t time, struct frame *frames);
/* The piece of code that was there. Returns false when nothing is known. */
bool jitdump_extent(struct jitdump *dump, uint64_t address, uint64_t time, struct extent *extent);
/* Copies its bytes. Returns whether the file has them. */
bool jitdump_read_code(struct jitdump *dump, const struct extent *extent, void *bytes);
/* Whether the garbage collector held the program then. */
bool jitdump_paused(const struct jitdump *dump, uint64_t time);
void jitdump_free(struct jitdump *dump);

#endif
