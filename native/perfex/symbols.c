// SPDX-License-Identifier: LGPL-2.1-or-later
#include "symbols.h"

#include <dwarf.h>
#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct symbols {
	Dwfl *dwfl;
	Dwfl_Module *module;
	char *build_id;
};

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
};

static char *hexadecimal(const unsigned char *bytes, int length)
{
	char *text = length > 0 ? malloc(2 * length + 1) : NULL;

	for (int i = 0; text && i < length; i++)
		sprintf(text + 2 * i, "%02x", bytes[i]);
	return text;
}

static char *read_build_id(Dwfl_Module *module)
{
	const unsigned char *bytes;
	GElf_Addr address;

	return hexadecimal(bytes, dwfl_module_build_id(module, &bytes, &address));
}

struct symbols *symbols_open(const char *path)
{
	struct symbols *symbols = calloc(1, sizeof(*symbols));

	if (!symbols)
		return NULL;
	symbols->dwfl = dwfl_begin(&callbacks);
	if (!symbols->dwfl)
		goto err;
	dwfl_report_begin(symbols->dwfl);
	/* At base 0 an address is what the file itself says. */
	symbols->module = dwfl_report_elf(symbols->dwfl, path, path, -1, 0, false);
	dwfl_report_end(symbols->dwfl, NULL, NULL);
	if (!symbols->module)
		goto err;
	symbols->build_id = read_build_id(symbols->module);
	return symbols;
err:
	symbols_close(symbols);
	return NULL;
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
		    offset < header.p_offset || offset >= header.p_offset + header.p_filesz)
			continue;
		*address = offset - header.p_offset + header.p_vaddr + bias;
		return true;
	}
	return false;
}

/* libdw puts the compilation directory before relative paths: take it off again. */
static struct source_name source_name(const char *path, const char *directory)
{
	size_t length = directory ? strlen(directory) : 0;

	if (length && strncmp(path, directory, length) == 0 && path[length] == '/')
		path += length + 1;
	return (struct source_name){.path = path, .directory = directory};
}

static void find_line(struct symbols *symbols, GElf_Addr address, struct place *place)
{
	Dwfl_Line *line = dwfl_module_getsrc(symbols->module, address);
	const char *path = line ? dwfl_lineinfo(line, NULL, &place->line, NULL, NULL, NULL) : NULL;

	if (path)
		place->source = source_name(path, dwfl_line_comp_dir(line));
}

static const char *compilation_directory(Dwarf_Die *unit)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
}

/* The innermost function, inlined or not, by the debug information. */
static void find_function(struct symbols *symbols, GElf_Addr address, struct place *place)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(symbols->module, address, &bias);
	Dwarf_Die *scopes = NULL;
	int count = unit ? dwarf_getscopes(unit, address - bias, &scopes) : 0;

	for (int i = 0; i < count; i++) {
		int tag = dwarf_tag(&scopes[i]);
		const char *path;

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		place->function = dwarf_diename(&scopes[i]);
		path = dwarf_decl_file(&scopes[i]);
		if (path && dwarf_decl_line(&scopes[i], &place->declared_line) == 0)
			place->declared = source_name(path, compilation_directory(unit));
		break;
	}
	free(scopes);
}

struct place symbols_find(struct symbols *symbols, uint64_t offset)
{
	struct place place = {0};
	GElf_Addr address;
	GElf_Off within;
	GElf_Sym symbol;

	if (!offset_to_address(symbols, offset, &address))
		return place;
	find_line(symbols, address, &place);
	find_function(symbols, address, &place);
	if (!place.function)
		place.function = dwfl_module_addrinfo(symbols->module, address, &within, &symbol,
						      NULL, NULL, NULL);
	return place;
}

void symbols_close(struct symbols *symbols)
{
	if (!symbols)
		return;
	if (symbols->dwfl)
		dwfl_end(symbols->dwfl);
	free(symbols->build_id);
	free(symbols);
}
