// SPDX-License-Identifier: LGPL-2.1-or-later
#include "debug_file.h"

#include "parallel.h"

#include <gelf.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#ifndef ELFCOMPRESS_ZSTD
#define ELFCOMPRESS_ZSTD 2
#endif

/* No honest section shrinks by more than deflate can shrink anything. */
#define MOST_EXPANSION 1032
#define HUGE_PAGE      (UINT64_C(2) << 20)

/* A compressed section. */
struct section {
	Elf_Scn *scn;
	Elf_Data *data;
	unsigned method;
	const char *packed;
	size_t packed_size;
	void *plain; /* NULL: it could not be expanded */
	size_t size;
};

struct debug_file {
	int fd;
	Elf *elf;
	struct section *section;
	int sections;
	int next; /* the section that the next worker takes */
	struct line_sections lines;
};

/* What lines and functions don't need is not expanded: often a fifth of all. */
static bool is_needless(const char *name)
{
	static const char *const needless[] = {
		".debug_loc",	   ".debug_loclists", ".debug_aranges", ".debug_frame",
		".debug_pubnames", ".debug_pubtypes", ".debug_macinfo", ".debug_macro",
	};

	for (size_t i = 0; i < sizeof(needless) / sizeof(needless[0]); i++)
		if (strcmp(name, needless[i]) == 0)
			return true;
	return false;
}

static bool find_packed(struct debug_file *file, struct section *section)
{
	size_t head =
		gelf_getclass(file->elf) == ELFCLASS32 ? sizeof(Elf32_Chdr) : sizeof(Elf64_Chdr);
	GElf_Chdr header;

	section->data = elf_getdata(section->scn, NULL);
	if (!section->data || !section->data->d_buf || section->data->d_size <= head ||
	    !gelf_getchdr(section->scn, &header))
		return false;
	section->method = header.ch_type;
	section->size = header.ch_size;
	section->packed = (const char *)section->data->d_buf + head;
	section->packed_size = section->data->d_size - head;
	return section->size / MOST_EXPANSION <= section->packed_size;
}

static bool inflate(const struct section *section)
{
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	bool ok = decompressor &&
		  libdeflate_zlib_decompress(decompressor, section->packed, section->packed_size,
					     section->plain, section->size,
					     NULL) == LIBDEFLATE_SUCCESS;

	libdeflate_free_decompressor(decompressor);
	return ok;
}

static bool expand_to(const struct section *section)
{
	switch (section->method) {
	case ELFCOMPRESS_ZLIB:
		return inflate(section);
	case ELFCOMPRESS_ZSTD:
		return ZSTD_decompress(section->plain, section->size, section->packed,
				       section->packed_size) == section->size;
	}
	return false;
}

/* The pages of the file that were read are not needed in memory any more. */
static void forget_packed(const struct section *section)
{
	uintptr_t page = sysconf(_SC_PAGESIZE);
	uintptr_t from = ((uintptr_t)section->packed + page - 1) & -page;
	uintptr_t to = ((uintptr_t)section->packed + section->packed_size) & -page;

	if (from < to)
		madvise((void *)from, to - from, MADV_DONTNEED);
}

static void expand(struct section *section)
{
	/* In large pages, if it is large: touching small ones takes as long as expanding. */
	section->plain = aligned_alloc(HUGE_PAGE, (section->size + HUGE_PAGE) & -HUGE_PAGE);
	if (!section->plain)
		return;
	madvise(section->plain, section->size & -HUGE_PAGE, MADV_HUGEPAGE);
	if (!expand_to(section)) {
		free(section->plain);
		section->plain = NULL;
	}
	forget_packed(section);
}

static void expand_some(int worker, void *context)
{
	struct debug_file *file = context;
	int i;

	(void)worker;
	while ((i = __atomic_fetch_add(&file->next, 1, __ATOMIC_RELAXED)) < file->sections)
		expand(&file->section[i]);
}

/*
 * Shows libdw the section as if it had never been compressed, or, without bytes, not at all. The
 * mapping is private: the file stays as it is.
 */
static void show_plain(Elf_Scn *scn, const struct section *section)
{
	GElf_Shdr header;

	if (!gelf_getshdr(scn, &header))
		return;
	if (section && section->plain) {
		header.sh_size = section->size;
		section->data->d_buf = section->plain;
		section->data->d_size = section->size;
	} else {
		header.sh_type = SHT_NOBITS;
	}
	header.sh_flags &= ~(GElf_Xword)SHF_COMPRESSED;
	gelf_update_shdr(scn, &header);
}

static int by_size(const void *a, const void *b)
{
	const struct section *x = a, *y = b;

	return x->size > y->size ? -1 : x->size < y->size;
}

/* Finds the compressed sections, and hides those that are damaged or not needed. */
static void find_sections(struct debug_file *file)
{
	size_t names = 0, count = 0;
	Elf_Scn *scn = NULL;

	if (elf_getshdrstrndx(file->elf, &names) < 0 || elf_getshdrnum(file->elf, &count) < 0)
		return;
	file->section = calloc(count + 1, sizeof(*file->section));
	while (file->section && (scn = elf_nextscn(file->elf, scn))) {
		struct section *section = &file->section[file->sections];
		GElf_Shdr header;
		const char *name;

		if (!gelf_getshdr(scn, &header) || header.sh_type == SHT_NOBITS)
			continue;
		name = elf_strptr(file->elf, names, header.sh_name);
		section->scn = scn;
		if (name && is_needless(name))
			show_plain(scn, NULL);
		else if (!(header.sh_flags & SHF_COMPRESSED))
			continue;
		else if (find_packed(file, section))
			file->sections++;
		else
			show_plain(scn, NULL);
	}
}

static void find_lines(struct debug_file *file)
{
	const struct {
		const char *name; /* or .zdebug_..., which libdw has expanded */
		const Elf_Data **data;
	} wanted[] = {
		{"debug_line", &file->lines.lines},
		{"debug_line_str", &file->lines.line_texts},
		{"debug_str", &file->lines.texts},
	};
	size_t names = 0;
	Elf_Scn *scn = NULL;

	if (elf_getshdrstrndx(file->elf, &names) < 0)
		return;
	while ((scn = elf_nextscn(file->elf, scn))) {
		GElf_Shdr header;
		const char *name = gelf_getshdr(scn, &header)
					   ? elf_strptr(file->elf, names, header.sh_name)
					   : NULL;

		if (!name || header.sh_type == SHT_NOBITS)
			continue;
		name += strspn(name, ".z");
		for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
			if (strcmp(name, wanted[i].name) == 0)
				*wanted[i].data = elf_getdata(scn, NULL);
	}
}

struct debug_file *debug_file_open(int fd)
{
	struct debug_file *file = calloc(1, sizeof(*file));
	Dwarf *dwarf;

	if (!file) {
		close(fd);
		return NULL;
	}
	file->fd = fd;
	elf_version(EV_CURRENT);
	file->elf = elf_begin(fd, ELF_C_READ_MMAP_PRIVATE, NULL);
	if (!file->elf || elf_kind(file->elf) != ELF_K_ELF)
		goto err;
	find_sections(file);
	/* The largest first. */
	if (file->sections)
		qsort(file->section, file->sections, sizeof(*file->section), by_size);
	parallel_run(expand_some, file);
	for (int i = 0; i < file->sections; i++)
		show_plain(file->section[i].scn, &file->section[i]);
	dwarf = debug_file_begin(file);
	if (!dwarf)
		goto err;
	dwarf_end(dwarf);
	find_lines(file);
	return file;
err:
	debug_file_close(file);
	return NULL;
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
	for (int i = 0; i < file->sections; i++)
		free(file->section[i].plain);
	free(file->section);
	close(file->fd);
	free(file);
}
