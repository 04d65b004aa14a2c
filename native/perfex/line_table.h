/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The line table of a compilation unit, DWARF 2 to 5. libdw keeps and sorts all of its rows, which
 * takes several times as long as looking for some addresses, and passes over the files' MD5.
 */
#ifndef PERFEX_LINE_TABLE_H
#define PERFEX_LINE_TABLE_H

#include "bytes.h"
#include "frame.h"

#include <libelf.h>

#define MD5_SIZE 16

/* Where line tables are, and the texts in them. Those that are not there are NULL. */
struct line_sections {
	const Elf_Data *lines, *line_texts, *texts;
};

/* A source file. All may be NULL. */
struct line_file {
	const char *folder, *name;
	const unsigned char *md5;
};

struct line_table {
	struct line_file *file; /* by number */
	size_t files, room;
	/* How its program is to be read. */
	struct bytes program;
	unsigned step; /* of addresses */
	int line_base;
	unsigned line_range, first_special;
	const unsigned char *lengths; /* of the opcodes before that */
};

/* What the table has about an address: line 0 is nothing. */
struct line_row {
	uint64_t address; /* from here on */
	uint64_t file;
	int line;
};

/* Opens the table at an offset. Without one, and if it is damaged, it has no files and rows. */
void line_table_open(struct line_table *table, const struct line_sections *sections,
		     uint64_t offset);
/* Finds the rows of places, whose addresses ascend: rows has room for as many, and is 0. */
void line_table_find(const struct line_table *table, struct place *const *places, int count,
		     struct line_row *rows);
void line_table_close(struct line_table *table);

#endif
