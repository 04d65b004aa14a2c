// SPDX-License-Identifier: LGPL-2.1-or-later
#include "symbols.h"

#include "digits.h"
#include "image.h"
#include "symbol_table.h"
#include "units.h"

#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The address of what lies in no segment. */
#define NOWHERE UINT64_MAX

struct symbols {
	Dwfl *dwfl;
	Dwfl_Module *module;
	char *build_id;
	bool searched;		 /* for a debug file, by libdwfl */
	int found;		 /* the one that it found, or -1 */
	struct debug_file *file; /* NULL without debug information */
	struct units *units;
	struct symbol_table table;
};

/*
 * Linked in the place of libdwfl's own (-Wl,--wrap), which loads an HTTP client with all that it
 * needs before it looks whether there is a server to ask.
 */
int __real___libdwfl_debuginfod_find_debuginfo(Dwfl *dwfl, const unsigned char *id, size_t length);
int __wrap___libdwfl_debuginfod_find_debuginfo(Dwfl *dwfl, const unsigned char *id, size_t length)
{
	if (!getenv("DEBUGINFOD_URLS"))
		return -1;
	return __real___libdwfl_debuginfod_find_debuginfo(dwfl, id, length);
}

static char *read_build_id(Dwfl_Module *module)
{
	const unsigned char *bytes;
	GElf_Addr address;
	int length = dwfl_module_build_id(module, &bytes, &address);
	char *text = length > 0 ? malloc(2 * length + 1) : NULL;

	if (text)
		hexadecimal(bytes, length, text);
	return text;
}

/* Keeps the debug file that libdwfl looks for. */
static int find_and_keep(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
			 const char *file, const char *link, GElf_Word crc, char **path)
{
	struct symbols *symbols = *user;
	int fd = dwfl_standard_find_debuginfo(module, user, name, base, file, link, crc, path);

	symbols->searched = true;
	if (fd >= 0 && symbols->found < 0)
		symbols->found = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return fd;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = find_and_keep,
};

/* In a file of its own, found by build id or debuglink. */
static int find_debug_file(struct symbols *symbols, const char *name)
{
	GElf_Addr bias;
	GElf_Word crc = 0;
	Elf *elf = dwfl_module_getelf(symbols->module, &bias);
	const char *link = elf ? dwelf_elf_gnu_debuglink(elf, &crc) : NULL;
	char *path = NULL;
	void **user;
	int fd;

	/*
	 * First libdwfl, which looks for it if the program has no symbols itself: once it was found
	 * behind its back, libdwfl would no longer see where its addresses lie.
	 */
	dwfl_module_getsymtab(symbols->module);
	fd = symbols->found;
	symbols->found = -1;
	if (symbols->searched)
		return fd;
	dwfl_module_info(symbols->module, &user, NULL, NULL, NULL, NULL, NULL, NULL);
	fd = dwfl_standard_find_debuginfo(symbols->module, user, name, 0, name, link, crc, &path);
	free(path);
	return fd;
}

/* libdwfl would expand compressed sections on one processor, and twice as slowly. */
static struct debug_file *open_debug_file(struct symbols *symbols, const char *name)
{
	int fd = image_open(name);
	struct debug_file *file = fd < 0 ? NULL : debug_file_open(fd);

	if (file)
		return file;
	fd = find_debug_file(symbols, name);
	return fd < 0 ? NULL : debug_file_open(fd);
}

struct symbols *symbols_open(const char *name, bool with_debug_information)
{
	struct symbols *symbols = calloc(1, sizeof(*symbols));
	int fd = image_open(name);
	void **user;

	if (!symbols)
		goto err;
	symbols->found = -1;
	if (fd < 0)
		goto err;
	symbols->dwfl = dwfl_begin(&callbacks);
	if (!symbols->dwfl)
		goto err;
	dwfl_report_begin(symbols->dwfl);
	/* At base 0 an address is what the file itself says. libdwfl closes the file. */
	symbols->module = dwfl_report_elf(symbols->dwfl, name, name, fd, 0, false);
	if (!symbols->module)
		goto err;
	fd = -1;
	dwfl_module_info(symbols->module, &user, NULL, NULL, NULL, NULL, NULL, NULL);
	*user = symbols;
	dwfl_report_end(symbols->dwfl, NULL, NULL);
	symbols->build_id = read_build_id(symbols->module);
	if (with_debug_information)
		symbols->file = open_debug_file(symbols, name);
	return symbols;
err:
	if (fd >= 0)
		close(fd);
	symbols_close(symbols);
	return NULL;
}

void symbols_settle(struct symbols *symbols)
{
	if (symbols->file)
		debug_file_settle(symbols->file);
}

bool symbols_have_lines(const struct symbols *symbols)
{
	return symbols->units != NULL;
}

const char *symbols_build_id(const struct symbols *symbols)
{
	return symbols->build_id;
}

static bool offset_to_address(struct symbols *symbols, uint64_t offset, GElf_Addr *address)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(symbols->module, &bias);
	size_t count;

	if (!elf || elf_getphdrnum(elf, &count) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;

		if (!gelf_getphdr(elf, i, &header) || header.p_type != PT_LOAD ||
		    offset < header.p_offset || offset - header.p_offset >= header.p_filesz)
			continue;
		*address = offset - header.p_offset + header.p_vaddr + bias;
		return true;
	}
	return false;
}

static struct symbol *find_symbol(struct symbols *symbols, GElf_Addr address)
{
	if (!symbols->table.is_read)
		symbol_table_read(&symbols->table, symbols->module);
	return symbol_table_find(&symbols->table, address);
}

/* What the symbol table knows of a place without a function. */
static void add_symbol(struct symbols *symbols, struct place *place)
{
	if (!place->frames) {
		place->frames = calloc(1, sizeof(*place->frames));
		place->count = place->frames ? 1 : 0;
	}
	if (place->frames && !place->frames[0].function && place->address != NOWHERE)
		place->frames[0].function = symbol_name(find_symbol(symbols, place->address));
}

void symbols_find(struct symbols *symbols, struct place *places, int count)
{
	for (int i = 0; i < count; i++)
		if (!offset_to_address(symbols, places[i].address, &places[i].address))
			places[i].address = NOWHERE;
	if (symbols->file && !symbols->units) {
		debug_file_settle(symbols->file);
		symbols->units = units_open(symbols->file);
	}
	if (symbols->units)
		units_find(symbols->units, places, count);
	for (int i = 0; i < count; i++)
		add_symbol(symbols, &places[i]);
}

bool symbols_extent(struct symbols *symbols, uint64_t offset, struct extent *extent)
{
	struct symbol *symbol;
	GElf_Addr bias, address;
	Elf *elf = dwfl_module_getelf(symbols->module, &bias);

	if (!offset_to_address(symbols, offset, &address))
		return false;
	*extent = (struct extent){.address = address - bias};
	symbol = find_symbol(symbols, address);
	if (!symbol)
		return true;
	extent->name = symbol_name(symbol);
	extent->start = symbol->start - bias;
	extent->size = symbol_table_end(&symbols->table, symbol) - symbol->start;
	extent->narrow = gelf_getclass(elf) == ELFCLASS32;
	return true;
}

bool symbols_read(struct symbols *symbols, const struct extent *extent, void *bytes)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(symbols->module, &bias);
	size_t count, size = 0;
	const char *file = elf ? elf_rawfile(elf, &size) : NULL;

	if (!file || elf_getphdrnum(elf, &count) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;
		uint64_t into;

		if (!gelf_getphdr(elf, i, &header) || header.p_type != PT_LOAD ||
		    extent->start < header.p_vaddr)
			continue;
		into = extent->start - header.p_vaddr;
		if (into >= header.p_filesz || extent->size > header.p_filesz - into ||
		    header.p_offset > size || header.p_filesz > size - header.p_offset)
			continue;
		memcpy(bytes, file + header.p_offset + into, extent->size);
		return true;
	}
	return false;
}

void symbols_close(struct symbols *symbols)
{
	if (!symbols)
		return;
	symbol_table_free(&symbols->table);
	units_close(symbols->units);
	debug_file_close(symbols->file);
	if (symbols->dwfl)
		dwfl_end(symbols->dwfl);
	if (symbols->found >= 0)
		close(symbols->found);
	free(symbols->build_id);
	free(symbols);
}
