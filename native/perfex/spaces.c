// SPDX-License-Identifier: LGPL-2.1-or-later
#include "spaces.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct map {
	uint64_t start, end, offset;
	int module;
};

struct space {
	int pid;
	int count, room;
	struct map *map; /* in the order in which they were made: a later one hides an earlier */
};

static int by_pid(const void *a, const void *b)
{
	const struct space *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static struct space *find_space(const struct spaces *spaces, int pid)
{
	struct space wanted = {.pid = pid};
	struct space **found = tfind(&wanted, &spaces->by_pid, by_pid);

	return found ? *found : NULL;
}

static struct space *get_space(struct spaces *spaces, int pid)
{
	struct space *space = find_space(spaces, pid);

	if (space)
		return space;
	space = calloc(1, sizeof(*space));
	if (!space)
		return NULL;
	space->pid = pid;
	if (tsearch(space, &spaces->by_pid, by_pid))
		return space;
	free(space);
	return NULL;
}

static int module_number(struct spaces *spaces, const char *name)
{
	for (int i = 0; i < spaces->modules; i++)
		if (strcmp(spaces->module[i], name) == 0)
			return i;
	if (spaces->modules == spaces->room) {
		int room = spaces->room ? 2 * spaces->room : 16;
		char **grown = reallocarray(spaces->module, room, sizeof(char *));

		if (!grown)
			return -1;
		spaces->module = grown;
		spaces->room = room;
	}
	spaces->module[spaces->modules] = strdup(name);
	return spaces->module[spaces->modules] ? spaces->modules++ : -1;
}

static bool make_room(struct space *space, int count)
{
	struct map *grown;

	if (count <= space->room)
		return true;
	count = count < 16 ? 16 : 2 * count;
	grown = reallocarray(space->map, count, sizeof(*grown));
	if (!grown)
		return false;
	space->map = grown;
	space->room = count;
	return true;
}

/* Code that a program made itself has no file: the kernel calls its mapping "//anon". */
static const char *module_name(const char *name)
{
	return strncmp(name, "//anon", 6) == 0 ? "[generated code]" : name;
}

static void add_map(struct spaces *spaces, const struct perfctr_record *record)
{
	struct space *space = get_space(spaces, record->pid);
	int module = module_number(spaces, module_name(record->name));

	if (!space || module < 0 || !make_room(space, space->count + 1))
		return;
	space->map[space->count++] = (struct map){
		.start = record->address,
		.end = record->address + record->length,
		.offset = record->offset,
		.module = module,
	};
}

static void inherit(struct spaces *spaces, const struct perfctr_record *record)
{
	const struct space *parent = find_space(spaces, record->parent_pid);
	struct space *child = get_space(spaces, record->pid);

	if (!child)
		return;
	child->count = 0;
	if (!parent || !make_room(child, parent->count))
		return;
	memcpy(child->map, parent->map, parent->count * sizeof(*parent->map));
	child->count = parent->count;
}

void spaces_record(struct spaces *spaces, const struct perfctr_record *record)
{
	struct space *space;

	switch (record->type) {
	case PERFCTR_RECORD_START:
		if (record->pid != record->parent_pid)
			inherit(spaces, record);
		return;
	case PERFCTR_RECORD_NAME:
		space = record->exec ? find_space(spaces, record->pid) : NULL;
		if (space)
			space->count = 0;
		return;
	case PERFCTR_RECORD_MAP:
		add_map(spaces, record);
		return;
	}
}

int spaces_find(struct spaces *spaces, const struct perfctr_record *sample, struct spot *spot)
{
	const struct space *space = find_space(spaces, sample->pid);

	for (int i = space && !sample->kernel ? space->count - 1 : -1; i >= 0; i--) {
		const struct map *map = &space->map[i];

		if (sample->address < map->start || sample->address >= map->end)
			continue;
		*spot = (struct spot){map->module, sample->address - map->start + map->offset};
		return 0;
	}
	*spot = (struct spot){
		.module = module_number(spaces, sample->kernel ? "[kernel]" : "[unknown]"),
		.offset = sample->address,
	};
	return spot->module < 0 ? -1 : 0;
}

static void free_space(void *node)
{
	struct space *space = node;

	free(space->map);
	free(space);
}

void spaces_free(struct spaces *spaces)
{
	tdestroy(spaces->by_pid, free_space);
	for (int i = 0; i < spaces->modules; i++)
		free(spaces->module[i]);
	free(spaces->module);
}
