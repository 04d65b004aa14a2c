/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an offset in a program or library to its functions, source file and line, with libdw. */
#ifndef PERFEX_SYMBOLS_H
#define PERFEX_SYMBOLS_H

#include "extent.h"
#include "frame.h"

#include <stdbool.h>

struct symbols;

/* name is a file, or "[vdso]". NULL when it can't be read as a program. */
struct symbols *symbols_open(const char *name, bool with_debug_information);
/* Waits for what was begun in the background. */
void symbols_settle(struct symbols *symbols);
/* Whether there is debug information; known once places have been looked for. */
bool symbols_have_lines(const struct symbols *symbols);
/* Its build id in hexadecimal, or NULL. */
const char *symbols_build_id(const struct symbols *symbols);
/*
 * Finds what is known about places: their addresses are given as offsets in the file, as mmap() has
 * them, and become addresses. Each has one frame at least, unless memory is short; the texts live
 * until symbols_close().
 */
void symbols_find(struct symbols *symbols, struct place *places, int count);
/* The function around an offset in the file. Returns false when that lies in no segment. */
bool symbols_extent(struct symbols *symbols, uint64_t offset, struct extent *extent);
/* Copies its code. Returns whether the file has it. */
bool symbols_read(struct symbols *symbols, const struct extent *extent, void *bytes);
void symbols_close(struct symbols *symbols);

#endif
