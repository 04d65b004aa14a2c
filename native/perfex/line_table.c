// SPDX-License-Identifier: LGPL-2.1-or-later
#include "line_table.h"

#include <dwarf.h>
#include <stdlib.h>

/* More kinds of content than there are: damaged. */
#define MOST_FIELDS 16

struct reader {
	struct bytes bytes;
	const struct line_sections *sections;
	unsigned version;
	size_t offset_size; /* 4, or 8 in 64-bit DWARF */
	const char **folder;
	size_t folders, room;
};

/* What an entry of DWARF 5 consists of. */
struct format {
	struct {
		uint64_t content, form;
	} field[MOST_FIELDS];
	unsigned count;
};

struct entry {
	const char *path;
	uint64_t folder;
	const unsigned char *md5;
};

static const char *text_at(const Elf_Data *section, uint64_t offset)
{
	const char *texts = section ? section->d_buf : NULL;

	if (!texts || offset >= section->d_size ||
	    !memchr(texts + offset, 0, section->d_size - offset))
		return NULL;
	return texts + offset;
}

static const char *take_text(struct reader *reader, uint64_t form)
{
	switch (form) {
	case DW_FORM_string:
		return bytes_text(&reader->bytes);
	case DW_FORM_line_strp:
		return text_at(reader->sections->line_texts,
			       bytes_number(&reader->bytes, reader->offset_size));
	case DW_FORM_strp:
		return text_at(reader->sections->texts,
			       bytes_number(&reader->bytes, reader->offset_size));
	}
	reader->bytes.damaged = true;
	return NULL;
}

static uint64_t take_number(struct reader *reader, uint64_t form)
{
	switch (form) {
	case DW_FORM_udata:
		return bytes_uleb(&reader->bytes);
	case DW_FORM_data1:
		return bytes_number(&reader->bytes, 1);
	case DW_FORM_data2:
		return bytes_number(&reader->bytes, 2);
	case DW_FORM_data4:
		return bytes_number(&reader->bytes, 4);
	case DW_FORM_data8:
		return bytes_number(&reader->bytes, 8);
	case DW_FORM_data16:
		bytes_take(&reader->bytes, 16);
		return 0;
	case DW_FORM_block:
		bytes_take(&reader->bytes, bytes_uleb(&reader->bytes));
		return 0;
	}
	reader->bytes.damaged = true;
	return 0;
}

static void skip(struct reader *reader, uint64_t form)
{
	if (form == DW_FORM_string || form == DW_FORM_line_strp || form == DW_FORM_strp)
		take_text(reader, form);
	else
		take_number(reader, form);
}

static struct format take_format(struct reader *reader)
{
	struct format format = {.count = bytes_byte(&reader->bytes)};

	if (format.count > MOST_FIELDS)
		reader->bytes.damaged = true;
	for (unsigned i = 0; !reader->bytes.damaged && i < format.count; i++) {
		format.field[i].content = bytes_uleb(&reader->bytes);
		format.field[i].form = bytes_uleb(&reader->bytes);
	}
	return format;
}

static struct entry take_entry(struct reader *reader, const struct format *format)
{
	struct entry entry = {0};

	for (unsigned i = 0; i < format->count; i++) {
		uint64_t form = format->field[i].form;

		if (format->field[i].content == DW_LNCT_path)
			entry.path = take_text(reader, form);
		else if (format->field[i].content == DW_LNCT_directory_index)
			entry.folder = take_number(reader, form);
		else if (format->field[i].content == DW_LNCT_MD5 && form == DW_FORM_data16)
			entry.md5 = bytes_take(&reader->bytes, MD5_SIZE);
		else
			skip(reader, form);
	}
	return entry;
}

static bool add_folder(struct reader *reader, const char *folder)
{
	if (reader->folders == reader->room) {
		size_t room = reader->room ? 2 * reader->room : 32;
		const char **grown = reallocarray(reader->folder, room, sizeof(*grown));

		if (!grown)
			return false;
		reader->folder = grown;
		reader->room = room;
	}
	reader->folder[reader->folders++] = folder;
	return true;
}

static bool add_file(struct line_table *table, const struct reader *reader,
		     const struct entry *entry)
{
	if (table->files == table->room) {
		size_t room = table->room ? 2 * table->room : 64;
		struct line_file *grown = reallocarray(table->file, room, sizeof(*grown));

		if (!grown)
			return false;
		table->file = grown;
		table->room = room;
	}
	table->file[table->files++] = (struct line_file){
		.folder = entry->folder < reader->folders ? reader->folder[entry->folder] : NULL,
		.name = entry->path,
		.md5 = entry->md5,
	};
	return true;
}

/* DWARF 5: an entry of no fields could be there 2^64 times. */
static void take_tables(struct reader *reader, struct line_table *table)
{
	struct format format = take_format(reader);
	uint64_t count = format.count ? bytes_uleb(&reader->bytes) : 0;

	for (; count && !reader->bytes.damaged; count--)
		if (!add_folder(reader, take_entry(reader, &format).path))
			return;
	format = take_format(reader);
	count = format.count ? bytes_uleb(&reader->bytes) : 0;
	for (; count && !reader->bytes.damaged; count--) {
		struct entry entry = take_entry(reader, &format);

		if (!add_file(table, reader, &entry))
			return;
	}
}

/* DWARF 2 to 4: each list ends with an empty text, and number 0 is no file. */
static void take_lists(struct reader *reader, struct line_table *table)
{
	const char *text;

	/* The compilation directory, which only the unit knows. */
	if (!add_folder(reader, NULL) || !add_file(table, reader, &(struct entry){0}))
		return;
	while ((text = bytes_text(&reader->bytes)) && *text)
		if (!add_folder(reader, text))
			return;
	while ((text = bytes_text(&reader->bytes)) && *text) {
		struct entry entry = {.path = text, .folder = bytes_uleb(&reader->bytes)};

		bytes_uleb(&reader->bytes); /* its time */
		bytes_uleb(&reader->bytes); /* and size */
		if (!add_file(table, reader, &entry))
			return;
	}
}

/* The table's length, version, and where its program starts. Returns whether it is a known one. */
static bool take_start(struct reader *reader, struct line_table *table)
{
	uint64_t length = bytes_number(&reader->bytes, 4);

	reader->offset_size = 4;
	if (length == 0xffffffff) {
		reader->offset_size = 8;
		length = bytes_number(&reader->bytes, 8);
	}
	if (length < bytes_left(&reader->bytes))
		reader->bytes.end = reader->bytes.at + length;
	reader->version = bytes_number(&reader->bytes, 2);
	if (reader->version < 2 || reader->version > 5)
		return false;
	if (reader->version == 5)
		bytes_take(&reader->bytes, 2); /* sizes of addresses and segments */
	length = bytes_number(&reader->bytes, reader->offset_size);
	table->program = reader->bytes;
	bytes_take(&table->program, length);
	return !table->program.damaged;
}

static bool take_parameters(struct reader *reader, struct line_table *table)
{
	table->step = bytes_byte(&reader->bytes);
	/* Instructions in one word, which no processor has that perfex runs on; and the default of
	 * is_stmt. */
	bytes_take(&reader->bytes, reader->version >= 4 ? 2 : 1);
	table->line_base = (signed char)bytes_byte(&reader->bytes);
	table->line_range = bytes_byte(&reader->bytes);
	table->first_special = bytes_byte(&reader->bytes);
	if (!table->line_range || !table->first_special)
		return false;
	table->lengths = bytes_take(&reader->bytes, table->first_special - 1);
	return table->lengths;
}

void line_table_open(struct line_table *table, const struct line_sections *sections,
		     uint64_t offset)
{
	const Elf_Data *lines = sections->lines;
	struct reader reader = {.sections = sections};

	*table = (struct line_table){0};
	if (!lines || !lines->d_buf || offset >= lines->d_size)
		return;
	reader.bytes.at = (const unsigned char *)lines->d_buf + offset;
	reader.bytes.end = (const unsigned char *)lines->d_buf + lines->d_size;
	if (take_start(&reader, table) && take_parameters(&reader, table)) {
		if (reader.version == 5)
			take_tables(&reader, table);
		else
			take_lists(&reader, table);
	} else {
		table->program = (struct bytes){0};
	}
	free(reader.folder);
}

void line_table_close(struct line_table *table)
{
	free(table->file);
}
