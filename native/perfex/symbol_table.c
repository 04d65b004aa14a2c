// SPDX-License-Identifier: LGPL-2.1-or-later
#include "symbol_table.h"

#include "names.h"

#include <stdlib.h>

static int by_start(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

void symbol_table_read(struct symbol_table *table, Dwfl_Module *module)
{
	int all = dwfl_module_getsymtab(module);

	table->is_read = true;
	table->symbol = all > 0 ? calloc(all, sizeof(*table->symbol)) : NULL;
	for (int i = 0; table->symbol && i < all; i++) {
		GElf_Addr start;
		GElf_Sym symbol;
		const char *name =
			dwfl_module_getsym_info(module, i, &symbol, &start, NULL, NULL, NULL);

		if (!name || !*name || symbol.st_shndx == SHN_UNDEF ||
		    (GELF_ST_TYPE(symbol.st_info) != STT_FUNC &&
		     GELF_ST_TYPE(symbol.st_info) != STT_GNU_IFUNC))
			continue;
		table->symbol[table->count++] =
			(struct symbol){start, start + symbol.st_size, name, NULL};
	}
	if (table->count)
		qsort(table->symbol, table->count, sizeof(*table->symbol), by_start);
}

struct symbol *symbol_table_find(const struct symbol_table *table, GElf_Addr address)
{
	int from = 0, to = table->count;
	struct symbol *symbol;

	while (from < to) {
		int middle = (from + to) / 2;

		if (table->symbol[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	symbol = from ? &table->symbol[from - 1] : NULL;
	/* Assembly often gives no size. */
	if (!symbol || (symbol->end <= address && symbol->end > symbol->start))
		return NULL;
	return symbol;
}

const char *symbol_name(struct symbol *symbol)
{
	if (!symbol)
		return NULL;
	if (!symbol->demangled)
		symbol->demangled = name_demangle(symbol->name);
	return symbol->demangled ? symbol->demangled : symbol->name;
}

GElf_Addr symbol_table_end(const struct symbol_table *table, const struct symbol *symbol)
{
	const struct symbol *last = table->symbol + table->count;

	if (symbol->end > symbol->start)
		return symbol->end;
	for (const struct symbol *next = symbol + 1; next < last; next++)
		if (next->start > symbol->start)
			return next->start;
	return symbol->start;
}

void symbol_table_free(struct symbol_table *table)
{
	for (int i = 0; i < table->count; i++)
		free(table->symbol[i].demangled);
	free(table->symbol);
}
