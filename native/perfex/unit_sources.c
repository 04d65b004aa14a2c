// SPDX-License-Identifier: LGPL-2.1-or-later
#include "unit_sources.h"

#include "digits.h"
#include "texts.h"

#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void unit_sources_open(struct unit_sources *sources, Dwarf_Die *unit,
		       const struct line_sections *sections, struct table *texts)
{
	Dwarf_Attribute attribute;
	Dwarf_Word offset;

	*sources = (struct unit_sources){
		.texts = texts,
		.directory = texts_keep(
			texts, dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute))),
	};
	if (dwarf_formudata(dwarf_attr(unit, DW_AT_stmt_list, &attribute), &offset) != 0)
		return;
	line_table_open(&sources->table, sections, offset);
	sources->source = calloc(sources->table.files, sizeof(*sources->source));
}

struct source_name unit_sources_name(const struct unit_sources *sources, const char *path)
{
	size_t length = sources->directory ? strlen(sources->directory) : 0;

	if (path && length && strncmp(path, sources->directory, length) == 0 && path[length] == '/')
		path += length + 1;
	return (struct source_name){
		.path = texts_keep(sources->texts, path),
		.directory = path ? sources->directory : NULL,
	};
}

static struct source_name read_source(const struct unit_sources *sources,
				      const struct line_file *file)
{
	struct source_name source;
	char md5[2 * MD5_SIZE + 1];
	char *joined = NULL;

	if (!file->name)
		return (struct source_name){0};
	if (file->folder && *file->folder && file->name[0] != '/' &&
	    asprintf(&joined, "%s/%s", file->folder, file->name) < 0)
		return (struct source_name){0};
	source = unit_sources_name(sources, joined ? joined : file->name);
	free(joined);
	if (file->md5)
		source.md5 = texts_keep(sources->texts, hexadecimal(file->md5, MD5_SIZE, md5));
	return source;
}

struct source_name unit_sources_get(struct unit_sources *sources, uint64_t number)
{
	if (number >= sources->table.files || !sources->source)
		return (struct source_name){0};
	if (!sources->source[number].path)
		sources->source[number] = read_source(sources, &sources->table.file[number]);
	return sources->source[number];
}

void unit_sources_close(struct unit_sources *sources)
{
	line_table_close(&sources->table);
	free(sources->source);
}
