// SPDX-License-Identifier: LGPL-2.1-or-later
#include "jitdump.h"

#include "codes.h"
#include "table.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a record's bytes no more are read: a larger one is damaged. */
#define LARGEST	     (64 << 20)
#define LONGEST_NAME 4096

/* Code at an address, as the records so far have it. */
struct current {
	uint64_t address;
	int code;    /* index, or -1 */
	char *debug; /* the record about the next code here */
	size_t size;
};

struct pause {
	uint64_t start, end;
};

struct jitdump {
	FILE *file;
	struct codes codes;
	struct pause *pause; /* in the order of time */
	int pauses, pause_room;
	struct table current;
};

static uint64_t hash_current(const void *item)
{
	return hash_number(0, ((const struct current *)item)->address);
}

static bool same_current(const void *a, const void *b)
{
	return ((const struct current *)a)->address == ((const struct current *)b)->address;
}

static struct current *get_current(struct jitdump *dump, uint64_t address)
{
	struct current key = {.address = address, .code = -1};
	struct current *current = table_find(&dump->current, &key);

	if (current)
		return current;
	current = malloc(sizeof(*current));
	if (!current)
		return NULL;
	*current = key;
	if (table_add(&dump->current, current) == 0)
		return current;
	free(current);
	return NULL;
}

static void unload(struct jitdump *dump, uint64_t address, uint64_t time)
{
	struct current *current = get_current(dump, address);

	if (!current || current->code < 0)
		return;
	dump->codes.code[current->code].unloaded = time;
	current->code = -1;
}

static struct code *load(struct jitdump *dump, uint64_t address, uint64_t size, uint64_t time)
{
	struct current *current;
	struct code *code;

	unload(dump, address, time);
	current = get_current(dump, address);
	if (!current || size > UINT64_MAX - address)
		return NULL;
	code = codes_add(&dump->codes);
	if (!code)
		return NULL;
	current->code = dump->codes.count - 1;
	*code = (struct code){
		.start = address,
		.end = address + size,
		.loaded = time,
		.unloaded = UINT64_MAX,
		.debug = current->debug,
		.debug_size = current->size,
	};
	current->debug = NULL;
	return code;
}

static void take_load(struct jitdump *dump, const char *record, size_t size, long record_at)
{
	struct jitdump_load head;
	struct code *code;
	size_t name;

	if (size <= sizeof(head))
		return;
	memcpy(&head, record, sizeof(head));
	code = load(dump, head.address, head.size, head.prefix.time);
	if (!code)
		return;
	name = strnlen(record + sizeof(head), size - sizeof(head));
	code->name = strndup(record + sizeof(head), name);
	if (sizeof(head) + name < size && head.size < head.prefix.size - sizeof(head) - name)
		code->bytes_at = record_at + sizeof(head) + name + 1;
}

static void take_move(struct jitdump *dump, const char *record, size_t size)
{
	struct jitdump_move move;
	const struct current *old;
	const struct code *from;
	struct code *code;
	int number;

	if (size < sizeof(move))
		return;
	memcpy(&move, record, sizeof(move));
	old = get_current(dump, move.old_address);
	number = old ? old->code : -1;
	if (number < 0)
		return;
	unload(dump, move.old_address, move.prefix.time);
	code = load(dump, move.address, move.size, move.prefix.time);
	if (!code)
		return;
	from = &dump->codes.code[number];
	code->name = from->name ? strdup(from->name) : NULL;
	code->moved_from = from->moved_from ?: from->start;
	code_copy_debug(code, from);
}

/* Keeps what the next code at its address consists of; what has methods is worth more. */
static void take_debug(struct jitdump *dump, char *record, size_t size)
{
	struct jitdump_frames head; /* the address is where JITDUMP_DEBUG_INFO has it */
	struct current *current;

	if (size < sizeof(head))
		goto out;
	memcpy(&head, record, sizeof(head));
	current = get_current(dump, head.address);
	if (!current || (current->debug && head.prefix.id == JITDUMP_DEBUG_INFO))
		goto out;
	free(current->debug);
	current->debug = record;
	current->size = size;
	return;
out:
	free(record);
}

static void take_pause(struct jitdump *dump, const char *record, size_t size)
{
	struct jitdump_pause pause;

	if (size < sizeof(pause))
		return;
	memcpy(&pause, record, sizeof(pause));
	if (dump->pauses == dump->pause_room) {
		int room = dump->pause_room ? 2 * dump->pause_room : 64;
		struct pause *grown = reallocarray(dump->pause, room, sizeof(*grown));

		if (!grown)
			return;
		dump->pause = grown;
		dump->pause_room = room;
	}
	dump->pause[dump->pauses++] = (struct pause){pause.started, pause.prefix.time};
}

static void take(struct jitdump *dump, char *record, size_t size, long record_at)
{
	struct jitdump_unload gone;

	memcpy(&gone, record, sizeof(gone.prefix));
	switch (gone.prefix.id) {
	case JITDUMP_LOAD:
		take_load(dump, record, size, record_at);
		break;
	case JITDUMP_MOVE:
		take_move(dump, record, size);
		break;
	case JITDUMP_DEBUG_INFO:
	case JITDUMP_FRAMES:
		take_debug(dump, record, size);
		return;
	case JITDUMP_UNLOAD:
		if (size < sizeof(gone))
			break;
		memcpy(&gone, record, sizeof(gone));
		unload(dump, gone.address, gone.prefix.time);
		break;
	case JITDUMP_PAUSE:
		take_pause(dump, record, size);
		break;
	}
	free(record);
}

/* What of a record is read: of code no more than its name. */
static size_t wanted_size(const struct jitdump_prefix *prefix)
{
	size_t most =
		prefix->id == JITDUMP_LOAD ? sizeof(struct jitdump_load) + LONGEST_NAME : LARGEST;

	return prefix->size < most ? prefix->size : most;
}

static bool read_record(struct jitdump *dump)
{
	FILE *file = dump->file;
	long record_at = ftell(file);
	struct jitdump_prefix prefix;
	size_t size;
	char *record;

	if (fread(&prefix, sizeof(prefix), 1, file) != 1 || prefix.size < sizeof(prefix))
		return false;
	size = wanted_size(&prefix);
	record = malloc(size);
	if (!record)
		return false;
	memcpy(record, &prefix, sizeof(prefix));
	if (size > sizeof(prefix) &&
	    fread(record + sizeof(prefix), size - sizeof(prefix), 1, file) != 1) {
		free(record);
		return false;
	}
	if (size < prefix.size && fseek(file, prefix.size - size, SEEK_CUR) < 0) {
		free(record);
		return false;
	}
	take(dump, record, size, record_at);
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct pause *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static bool read_header(FILE *file)
{
	struct jitdump_header header;

	return fread(&header, sizeof(header), 1, file) == 1 && header.magic == JITDUMP_MAGIC &&
	       header.version == JITDUMP_VERSION && fseek(file, header.size, SEEK_SET) == 0;
}

/* The path is the program's word: a FIFO there would have no end. */
static FILE *open_regular(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	FILE *file = NULL;

	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		file = fdopen(fd, "r");
	if (fd >= 0 && !file)
		close(fd);
	return file;
}

struct jitdump *jitdump_read(const char *path)
{
	struct jitdump *dump = calloc(1, sizeof(*dump));

	if (!dump)
		return NULL;
	dump->file = open_regular(path);
	if (!dump->file || !read_header(dump->file))
		goto err;
	dump->current = (struct table){.hash = hash_current, .alike = same_current};
	while (read_record(dump))
		;
	if (dump->pauses)
		qsort(dump->pause, dump->pauses, sizeof(*dump->pause), by_time);
	if (codes_sort(&dump->codes) == 0)
		return dump;
err:
	jitdump_free(dump);
	return NULL;
}

int jitdump_find(struct jitdump *dump, uint64_t address, uint64_t time, struct frame *frames)
{
	struct code *code = codes_find(&dump->codes, address, time);

	return code ? code_find(code, address, frames) : 0;
}

bool jitdump_extent(struct jitdump *dump, uint64_t address, uint64_t time, struct extent *extent)
{
	const struct code *code = codes_find(&dump->codes, address, time);

	if (!code)
		return false;
	*extent = (struct extent){
		.name = code->name,
		.address = address,
		.start = code->start,
		.size = code->end - code->start,
		.number = code - dump->codes.code,
	};
	return true;
}

bool jitdump_read_code(struct jitdump *dump, const struct extent *extent, void *bytes)
{
	const struct code *code = &dump->codes.code[extent->number];

	return code->bytes_at && fseek(dump->file, code->bytes_at, SEEK_SET) == 0 &&
	       fread(bytes, extent->size, 1, dump->file) == 1;
}

bool jitdump_paused(const struct jitdump *dump, uint64_t time)
{
	int from = 0, to = dump->pauses;

	while (from < to) {
		int middle = (from + to) / 2;

		if (dump->pause[middle].start <= time)
			from = middle + 1;
		else
			to = middle;
	}
	return from && time < dump->pause[from - 1].end;
}

static void free_current(void *item)
{
	struct current *current = item;

	free(current->debug);
	free(current);
}

void jitdump_free(struct jitdump *dump)
{
	if (!dump)
		return;
	codes_free(&dump->codes);
	table_free(&dump->current, free_current);
	free(dump->pause);
	if (dump->file)
		fclose(dump->file);
	free(dump);
}
