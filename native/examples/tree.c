// SPDX-License-Identifier: LGPL-2.1-or-later
/* tree PROGRAM ARGS: counts the page faults of a program and of each of its tasks. */
#include <inttypes.h>
#include <perfctr.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void print_record(const struct perfctr_record *record, void *context)
{
	(void)context;
	if (record->type == PERFCTR_RECORD_NAME)
		printf("task %d is %s\n", record->tid, record->name);
	if (record->type == PERFCTR_RECORD_COUNT)
		printf("task %d: %" PRIu64 "\n", record->tid, record->count.raw);
}

int main(int argc, char **argv)
{
	struct perfctr_events *events = perfctr_events_parse("page-faults");
	struct perfctr_tree *tree = events ? perfctr_tree_open(events, NULL, NULL) : NULL;
	struct perfctr_count total;
	pid_t child;

	if (argc < 2 || !tree) {
		fprintf(stderr, "%s\n", tree ? "usage: tree PROGRAM ARGS" : perfctr_error());
		return 1;
	}
	child = fork();
	if (child == 0) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	while (waitpid(child, NULL, WNOHANG) == 0) {
		/* In time, or the buffers are full and records are lost. */
		perfctr_tree_drain(tree, 0, print_record, NULL);
		usleep(10000);
	}
	perfctr_tree_drain(tree, 1, print_record, NULL);
	if (perfctr_tree_read(tree, &total) == 0)
		printf("all: %" PRIu64 "\n", total.raw);
	perfctr_tree_close(tree);
	perfctr_events_close(events);
	return 0;
}
