// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Attaches a tree to running processes: each of their threads becomes a root.
 *
 * Threads may start meanwhile. Those that a root starts inherit its counters, and the kernel tells
 * of their start; those that a thread started before it became a root have to become roots
 * themselves. So the threads are listed until nobody new appears, and a new one is a root unless
 * its start was told.
 */
#include "perf_tree.h"
#include "proc.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A thread is listed a moment before its start is told. */
#define TOLD_AFTER_US 20000

/* The content of a file of /proc, or NULL. */
static char *proc_text(const char *format, pid_t pid, pid_t tid)
{
	char path[64], *text = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), format, (int)pid, (int)tid);
	file = fopen(path, "re");
	if (!file)
		return NULL;
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

/* The process that a thread belongs to; 0 if there is no such thread. */
static pid_t process_of(pid_t tid)
{
	char *status = proc_text("/proc/%d/status", tid, 0);
	pid_t pid = status ? proc_process(status) : 0;

	free(status);
	return pid;
}

static int check_process(pid_t pid)
{
	struct perf_event_attr attr = {0};
	pid_t process = pid > 0 ? process_of(pid) : 0;
	int fd;

	if (!process)
		return fail(ESRCH, "there is no process %d", (int)pid);
	if (process != pid)
		return fail(EINVAL, "%d is a thread of process %d: attach to the process", (int)pid,
			    (int)process);
	fd = perf_open_dummy(&attr, (struct target){.tid = pid, .cpu = -1});
	if (fd == -EACCES || fd == -EPERM)
		return fail(EPERM,
			    "process %d may not be counted: it is somebody else's, or may not be "
			    "traced; do it as its user, as root or with CAP_PERFMON",
			    (int)pid);
	if (fd >= 0)
		close(fd);
	return 0;
}

static bool is_root(const struct tree *tree, pid_t tid)
{
	for (int i = 0; i < tree->roots; i++)
		if (tree->root[i].tid == tid)
			return true;
	return false;
}

static bool start_was_told(const struct tree *tree, pid_t tid)
{
	for (size_t i = 0; i < tree->count; i++) {
		struct perfctr_record record = {0};
		uint64_t sampler;

		record_translate((const void *)(tree->bytes + tree->pending[i].offset), &record,
				 &sampler);
		if (record.type == PERFCTR_RECORD_START && record.tid == tid)
			return true;
	}
	return false;
}

/* Returns whether it is a new root, or a negative errno. */
static int adopt(struct tree *tree, pid_t pid, pid_t tid, bool first_round)
{
	int result;

	if (is_root(tree, tid) || start_was_told(tree, tid))
		return 0;
	if (!first_round) {
		usleep(TOLD_AFTER_US);
		result = tree_collect(tree);
		if (result < 0)
			return result;
		if (start_was_told(tree, tid))
			return 0;
	}
	result = tree_add_root(tree, pid, tid);
	if (result == -ESRCH)
		return 0;
	return result < 0 ? result : 1;
}

static int adopt_all(struct tree *tree, pid_t pid, bool first_round)
{
	char path[64];
	struct dirent *entry;
	int result = 0, found = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	folder = opendir(path);
	if (!folder)
		return errno == ENOENT ? 0
				       : fail(errno, "can't list the threads of process %d: %s",
					      (int)pid, strerror(errno));
	while (result >= 0 && (entry = readdir(folder))) {
		pid_t tid = atoi(entry->d_name);

		if (tid > 0)
			result = adopt(tree, pid, tid, first_round);
		if (result > 0)
			found++;
	}
	closedir(folder);
	return result < 0 ? result : found;
}

static int attach(struct tree *tree, pid_t pid)
{
	int result = check_process(pid);

	if (result < 0)
		return result;
	result = adopt_all(tree, pid, true);
	while (result > 0) {
		result = tree_collect(tree);
		if (result >= 0)
			result = adopt_all(tree, pid, false);
	}
	return result;
}

int attach_read_maps(struct tree *tree)
{
	tree->maps = calloc(tree->roots, sizeof(*tree->maps));
	if (!tree->maps)
		return fail(ENOMEM, "out of memory");
	for (int i = 0; tree->sampled && i < tree->roots; i++)
		if (i == 0 || tree->root[i].pid != tree->root[i - 1].pid)
			tree->maps[i] = proc_text("/proc/%d/maps", tree->root[i].pid, 0);
	return 0;
}

int attach_enable(const struct tree *tree)
{
	int error = 0;

	for (int i = 0; i < tree->roots; i++)
		for (int j = 0; j < tree->counted->count; j++) {
			int fd = tree->root[i].counter[j].fd;

			if (fd >= 0 && ioctl(fd, PERF_EVENT_IOC_ENABLE, 0) < 0)
				error = errno;
		}
	for (int i = 0; i < tree->samplers; i++)
		if (ioctl(tree->sampler[i].fd, PERF_EVENT_IOC_ENABLE, 0) < 0)
			error = errno;
	return error ? fail(error, "can't start counting: %s", strerror(error)) : 0;
}

struct tree *perf_tree_attach(struct perfctr_events *counted, struct perfctr_events *sampled,
			      const struct perfctr_sampling *sampling, const pid_t *pids, int count)
{
	struct tree *tree = tree_new(counted, sampled, sampling);

	if (!tree)
		return NULL;
	tree->attached = true;
	for (int i = 0; i < count; i++)
		if (attach(tree, pids[i]) < 0)
			goto err;
	if (tree->roots == 0) {
		fail(ESRCH, "process %d has ended", count ? (int)pids[0] : 0);
		goto err;
	}
	if (attach_read_maps(tree) < 0 || attach_enable(tree) < 0)
		goto err;
	tree->attached_at = perf_now();
	return tree;
err:
	perf_tree_close(tree);
	return NULL;
}

static void introduce(const struct root *root, char *maps, uint64_t time, perfctr_record_fn fn,
		      void *context)
{
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_START,
		.pid = root->pid,
		.tid = root->tid,
		.attached = 1,
		.time = time,
	};
	char *name = proc_text("/proc/%d/task/%d/comm", root->pid, root->tid), *rest = NULL;

	if (root->tid != root->pid)
		record.parent_pid = record.parent_tid = root->pid;
	fn(&record, context);
	record.type = PERFCTR_RECORD_NAME;
	if (name)
		name[strcspn(name, "\n")] = '\0';
	record.name = name ? name : "";
	fn(&record, context);
	for (char *line = maps ? strtok_r(maps, "\n", &rest) : NULL; line;
	     line = strtok_r(NULL, "\n", &rest))
		if (proc_map(line, &record))
			fn(&record, context);
	free(name);
}

void attach_introduce(struct tree *tree, perfctr_record_fn fn, void *context)
{
	for (int i = 0; i < tree->roots; i++)
		introduce(&tree->root[i], tree->maps[i], tree->attached_at, fn, context);
	tree->introduced = true;
}

static int tell_rest(const struct tree *tree, const struct root *root, int event,
		     perfctr_record_fn fn, void *context)
{
	const struct perfctr_count *ended = &root->ended[event];
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_REST,
		.pid = root->pid,
		.tid = root->tid,
		.event = event,
		.time = perf_now(),
	};
	int result = root_read(tree, root, event, &record.count);

	if (result < 0 || !root_counts(tree, root, event))
		return result;
	record.count.raw -= ended->raw;
	record.count.enabled -= ended->enabled;
	record.count.running -= ended->running;
	fn(&record, context);
	return 0;
}

int attach_tell_rest(struct tree *tree, perfctr_record_fn fn, void *context)
{
	int result = 0;

	for (int i = 0; result >= 0 && i < tree->roots; i++)
		for (int j = 0; result >= 0 && j < tree->counted->count; j++)
			result = tell_rest(tree, &tree->root[i], j, fn, context);
	return result;
}
