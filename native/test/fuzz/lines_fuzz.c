// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fuzzes line tables of debug information, which any program may bring along. */
#include "../../perfex/line_table.h"

#include <stdlib.h>

#define PLACES 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ascending(const void *a, const void *b)
{
	const struct place *x = *(struct place *const *)a, *y = *(struct place *const *)b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static void read_files(const struct line_table *table, size_t size)
{
	for (size_t i = 0; i < table->files; i++) {
		const struct line_file *file = &table->file[i];
		unsigned char md5[MD5_SIZE];

		if ((file->name && strlen(file->name) > size) ||
		    (file->folder && strlen(file->folder) > size))
			abort();
		if (file->md5)
			memcpy(md5, file->md5, sizeof(md5));
	}
}

/* The same bytes are the tables and their texts; each of their words is looked for as an address.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Elf_Data section = {.d_buf = (void *)data, .d_size = size};
	struct line_sections sections = {&section, &section, &section};
	struct place place[PLACES] = {0}, *places[PLACES];
	struct line_row rows[PLACES] = {0};
	struct line_table table;

	for (size_t i = 0; i < PLACES; i++) {
		size_t at = 5 * i;

		if (at + sizeof(uint64_t) <= size)
			memcpy(&place[i].address, data + at, 1 + i % sizeof(uint64_t));
		places[i] = &place[i];
	}
	qsort(places, PLACES, sizeof(*places), ascending);
	line_table_open(&table, &sections, 0);
	read_files(&table, size);
	line_table_find(&table, places, PLACES, rows);
	for (size_t i = 0; i < PLACES; i++)
		if (rows[i].line && rows[i].address > places[i]->address)
			abort();
	line_table_close(&table);
	return 0;
}
