// SPDX-License-Identifier: LGPL-2.1-or-later
#include "expansion.h"

#include "parallel.h"

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
#define MOST_EXPANSION	1032
#define USUAL_EXPANSION 16
#define HUGE_PAGE	(UINT64_C(2) << 20)

/* A compressed section. */
struct section {
	Elf_Scn *scn;
	Elf_Data *data;
	unsigned method;
	const char *packed;
	size_t packed_size;
	void *plain;
	size_t size;
	bool expanded; /* plain is what it holds */
};

struct expansion {
	Elf *elf;
	struct section *section;
	int sections;
	int next; /* the section that the next worker takes */
	struct parallel workers;
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

static bool find_packed(struct expansion *expansion, struct section *section)
{
	size_t head = gelf_getclass(expansion->elf) == ELFCLASS32 ? sizeof(Elf32_Chdr)
								  : sizeof(Elf64_Chdr);
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

/* In large pages, if it is large: touching small ones takes as long as expanding. */
static void make_room(struct section *section)
{
	section->plain = aligned_alloc(HUGE_PAGE, (section->size + HUGE_PAGE) & -HUGE_PAGE);
	if (section->plain)
		madvise(section->plain, section->size & -HUGE_PAGE, MADV_HUGEPAGE);
}

static void expand(struct section *section)
{
	section->expanded = section->plain && expand_to(section);
	forget_packed(section);
}

static void expand_some(int worker, void *context)
{
	struct expansion *expansion = context;
	int i;

	(void)worker;
	while ((i = __atomic_fetch_add(&expansion->next, 1, __ATOMIC_RELAXED)) <
	       expansion->sections)
		expand(&expansion->section[i]);
	/* Who has nothing left to do gets memory for who expands the largest section. */
	if (expansion->sections && expansion->section[0].plain &&
	    expansion->section[0].size / USUAL_EXPANSION <= expansion->section[0].packed_size)
		madvise(expansion->section[0].plain, expansion->section[0].size,
			MADV_POPULATE_WRITE);
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
	if (section && section->expanded) {
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
static void find_sections(struct expansion *expansion)
{
	size_t names = 0, count = 0;
	Elf_Scn *scn = NULL;

	if (elf_getshdrstrndx(expansion->elf, &names) < 0 ||
	    elf_getshdrnum(expansion->elf, &count) < 0)
		return;
	expansion->section = calloc(count + 1, sizeof(*expansion->section));
	while (expansion->section && (scn = elf_nextscn(expansion->elf, scn))) {
		struct section *section = &expansion->section[expansion->sections];
		GElf_Shdr header;
		const char *name;

		if (!gelf_getshdr(scn, &header) || header.sh_type == SHT_NOBITS)
			continue;
		name = elf_strptr(expansion->elf, names, header.sh_name);
		section->scn = scn;
		if (name && is_needless(name))
			show_plain(scn, NULL);
		else if (!(header.sh_flags & SHF_COMPRESSED))
			continue;
		else if (find_packed(expansion, section))
			expansion->sections++;
		else
			show_plain(scn, NULL);
	}
}

struct expansion *expansion_start(Elf *elf)
{
	struct expansion *expansion = calloc(1, sizeof(*expansion));

	if (!expansion)
		return NULL;
	expansion->elf = elf;
	find_sections(expansion);
	/* The largest first. */
	if (expansion->sections)
		qsort(expansion->section, expansion->sections, sizeof(*expansion->section),
		      by_size);
	for (int i = 0; i < expansion->sections; i++)
		make_room(&expansion->section[i]);
	if (expansion->sections)
		parallel_start(&expansion->workers, expand_some, expansion);
	return expansion;
}

void expansion_finish(struct expansion *expansion)
{
	parallel_wait(&expansion->workers);
	for (int i = 0; i < expansion->sections; i++)
		show_plain(expansion->section[i].scn, &expansion->section[i]);
}

void expansion_free(struct expansion *expansion)
{
	if (!expansion)
		return;
	parallel_wait(&expansion->workers);
	for (int i = 0; i < expansion->sections; i++)
		free(expansion->section[i].plain);
	free(expansion->section);
	free(expansion);
}
