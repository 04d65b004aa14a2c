// SPDX-License-Identifier: LGPL-2.1-or-later
#include "code.h"

#include <stdlib.h>
#include <string.h>

/* The bytes of a record that have not been read yet. */
struct rest {
	const char *at, *end;
};

static bool take(struct rest *rest, void *to, size_t size)
{
	if ((size_t)(rest->end - rest->at) < size)
		return false;
	memcpy(to, rest->at, size);
	rest->at += size;
	return true;
}

static const char *take_text(struct rest *rest)
{
	const char *text = rest->at;
	const char *end = memchr(text, '\0', rest->end - text);

	if (!end)
		return NULL;
	rest->at = end + 1;
	return text;
}

void code_copy_debug(struct code *code, const struct code *from)
{
	if (code->debug || !from->debug)
		return;
	code->debug = malloc(from->debug_size);
	if (!code->debug)
		return;
	memcpy(code->debug, from->debug, from->debug_size);
	code->debug_size = from->debug_size;
}

static bool take_method(struct code *code, struct rest *rest)
{
	struct code_method *method = &code->method[code->methods];
	struct jitdump_method head;

	if (!take(rest, &head, sizeof(head)))
		return false;
	*method = (struct code_method){
		.declared = head.declared <= INT32_MAX ? head.declared : 0,
		.name = take_text(rest),
	};
	method->file = method->name ? take_text(rest) : NULL;
	if (!method->file)
		return false;
	code->methods++;
	return true;
}

static bool take_entry(struct code *code, struct rest *rest)
{
	struct code_entry *entry = &code->entry[code->entries];
	struct jitdump_frames_entry head;

	if (!take(rest, &head, sizeof(head)))
		return false;
	if (head.frames > (rest->end - rest->at) / sizeof(struct jitdump_frame))
		return false;
	*entry = (struct code_entry){head.address, code->frames, head.frames};
	take(rest, &code->frame[code->frames], head.frames * sizeof(struct jitdump_frame));
	code->frames += head.frames;
	code->entries++;
	return true;
}

/* A record of size bytes that claims so many elements can't hold more than this. */
static size_t at_most(size_t claimed, size_t size, size_t element)
{
	return claimed < size / element ? claimed : size / element;
}

static void parse_frames(struct code *code)
{
	size_t size = code->debug_size;
	struct rest rest = {code->debug, code->debug + code->debug_size};
	struct jitdump_frames head;
	bool more;

	if (!take(&rest, &head, sizeof(head)))
		return;
	code->method = calloc(at_most(head.methods, size, sizeof(struct jitdump_method)),
			      sizeof(*code->method));
	code->entry = calloc(at_most(head.entries, size, sizeof(struct jitdump_frames_entry)),
			     sizeof(*code->entry));
	code->frame = malloc(size);
	more = code->method && code->entry && code->frame;
	while (more && code->methods < head.methods)
		more = take_method(code, &rest);
	while (more && code->entries < head.entries)
		more = take_entry(code, &rest);
}

/* Plain jitdump names a file for each line; here a method is one file of the function. */
static bool take_line(struct code *code, struct rest *rest)
{
	struct jitdump_frame *frame = &code->frame[code->frames];
	struct jitdump_debug_entry head;
	const char *file;

	if (!take(rest, &head, sizeof(head)) || !(file = take_text(rest)))
		return false;
	/* The same as before */
	if (strcmp(file, "\xff") == 0)
		file = code->methods ? code->method[code->methods - 1].file : "";
	if (!code->methods || strcmp(code->method[code->methods - 1].file, file) != 0)
		code->method[code->methods++] = (struct code_method){code->name, file, 0};
	*frame = (struct jitdump_frame){code->methods - 1, head.line};
	code->entry[code->entries++] = (struct code_entry){head.address, code->frames++, 1};
	return true;
}

static void parse_lines(struct code *code)
{
	struct rest rest = {code->debug, code->debug + code->debug_size};
	struct jitdump_debug_info head;
	size_t most;
	bool more;

	if (!take(&rest, &head, sizeof(head)))
		return;
	most = at_most(head.entries, code->debug_size, sizeof(struct jitdump_debug_entry));
	code->method = calloc(most, sizeof(*code->method));
	code->entry = calloc(most, sizeof(*code->entry));
	code->frame = calloc(most, sizeof(*code->frame));
	more = code->method && code->entry && code->frame;
	while (more && code->entries < head.entries)
		more = take_line(code, &rest);
}

static int by_address(const void *a, const void *b)
{
	const struct code_entry *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

static void parse(struct code *code)
{
	struct jitdump_prefix prefix;

	code->parsed = true;
	if (!code->debug)
		return;
	memcpy(&prefix, code->debug, sizeof(prefix));
	if (prefix.id == JITDUMP_FRAMES)
		parse_frames(code);
	else
		parse_lines(code);
	if (code->entries)
		qsort(code->entry, code->entries, sizeof(*code->entry), by_address);
}

static const struct code_entry *find_entry(const struct code *code, uint64_t address)
{
	size_t from = 0, to = code->entries;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (code->entry[middle].address <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? &code->entry[from - 1] : NULL;
}

static bool to_frame(const struct code *code, const struct jitdump_frame *from, struct frame *frame)
{
	const struct code_method *method;

	if (from->method >= code->methods)
		return false;
	method = &code->method[from->method];
	*frame = (struct frame){.function = method->name};
	if (!*method->file)
		return true;
	if (method->declared) {
		frame->declared.path = method->file;
		frame->declared_line = method->declared;
	}
	if (from->line && from->line <= INT32_MAX) {
		frame->source.path = method->file;
		frame->line = from->line;
	}
	return true;
}

int code_find(struct code *code, uint64_t address, struct frame *frames)
{
	const struct code_entry *entry;
	int count = 0;

	if (!code->parsed)
		parse(code);
	if (code->moved_from)
		address += code->moved_from - code->start;
	entry = find_entry(code, address);
	while (entry && count < FRAMES_MAX && count < (int)entry->count &&
	       to_frame(code, &code->frame[entry->first + count], &frames[count]))
		count++;
	if (count)
		return count;
	frames[0] = (struct frame){.function = code->name};
	return 1;
}

void code_free(struct code *code)
{
	free(code->name);
	free(code->debug);
	free(code->method);
	free(code->entry);
	free(code->frame);
}
