/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The piece of machine code that a sample was taken in: a function as the symbol table has it. */
#ifndef PERFEX_EXTENT_H
#define PERFEX_EXTENT_H

#include <stdbool.h>
#include <stdint.h>

struct extent {
	const char *name; /* NULL: there is no symbol; start and size are 0 then */
	uint64_t address; /* of the sample, as the file has it; of generated code, where it was */
	uint64_t start, size; /* size 0: not known */
	int number;	      /* tells pieces of generated code at one address apart */
	bool narrow;	      /* 32-bit code */
};

#endif
