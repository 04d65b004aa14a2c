/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an offset in a program or library to its functions, source file and line, with libdw. */
#ifndef PERFEX_SYMBOLS_H
#define PERFEX_SYMBOLS_H

#include "frame.h"

#include <stdint.h>

struct symbols;

/* name is a file, or "[vdso]". NULL when it can't be read as a program. */
struct symbols *symbols_open(const char *name);
/* Its build id in hexadecimal, or NULL. */
const char *symbols_build_id(const struct symbols *symbols);
/*
 * offset is one in the file, as mmap() has it. Fills in what is known and returns the number of
 * frames, FRAMES_MAX at most. The strings live until symbols_close().
 */
int symbols_find(struct symbols *symbols, uint64_t offset, struct frame *frames);
void symbols_close(struct symbols *symbols);

#endif
