// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tasks.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

static int by_tid(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	return x->tid < y->tid ? -1 : x->tid > y->tid;
}

static struct task *find(const struct tasks *tasks, int tid)
{
	struct task wanted = {.tid = tid};
	struct task **found = tfind(&wanted, &tasks->by_tid, by_tid);

	return found ? *found : NULL;
}

static void set_name(struct tasks *tasks, struct task *task, const char *name, uint64_t time)
{
	size_t length = strnlen(name, TASK_NAME - 1);

	memcpy(task->name, name, length);
	task->name[length] = '\0';
	runfile_task_name(tasks->run, task->number, task->name, time);
}

/* Its counting has ended at time: with the task, or before. */
static void end(struct tasks *tasks, struct task *task, uint64_t time)
{
	tdelete(task, &tasks->by_tid, by_tid);
	runfile_task_end(tasks->run, task->number, &task->counts, time, !task->end);
	for (int i = 0; i < task->counts.number; i++) {
		const struct perfctr_count *count = &task->counts.count[i];

		if (!task->counts.has[i])
			continue;
		tasks->sums.count[i].raw += count->raw;
		tasks->sums.count[i].enabled += count->enabled;
		tasks->sums.count[i].running += count->running;
	}
	if (task->missing && task->end)
		tasks->uncounted++;
}

static struct task *start(struct tasks *tasks, const struct task *parent, int pid, int tid,
			  uint64_t time)
{
	struct task *old = find(tasks, tid);
	struct task *task = calloc(1, sizeof(*task));

	if (old) {
		old->end = time;
		end(tasks, old, time);
	}
	if (!task || counts_init(&task->counts, perfctr_events_count(tasks->events)) < 0)
		goto err;
	if (tasks->count == tasks->room) {
		int room = tasks->room ? 2 * tasks->room : 64;
		struct task **grown = reallocarray(tasks->task, room, sizeof(struct task *));

		if (!grown)
			goto err;
		tasks->task = grown;
		tasks->room = room;
	}
	task->number = tasks->earlier + tasks->count + 1;
	task->parent = parent ? parent->number : 0;
	task->pid = pid;
	task->tid = tid;
	task->missing = tasks->available;
	task->root = parent ? parent->root : -1;
	if (!tsearch(task, &tasks->by_tid, by_tid))
		goto err;
	tasks->task[tasks->count++] = task;
	runfile_task(tasks->run, task->number, task->parent, pid, tid, time);
	if (parent)
		set_name(tasks, task, parent->name, time);
	return task;
err:
	if (task)
		counts_free(&task->counts);
	free(task);
	return NULL;
}

int tasks_init(struct tasks *tasks, struct runfile *run, const struct perfctr_events *events,
	       int pid, uint64_t time)
{
	tasks->run = run;
	tasks->events = events;
	for (int i = 0; i < perfctr_events_count(events); i++)
		tasks->available += !*perfctr_events_unavailable(events, i);
	tasks->attached = pid == 0;
	if (counts_init(&tasks->sums, perfctr_events_count(events)) < 0)
		return -1;
	return tasks->attached || start(tasks, NULL, pid, pid, time) ? 0 : -1;
}

/*
 * The task that a record is about. A thread that execs takes over its process's tid, so a process
 * that has ended may be meant by its last thread.
 */
static struct task *meant(struct tasks *tasks, const struct perfctr_record *record)
{
	struct task *task = find(tasks, record->tid);

	if (task)
		return task;
	for (int i = tasks->count - 1; record->tid == record->pid && i >= 0; i--) {
		task = tasks->task[i];
		if (task->pid != record->pid || find(tasks, task->tid) != task)
			continue;
		tdelete(task, &tasks->by_tid, by_tid);
		task->tid = record->tid;
		return tsearch(task, &tasks->by_tid, by_tid) ? task : NULL;
	}
	/* Its start was lost. */
	return start(tasks, tasks->count ? tasks->task[0] : NULL, record->pid, record->tid,
		     record->time);
}

static void take_count(struct tasks *tasks, struct task *task, const struct perfctr_record *record)
{
	if (task->counts.has[record->event])
		return;
	task->counts.has[record->event] = true;
	task->counts.count[record->event] = record->count;
	task->missing--;
	if (!task->end)
		task->end = record->time;
	if (!task->missing && task->end_told)
		end(tasks, task, task->end);
}

static void take_end(struct tasks *tasks, struct task *task, const struct perfctr_record *record)
{
	task->end = record->time;
	task->end_told = true;
	if (!task->missing)
		end(tasks, task, task->end);
}

/*
 * Tasks that were there come before all others: those without a parent, and the threads of one,
 * which are told with it as their parent.
 */
static void take_start(struct tasks *tasks, const struct perfctr_record *record)
{
	struct task *task = start(tasks, find(tasks, record->parent_tid), record->pid, record->tid,
				  record->time);

	if (!task || !record->attached)
		return;
	task->root = tasks->count - 1;
	task->attached_tid = record->tid;
}

static void take_rest(struct tasks *tasks, const struct perfctr_record *record)
{
	for (int i = 0; i < tasks->count; i++) {
		struct task *task = tasks->task[i];

		if (task->attached_tid != record->tid || task->counts.has[record->event])
			continue;
		task->counts.has[record->event] = true;
		task->counts.count[record->event] = record->count;
		task->missing--;
		return;
	}
}

void tasks_record(struct tasks *tasks, const struct perfctr_record *record)
{
	struct task *task;

	switch (record->type) {
	case PERFCTR_RECORD_START:
		take_start(tasks, record);
		return;
	case PERFCTR_RECORD_NAME:
		task = meant(tasks, record);
		if (task)
			set_name(tasks, task, record->name, record->time);
		return;
	case PERFCTR_RECORD_END:
		task = meant(tasks, record);
		if (task)
			take_end(tasks, task, record);
		return;
	case PERFCTR_RECORD_COUNT:
		/* helpers of perfex inherit its events, which do not count in them */
		if (!record->count.enabled && !find(tasks, record->tid))
			return;
		task = meant(tasks, record);
		if (task)
			take_count(tasks, task, record);
		return;
	case PERFCTR_RECORD_REST:
		take_rest(tasks, record);
		return;
	}
}

/* What a root has counted can't be told from what such a descendant has. */
static void forget_shared_rests(struct tasks *tasks)
{
	for (int i = 0; i < tasks->count; i++) {
		struct task *task = tasks->task[i], *root;

		if (task->attached_tid || task->root < 0 || !task->missing)
			continue;
		root = tasks->task[task->root];
		for (int j = 0; j < root->counts.number; j++)
			root->counts.has[j] = false;
		tasks->shared += 1 + !root->missing;
		root->missing = tasks->available;
	}
}

void tasks_finish(struct tasks *tasks, uint64_t time)
{
	forget_shared_rests(tasks);
	for (int i = 0; i < tasks->count; i++) {
		struct task *task = tasks->task[i];

		if (find(tasks, task->tid) != task)
			continue;
		if (task->end || tasks->attached)
			end(tasks, task, task->end ? task->end : time);
		else
			tasks->outlived++;
	}
}

uint64_t tasks_process_end(const struct tasks *tasks)
{
	uint64_t last = 0;

	if (tasks->attached)
		return 0;
	for (int i = 0; i < tasks->count; i++) {
		const struct task *task = tasks->task[i];

		if (task->pid != tasks->task[0]->pid)
			continue;
		if (!task->end)
			return 0;
		if (task->end > last)
			last = task->end;
	}
	return last;
}

void tasks_free(struct tasks *tasks)
{
	for (int i = 0; i < tasks->count; i++) {
		if (find(tasks, tasks->task[i]->tid) == tasks->task[i])
			tdelete(tasks->task[i], &tasks->by_tid, by_tid);
		counts_free(&tasks->task[i]->counts);
	}
	for (int i = 0; i < tasks->count; i++)
		free(tasks->task[i]);
	free(tasks->task);
	counts_free(&tasks->sums);
}

void tasks_renew(struct tasks *tasks)
{
	int earlier = tasks->earlier + tasks->count;

	tasks_free(tasks);
	*tasks = (struct tasks){.earlier = earlier};
}
