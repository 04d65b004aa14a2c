/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The functions of a program or library by its symbol table. */
#ifndef PERFEX_SYMBOL_TABLE_H
#define PERFEX_SYMBOL_TABLE_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>

struct symbol {
	GElf_Addr start, end;
	const char *name;
	char *demangled;
};

struct symbol_table {
	struct symbol *symbol; /* by start */
	int count;
	bool is_read;
};

/* Its names are the module's. */
void symbol_table_read(struct symbol_table *table, Dwfl_Module *module);
/* The last function that starts at or before address, if it hasn't ended there; or NULL. */
struct symbol *symbol_table_find(const struct symbol_table *table, GElf_Addr address);
/* Where a function ends; without a size, where the next one starts. */
GElf_Addr symbol_table_end(const struct symbol_table *table, const struct symbol *symbol);
/* As its language writes it; NULL for NULL. */
const char *symbol_name(struct symbol *symbol);
void symbol_table_free(struct symbol_table *table);

#endif
