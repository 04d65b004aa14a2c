/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The address spaces of the program's processes: which file is mapped where. */
#ifndef PERFEX_SPACES_H
#define PERFEX_SPACES_H

#include "image.h"
#include "table.h"

#include <perfctr.h>

enum module_kind {
	MODULE_FILE,
	MODULE_NAMED, /* not a file: [kernel], [vdso], [unknown] */
	MODULE_CODE,  /* code that the process pid made itself */
	MODULE_JVM,   /* a Java virtual machine's own work in the process pid */
};

struct module {
	enum module_kind kind;
	char *name;
	int number;
	int pid;		  /* 0 unless kind says otherwise */
	struct identity identity; /* of a file, when it was first mapped */
};

/* Where a spot's offset is no address: the kinds of a virtual machine's own work. */
enum jvm_work {
	JVM_RUNTIME,
	JVM_COMPILER,
	JVM_COLLECTOR,
	JVM_OPERATION, /* by the thread that does all that halts the program, collections too */
};

/* An executable mapping. */
struct map {
	uint64_t start, end, offset;
	int module;
	bool jvm;
};

struct space {
	int pid;
	uint64_t life; /* another one after each exec, and when the pid is used again */
	int count, room;
	struct map *map; /* in the order in which they were made: a later one hides an earlier */
	bool jvm;
	char *jitdump;
	char root[32]; /* where its files are for perfex: "", or in a container another place */
	uint64_t root_life; /* the life for which that was found out */
};

struct spaces {
	uint64_t lives;
	struct table by_pid;
	struct table jvm_threads;
	struct table modules; /* in the order of their numbers */
};

/* A place that means the same in every process. */
struct spot {
	int module;
	uint64_t offset; /* in its file; in generated code the address; or an enum jvm_work */
	uint64_t epoch;	 /* samples of one epoch are taken together: generated code changes */
	uint64_t time;	 /* of the first sample */
};

void spaces_init(struct spaces *spaces);
/* Takes a record of the tree; those about other things are ignored. */
void spaces_record(struct spaces *spaces, const struct perfctr_record *record);
/* Where a sample is. Returns 0 or -1 when out of memory. */
int spaces_find(struct spaces *spaces, const struct perfctr_record *sample, struct spot *spot);
const struct module *spaces_module(const struct spaces *spaces, int number);
/* The space of a process, or NULL; and whether it has an executable mapping there. */
const struct space *spaces_space(const struct spaces *spaces, int pid);
bool spaces_maps(const struct spaces *spaces, int pid, uint64_t address);
/* The jitdump that a process writes, or NULL; and whether it is a Java virtual machine. */
const char *spaces_jitdump(const struct spaces *spaces, int pid);
bool spaces_is_jvm(const struct spaces *spaces, int pid);
void spaces_free(struct spaces *spaces);

#endif
