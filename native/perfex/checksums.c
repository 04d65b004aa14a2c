// SPDX-License-Identifier: LGPL-2.1-or-later
#include "checksums.h"

#include <dwarf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* More kinds of content than there are: damaged. */
#define MOST_FIELDS 16

/* What is left of the line table. Once it was too short, nothing is. */
struct reader {
	const unsigned char *at, *end;
	size_t offset_size;
	bool damaged;
};

/* What an entry of a table of files or folders has. */
struct format {
	struct {
		uint64_t content, form;
	} field[MOST_FIELDS];
	int count;
};

static const unsigned char *take(struct reader *reader, uint64_t size)
{
	const unsigned char *bytes = reader->at;

	if (size > (uint64_t)(reader->end - reader->at)) {
		reader->at = reader->end;
		reader->damaged = true;
		return NULL;
	}
	reader->at += size;
	return bytes;
}

/* In this machine's byte order: others' files are not resolved here. */
static uint64_t take_number(struct reader *reader, size_t size)
{
	const unsigned char *bytes = take(reader, size);
	uint64_t number = 0;

	if (bytes)
		memcpy(&number, bytes, size);
	return number;
}

static uint64_t take_uleb(struct reader *reader)
{
	const unsigned char *byte;
	uint64_t number = 0;

	for (int shift = 0; (byte = take(reader, 1)); shift += 7) {
		if (shift < 64)
			number |= (uint64_t)(*byte & 0x7f) << shift;
		if (!(*byte & 0x80))
			break;
	}
	return number;
}

static void skip_string(struct reader *reader)
{
	const unsigned char *end = memchr(reader->at, 0, reader->end - reader->at);

	take(reader, end ? (uint64_t)(end - reader->at) + 1 : UINT64_MAX);
}

static void skip(struct reader *reader, uint64_t form)
{
	switch (form) {
	case DW_FORM_string:
		skip_string(reader);
		return;
	case DW_FORM_line_strp:
	case DW_FORM_strp:
	case DW_FORM_strp_sup:
		take(reader, reader->offset_size);
		return;
	case DW_FORM_udata:
	case DW_FORM_strx:
		take_uleb(reader);
		return;
	case DW_FORM_data1:
	case DW_FORM_strx1:
		take(reader, 1);
		return;
	case DW_FORM_data2:
	case DW_FORM_strx2:
		take(reader, 2);
		return;
	case DW_FORM_strx3:
		take(reader, 3);
		return;
	case DW_FORM_data4:
	case DW_FORM_strx4:
		take(reader, 4);
		return;
	case DW_FORM_data8:
		take(reader, 8);
		return;
	case DW_FORM_data16:
		take(reader, 16);
		return;
	case DW_FORM_block:
		take(reader, take_uleb(reader));
		return;
	}
	reader->damaged = true;
}

static struct format take_format(struct reader *reader)
{
	struct format format = {.count = take_number(reader, 1)};

	if (format.count > MOST_FIELDS)
		reader->damaged = true;
	for (int i = 0; !reader->damaged && i < format.count; i++) {
		format.field[i].content = take_uleb(reader);
		format.field[i].form = take_uleb(reader);
	}
	return format;
}

/* Returns the entry's MD5 or NULL. */
static const unsigned char *take_entry(struct reader *reader, const struct format *format)
{
	const unsigned char *found = NULL;

	for (int i = 0; i < format->count; i++) {
		if (format->field[i].content == DW_LNCT_MD5 &&
		    format->field[i].form == DW_FORM_data16)
			found = take(reader, CHECKSUM_SIZE);
		else
			skip(reader, format->field[i].form);
	}
	return found;
}

static bool has_checksums(const struct format *format)
{
	for (int i = 0; i < format->count; i++)
		if (format->field[i].content == DW_LNCT_MD5)
			return true;
	return false;
}

/* Up to the tables of folders and files. Returns whether this version has such tables. */
static bool take_header(struct reader *reader)
{
	uint64_t length = take_number(reader, 4);
	unsigned operations;

	reader->offset_size = 4;
	if (length == 0xffffffff) {
		reader->offset_size = 8;
		length = take_number(reader, 8);
	}
	if (length < (uint64_t)(reader->end - reader->at))
		reader->end = reader->at + length;
	if (take_number(reader, 2) != 5)
		return false;
	take(reader, 2 + reader->offset_size); /* sizes of addresses, segments and this header */
	take(reader, 5);
	operations = take_number(reader, 1);
	take(reader, operations ? operations - 1 : 0);
	return !reader->damaged;
}

static void skip_folders(struct reader *reader)
{
	struct format format = take_format(reader);
	uint64_t count = take_uleb(reader);

	/* An entry of no bytes could be there 2^64 times. */
	for (uint64_t i = 0; i < count && format.count && !reader->damaged; i++)
		take_entry(reader, &format);
}

void checksums_read(struct checksums *checksums, const Elf_Data *lines, Dwarf_Die *unit)
{
	Dwarf_Attribute attribute;
	struct reader reader;
	struct format format;
	Dwarf_Word offset;
	uint64_t count;

	*checksums = (struct checksums){0};
	if (!lines || !lines->d_buf ||
	    dwarf_formudata(dwarf_attr(unit, DW_AT_stmt_list, &attribute), &offset) != 0 ||
	    offset >= lines->d_size)
		return;
	reader = (struct reader){
		.at = (const unsigned char *)lines->d_buf + offset,
		.end = (const unsigned char *)lines->d_buf + lines->d_size,
	};
	if (!take_header(&reader))
		return;
	skip_folders(&reader);
	format = take_format(&reader);
	count = take_uleb(&reader);
	if (reader.damaged || !has_checksums(&format) ||
	    count > (uint64_t)(reader.end - reader.at) / CHECKSUM_SIZE)
		return;
	checksums->of = calloc(count + 1, sizeof(*checksums->of));
	while (checksums->of && checksums->count < count && !reader.damaged)
		checksums->of[checksums->count++] = take_entry(&reader, &format);
}

const unsigned char *checksums_get(const struct checksums *checksums, size_t file)
{
	return file < checksums->count ? checksums->of[file] : NULL;
}

void checksums_free(struct checksums *checksums)
{
	free(checksums->of);
}
