// SPDX-License-Identifier: LGPL-2.1-or-later
/* From the kernel's records to ours. */
#include "perf_backend.h"

struct trailer {
	uint64_t time, id;
};

/* The kernel's layouts, behind the header. */
struct task_body {
	uint32_t pid, ppid, tid, ptid;
	uint64_t time;
};

struct comm_body {
	uint32_t pid, tid;
	char comm[];
};

struct read_body {
	uint32_t pid, tid;
	uint64_t raw, enabled, running;
};

struct mmap2_body {
	uint32_t pid, tid;
	uint64_t address, length, offset;
	char identity[24];
	uint32_t protection, flags;
	char name[];
};

struct sample_body {
	uint64_t id, ip;
	uint32_t pid, tid;
	uint64_t time;
};

struct throttle_body {
	uint64_t time, id, stream;
};

struct lost_body {
	uint64_t id, lost;
};

bool record_translate(const struct perf_event_header *header, struct perfctr_record *record,
		      uint64_t *sampler)
{
	const void *body = header + 1;
	const struct task_body *task = body;
	const struct comm_body *comm = body;
	const struct read_body *read = body;
	const struct mmap2_body *map = body;
	const struct sample_body *sample = body;
	const struct lost_body *lost = body;
	const struct throttle_body *throttle = body;

	switch (header->type) {
	case PERF_RECORD_FORK:
	case PERF_RECORD_EXIT:
		record->type = header->type == PERF_RECORD_FORK ? PERFCTR_RECORD_START
								: PERFCTR_RECORD_END;
		record->pid = task->pid;
		record->tid = task->tid;
		record->parent_pid = task->ppid;
		record->parent_tid = task->ptid;
		return true;
	case PERF_RECORD_COMM:
		record->type = PERFCTR_RECORD_NAME;
		record->pid = comm->pid;
		record->tid = comm->tid;
		record->exec = !!(header->misc & PERF_RECORD_MISC_COMM_EXEC);
		record->name = comm->comm;
		return true;
	case PERF_RECORD_READ:
		record->type = PERFCTR_RECORD_COUNT;
		record->pid = read->pid;
		record->tid = read->tid;
		record->count.raw = read->raw;
		record->count.enabled = read->enabled;
		record->count.running = read->running;
		return true;
	case PERF_RECORD_MMAP2:
		record->type = PERFCTR_RECORD_MAP;
		record->pid = map->pid;
		record->tid = map->tid;
		record->address = map->address;
		record->length = map->length;
		record->offset = map->offset;
		record->name = map->name;
		return true;
	case PERF_RECORD_SAMPLE:
		record->type = PERFCTR_RECORD_SAMPLE;
		*sampler = sample->id;
		record->address = sample->ip;
		record->pid = sample->pid;
		record->tid = sample->tid;
		record->kernel =
			(header->misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_KERNEL;
		return true;
	case PERF_RECORD_LOST:
		record->type = PERFCTR_RECORD_LOST;
		record->number = lost->lost;
		*sampler = lost->id;
		return true;
	case PERF_RECORD_THROTTLE:
		record->type = PERFCTR_RECORD_THROTTLED;
		*sampler = throttle->id;
		return true;
	}
	return false;
}

uint64_t record_time(const struct perf_event_header *record)
{
	const char *bytes = (const char *)record;
	const struct trailer *trailer;

	if (record->type == PERF_RECORD_SAMPLE)
		return *(const uint64_t *)(bytes + sizeof(*record) + 3 * sizeof(uint64_t));
	trailer = (const void *)(bytes + record->size - sizeof(*trailer));
	return trailer->time;
}
