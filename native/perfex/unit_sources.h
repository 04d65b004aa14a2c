/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The source files of a compilation unit, by their numbers in its line table. */
#ifndef PERFEX_UNIT_SOURCES_H
#define PERFEX_UNIT_SOURCES_H

#include "frame.h"
#include "line_table.h"
#include "table.h"

#include <elfutils/libdw.h>

struct unit_sources {
	const char *directory; /* of the compilation */
	struct table *texts;
	struct line_table table;
	struct source_name *source; /* those that were asked for */
};

/* What is found is kept in texts. */
void unit_sources_open(struct unit_sources *sources, Dwarf_Die *unit,
		       const struct line_sections *sections, struct table *texts);
/* Without a path when there is no such file. */
struct source_name unit_sources_get(struct unit_sources *sources, uint64_t number);
/*
 * One by its path, or NULL, without the compilation directory, which libdw and DWARF 5 put before
 * relative paths.
 */
struct source_name unit_sources_name(const struct unit_sources *sources, const char *path);
void unit_sources_close(struct unit_sources *sources);

#endif
