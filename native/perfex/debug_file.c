// SPDX-License-Identifier: LGPL-2.1-or-later
#include "debug_file.h"

#include "expansion.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct debug_file {
	int fd;
	Elf *elf;
	struct expansion *expansion;
	bool settled;
	struct line_sections lines;
};

/* Of .debug_... or .zdebug_..., whose sections libdw expands; NULL when it is no such section. */
static const char *debug_name(Elf *elf, size_t names, Elf_Scn *scn)
{
	GElf_Shdr header;
	const char *name =
		gelf_getshdr(scn, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;

	if (!name || header.sh_type == SHT_NOBITS)
		return NULL;
	if (strncmp(name, ".debug_", 7) == 0)
		return name + 7;
	return strncmp(name, ".zdebug_", 8) == 0 ? name + 8 : NULL;
}

static bool has_debug_information(Elf *elf)
{
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names) < 0)
		return false;
	while ((scn = elf_nextscn(elf, scn))) {
		const char *name = debug_name(elf, names, scn);

		if (name && strcmp(name, "info") == 0)
			return true;
	}
	return false;
}

static void find_lines(struct debug_file *file)
{
	const struct {
		const char *name;
		const Elf_Data **data;
	} wanted[] = {
		{"line", &file->lines.lines},
		{"line_str", &file->lines.line_texts},
		{"str", &file->lines.texts},
	};
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_getshdrstrndx(file->elf, &names) < 0)
		return;
	while ((scn = elf_nextscn(file->elf, scn))) {
		const char *name = debug_name(file->elf, names, scn);

		for (size_t i = 0; name && i < sizeof(wanted) / sizeof(wanted[0]); i++)
			if (strcmp(name, wanted[i].name) == 0)
				*wanted[i].data = elf_getdata(scn, NULL);
	}
}

struct debug_file *debug_file_open(int fd)
{
	struct debug_file *file = calloc(1, sizeof(*file));

	if (!file) {
		close(fd);
		return NULL;
	}
	file->fd = fd;
	elf_version(EV_CURRENT);
	file->elf = elf_begin(fd, ELF_C_READ_MMAP_PRIVATE, NULL);
	if (!file->elf || !has_debug_information(file->elf))
		goto err;
	file->expansion = expansion_start(file->elf);
	if (file->expansion)
		return file;
err:
	debug_file_close(file);
	return NULL;
}

void debug_file_settle(struct debug_file *file)
{
	if (file->settled)
		return;
	file->settled = true;
	expansion_finish(file->expansion);
	/* It loads the sections, so that threads only read them. */
	dwarf_end(debug_file_begin(file));
	find_lines(file);
}

Dwarf *debug_file_begin(struct debug_file *file)
{
	return dwarf_begin_elf(file->elf, DWARF_C_READ, NULL);
}

const struct line_sections *debug_file_lines(const struct debug_file *file)
{
	return &file->lines;
}

void debug_file_close(struct debug_file *file)
{
	if (!file)
		return;
	elf_end(file->elf);
	expansion_free(file->expansion);
	close(file->fd);
	free(file);
}
