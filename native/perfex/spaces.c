// SPDX-License-Identifier: LGPL-2.1-or-later
#include "spaces.h"

#include "jvm_threads.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Generated code may change: its epochs are about a second (2^30 ns) long. */
#define EPOCH_SHIFT 30

static uint64_t hash_space(const void *item)
{
	return hash_number(0, ((const struct space *)item)->pid);
}

static bool same_space(const void *a, const void *b)
{
	return ((const struct space *)a)->pid == ((const struct space *)b)->pid;
}

static uint64_t hash_module(const void *item)
{
	const struct module *module = item;

	return hash_number(hash_text(module->kind, module->name), module->pid);
}

static bool same_module(const void *a, const void *b)
{
	const struct module *x = a, *y = b;

	return x->kind == y->kind && x->pid == y->pid && strcmp(x->name, y->name) == 0;
}

void spaces_init(struct spaces *spaces)
{
	spaces->by_pid = (struct table){.hash = hash_space, .alike = same_space};
	spaces->modules = (struct table){.hash = hash_module, .alike = same_module};
	jvm_threads_init(&spaces->jvm_threads);
}

static struct space *find_space(const struct spaces *spaces, int pid)
{
	struct space wanted = {.pid = pid};

	return table_find(&spaces->by_pid, &wanted);
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
	space->life = ++spaces->lives;
	if (table_add(&spaces->by_pid, space) == 0)
		return space;
	free(space);
	return NULL;
}

static int module_number(struct spaces *spaces, enum module_kind kind, const char *name, int pid)
{
	struct module key = {.kind = kind, .name = (char *)name, .pid = pid};
	struct module *module = table_find(&spaces->modules, &key);

	if (module)
		return module->number;
	module = malloc(sizeof(*module));
	if (!module)
		return -1;
	*module = key;
	module->number = spaces->modules.count;
	module->name = strdup(name);
	if (kind == MODULE_FILE)
		module->identity = image_identity(name);
	if (module->name && table_add(&spaces->modules, module) == 0)
		return module->number;
	free(module->name);
	free(module);
	return -1;
}

const struct module *spaces_module(const struct spaces *spaces, int number)
{
	return spaces->modules.item[number];
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

static bool is_named(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return slash && strcmp(slash + 1, name) == 0;
}

/* By convention a program that writes a jitdump maps it executable. */
static bool is_jitdump(const char *path)
{
	const char *slash = strrchr(path, '/');
	int pid, end = 0;

	return slash && sscanf(slash, "/jit-%d.dump%n", &pid, &end) == 1 && end && !slash[end];
}

/* Code that a program made itself has no file: so the kernel calls its mappings. */
static bool is_generated(const char *name)
{
	static const char *const starts[] = {"//anon", "/anon_hugepage", "/dev/zero", "/memfd:"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(name, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* The names of a process's files are those that it sees itself, which may have another root. */
static const char *root_of(struct space *space)
{
	struct stat ours, its;
	char path[64];

	if (space->root_life == space->life)
		return space->root;
	space->root_life = space->life;
	space->root[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%d/root/", space->pid);
	if (stat("/", &ours) == 0 && stat(path, &its) == 0 &&
	    (ours.st_dev != its.st_dev || ours.st_ino != its.st_ino))
		snprintf(space->root, sizeof(space->root), "/proc/%d/root", space->pid);
	return space->root;
}

static int map_module(struct spaces *spaces, struct space *space, const char *name)
{
	char path[PATH_MAX + sizeof(space->root)];

	if (is_generated(name))
		return module_number(spaces, MODULE_CODE, "[generated code]", space->pid);
	if (name[0] == '[')
		return module_number(spaces, MODULE_NAMED, name, 0);
	snprintf(path, sizeof(path), "%s%s", root_of(space), name);
	/* mappings that were there before perfex have the name that it would use itself */
	return module_number(spaces, MODULE_FILE, access(path, F_OK) == 0 ? path : name, 0);
}

static void add_map(struct spaces *spaces, const struct perfctr_record *record)
{
	struct space *space = get_space(spaces, record->pid);
	bool jvm = is_named(record->name, "libjvm.so");
	int module;

	if (!space)
		return;
	if (is_jitdump(record->name)) {
		free(space->jitdump);
		if (asprintf(&space->jitdump, "%s%s", root_of(space), record->name) < 0)
			space->jitdump = NULL;
		return;
	}
	module = map_module(spaces, space, record->name);
	if (module < 0 || !make_room(space, space->count + 1))
		return;
	space->jvm |= jvm;
	space->map[space->count++] = (struct map){
		.start = record->address,
		.end = record->address + record->length,
		.offset = record->offset,
		.module = module,
		.jvm = jvm,
	};
}

static void inherit(struct spaces *spaces, const struct perfctr_record *record)
{
	const struct space *parent;
	/* First, for it may move the other. */
	struct space *child = get_space(spaces, record->pid);

	if (!child)
		return;
	parent = find_space(spaces, record->parent_pid);
	child->life = ++spaces->lives;
	child->count = 0;
	child->jvm = false;
	if (!parent || !make_room(child, parent->count))
		return;
	memcpy(child->map, parent->map, parent->count * sizeof(*parent->map));
	child->count = parent->count;
	child->jvm = parent->jvm;
}

void spaces_record(struct spaces *spaces, const struct perfctr_record *record)
{
	struct space *space;

	jvm_threads_record(&spaces->jvm_threads, record);
	switch (record->type) {
	case PERFCTR_RECORD_START:
		if (record->pid != record->parent_pid)
			inherit(spaces, record);
		return;
	case PERFCTR_RECORD_NAME:
		space = record->exec ? find_space(spaces, record->pid) : NULL;
		if (space) {
			space->life = ++spaces->lives;
			space->count = 0;
			space->jvm = false;
		}
		return;
	case PERFCTR_RECORD_MAP:
		add_map(spaces, record);
		return;
	}
}

static const struct map *find_map(const struct space *space, uint64_t address)
{
	for (int i = space->count - 1; i >= 0; i--)
		if (address >= space->map[i].start && address < space->map[i].end)
			return &space->map[i];
	return NULL;
}

static int find_mapped(struct spaces *spaces, const struct space *space,
		       const struct perfctr_record *sample, struct spot *spot)
{
	const struct map *map = find_map(space, sample->address);

	if (!map)
		return -1;
	*spot = (struct spot){
		.module = map->module,
		.offset = sample->address - map->start + map->offset,
	};
	if (map->jvm) {
		spot->module = module_number(spaces, MODULE_JVM, "[java]", space->pid);
		spot->offset = JVM_RUNTIME;
	} else if (spaces_module(spaces, map->module)->kind == MODULE_CODE) {
		spot->module = module_number(spaces, MODULE_CODE, "[generated code]", space->pid);
		spot->offset = sample->address;
		spot->epoch = sample->time >> EPOCH_SHIFT;
		spot->time = sample->time;
	}
	return spot->module;
}

static int find_in_jvm(struct spaces *spaces, const struct perfctr_record *sample,
		       struct spot *spot)
{
	int work = jvm_threads_work(&spaces->jvm_threads, sample->tid);

	if (work < 0)
		return -1;
	*spot = (struct spot){
		.module = module_number(spaces, MODULE_JVM, "[java]", sample->pid),
		.offset = work,
		/* Whether it was a collection is told by the exact time only. */
		.epoch = work == JVM_OPERATION ? sample->time : 0,
		.time = sample->time,
	};
	return spot->module;
}

int spaces_find(struct spaces *spaces, const struct perfctr_record *sample, struct spot *spot)
{
	const struct space *space = sample->kernel ? NULL : find_space(spaces, sample->pid);

	if (space && space->jvm && find_in_jvm(spaces, sample, spot) >= 0)
		return 0;
	if (space && find_mapped(spaces, space, sample, spot) >= 0)
		return 0;
	*spot = (struct spot){
		.module = module_number(spaces, MODULE_NAMED,
					sample->kernel ? "[kernel]" : "[unknown]", 0),
		.offset = sample->address,
	};
	return spot->module < 0 ? -1 : 0;
}

const struct space *spaces_space(const struct spaces *spaces, int pid)
{
	return find_space(spaces, pid);
}

bool spaces_maps(const struct spaces *spaces, int pid, uint64_t address)
{
	const struct space *space = find_space(spaces, pid);

	return space && find_map(space, address);
}

const char *spaces_jitdump(const struct spaces *spaces, int pid)
{
	const struct space *space = find_space(spaces, pid);

	return space ? space->jitdump : NULL;
}

bool spaces_is_jvm(const struct spaces *spaces, int pid)
{
	const struct space *space = find_space(spaces, pid);

	return space && space->jvm;
}

static void free_space(void *item)
{
	struct space *space = item;

	free(space->map);
	free(space->jitdump);
	free(space);
}

static void free_module(void *item)
{
	struct module *module = item;

	free(module->name);
	free(module);
}

void spaces_free(struct spaces *spaces)
{
	table_free(&spaces->by_pid, free_space);
	table_free(&spaces->modules, free_module);
	jvm_threads_free(&spaces->jvm_threads);
}
