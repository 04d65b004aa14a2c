/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an offset in a program or library to its function, source file and line, with libdw. */
#ifndef PERFEX_SYMBOLS_H
#define PERFEX_SYMBOLS_H

#include <stdint.h>

struct symbols;

/* A source file as the compiler wrote it; path NULL: not known. */
struct source_name {
	const char *path;
	const char *directory; /* what a relative path is relative to; may be NULL */
};

/* What is known about a place. The strings live until symbols_close(). */
struct place {
	const char *function; /* NULL: not known */
	struct source_name declared;
	int declared_line;
	struct source_name source; /* of the innermost inlined function */
	int line;
};

/* NULL when the file can't be read as a program. */
struct symbols *symbols_open(const char *path);
/* Its build id in hexadecimal, or NULL. */
const char *symbols_build_id(const struct symbols *symbols);
/* offset is one in the file, as mmap() has it. */
struct place symbols_find(struct symbols *symbols, uint64_t offset);
void symbols_close(struct symbols *symbols);

#endif
