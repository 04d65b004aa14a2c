// SPDX-License-Identifier: LGPL-2.1-or-later
#include "jvm_threads.h"

#include <stdlib.h>
#include <string.h>

#define PROGRAM (-1)

struct thread {
	int tid;
	int work; /* an enum jvm_work, or PROGRAM */
};

/* How HotSpot's threads begin, from JDK 17 on; the kernel keeps 15 characters of a name. */
static const struct {
	const char *start;
	enum jvm_work work;
} names[] = {
	{"C1 CompilerThre", JVM_COMPILER}, {"C2 CompilerThre", JVM_COMPILER},
	{"JVMCI CompilerT", JVM_COMPILER}, {"VM Thread", JVM_OPERATION},
	{"VM Periodic Tas", JVM_RUNTIME},  {"GC Thread#", JVM_COLLECTOR},
	{"G1 Conc#", JVM_COLLECTOR},	   {"G1 Main", JVM_COLLECTOR},
	{"G1 Refine#", JVM_COLLECTOR},	   {"G1 Service", JVM_COLLECTOR},
	{"ParGC Thread#", JVM_COLLECTOR},  {"ZDirector", JVM_COLLECTOR},
	{"ZDriver", JVM_COLLECTOR},	   {"ZWorker", JVM_COLLECTOR},
	{"ZUncommitter", JVM_COLLECTOR},   {"ZUnmapper", JVM_COLLECTOR},
	{"ZStat", JVM_COLLECTOR},	   {"XDirector", JVM_COLLECTOR},
	{"XDriver", JVM_COLLECTOR},	   {"XWorker", JVM_COLLECTOR},
	{"Shenandoah", JVM_COLLECTOR},	   {"StringDedup", JVM_COLLECTOR},
};

static uint64_t hash_thread(const void *item)
{
	return hash_number(0, ((const struct thread *)item)->tid);
}

static bool same_thread(const void *a, const void *b)
{
	return ((const struct thread *)a)->tid == ((const struct thread *)b)->tid;
}

void jvm_threads_init(struct table *threads)
{
	*threads = (struct table){.hash = hash_thread, .alike = same_thread};
}

static int work_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(name, names[i].start, strlen(names[i].start)) == 0)
			return names[i].work;
	return PROGRAM;
}

static void set_work(struct table *threads, int tid, int work)
{
	struct thread key = {.tid = tid};
	struct thread *thread = table_find(threads, &key);

	if (!thread && work == PROGRAM)
		return;
	if (!thread) {
		thread = calloc(1, sizeof(*thread));
		if (!thread)
			return;
		thread->tid = tid;
		if (table_add(threads, thread) < 0) {
			free(thread);
			return;
		}
	}
	thread->work = work;
}

void jvm_threads_record(struct table *threads, const struct perfctr_record *record)
{
	/* A new thread has its parent's name, but does not do its parent's work. */
	if (record->type == PERFCTR_RECORD_START)
		set_work(threads, record->tid, PROGRAM);
	if (record->type == PERFCTR_RECORD_NAME)
		set_work(threads, record->tid, work_of(record->name));
}

int jvm_threads_work(const struct table *threads, int tid)
{
	struct thread key = {.tid = tid};
	const struct thread *thread = table_find(threads, &key);

	return thread ? thread->work : PROGRAM;
}

void jvm_threads_free(struct table *threads)
{
	table_free(threads, free);
}
