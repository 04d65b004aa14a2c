/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expands the compressed sections of a file on all processors, in the background. libelf would do
 * it on one, and twice as slowly.
 */
#ifndef PERFEX_EXPANSION_H
#define PERFEX_EXPANSION_H

#include <gelf.h>

struct expansion;

/*
 * Until expansion_finish() the sections must not be read. elf must be mapped privately, and stays
 * the caller's. Returns NULL when out of memory.
 */
struct expansion *expansion_start(Elf *elf);
/* From now on the sections are as if they had never been compressed; damaged ones are gone. */
void expansion_finish(struct expansion *expansion);
/* To be called after elf_end(). */
void expansion_free(struct expansion *expansion);

#endif
