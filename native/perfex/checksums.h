/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The MD5 of source files that the compiler wrote into a unit's line table (DWARF 5), which libdw
 * passes over.
 */
#ifndef PERFEX_CHECKSUMS_H
#define PERFEX_CHECKSUMS_H

#include <elfutils/libdw.h>

#define CHECKSUM_SIZE 16

/* By the files' numbers. They point into the debug information. */
struct checksums {
	const unsigned char **of;
	size_t count; /* 0: there are none, or they are damaged */
};

/* lines: the section of line tables, or NULL. */
void checksums_read(struct checksums *checksums, const Elf_Data *lines, Dwarf_Die *unit);
/* NULL: not known. */
const unsigned char *checksums_get(const struct checksums *checksums, size_t file);
void checksums_free(struct checksums *checksums);

#endif
