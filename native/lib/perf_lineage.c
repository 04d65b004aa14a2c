// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Picks what is about the program's tasks out of what the kernel tells of all tasks.
 *
 * A task is the program's if it descends from the calling thread, through a process that has called
 * exec: what inherits counters, and has them switched on. Processes are told apart and not threads,
 * because a thread that calls exec takes over its process's tid.
 */
#include "perf_tree.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Linux has no more (PID_MAX_LIMIT). Pages of those that no process has cost no memory. */
#define PIDS (4 << 20)

enum kinship { STRANGER, BEFORE_EXEC, KIN };

struct lineage {
	pid_t tid;
	uint8_t process[PIDS];
};

struct lineage *lineage_new(void)
{
	struct lineage *lineage = calloc(1, sizeof(*lineage));

	if (!lineage) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	lineage->tid = gettid();
	return lineage;
}

/* Tasks outside of our pid namespace have no pid here. */
static bool has_pid(pid_t pid)
{
	return pid > 0 && pid < PIDS;
}

static enum kinship kinship_of_child(const struct lineage *lineage,
				     const struct perfctr_record *start)
{
	if (start->parent_tid == lineage->tid)
		return BEFORE_EXEC;
	return has_pid(start->parent_pid) ? lineage->process[start->parent_pid] : STRANGER;
}

bool lineage_has(struct lineage *lineage, const struct perfctr_record *record)
{
	uint8_t *process;

	if (record->type == PERFCTR_RECORD_LOST)
		return true; /* it may have been about them */
	if (!has_pid(record->pid))
		return false;
	process = &lineage->process[record->pid];
	if (record->type == PERFCTR_RECORD_START && record->pid != record->parent_pid)
		*process = kinship_of_child(lineage, record);
	if (record->type == PERFCTR_RECORD_NAME && record->exec && *process == BEFORE_EXEC)
		*process = KIN;
	return *process == KIN;
}
