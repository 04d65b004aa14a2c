/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The file that holds a program's debug information. It is mapped, and its compressed sections are
 * expanded once, for any number of libdw's handles: one handle serves one thread, and keeps all
 * that it has read until it is closed.
 */
#ifndef PERFEX_DEBUG_FILE_H
#define PERFEX_DEBUG_FILE_H

#include "line_table.h"

#include <elfutils/libdw.h>

struct debug_file;

/*
 * Takes fd over, and starts to expand what is compressed, in the background. NULL: it holds no
 * debug information.
 */
struct debug_file *debug_file_open(int fd);
/* Waits until all is expanded. To be called before those below. */
void debug_file_settle(struct debug_file *file);
/* For dwarf_end(); NULL when out of memory. To be called by one thread at a time. */
Dwarf *debug_file_begin(struct debug_file *file);
/* They live as long as the file. */
const struct line_sections *debug_file_lines(const struct debug_file *file);
void debug_file_close(struct debug_file *file);

#endif
