// SPDX-License-Identifier: GPL-2.0-only
#include "tap.h"

#include <fnmatch.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PASSED, FAILED, SKIPPED = 77 };

/*
 * In the guest's own time, which with -icount is a count of instructions. Far more than any test needs
 * also on a busy host: it is for those that hang.
 */
#define TEST_SECONDS 1500

extern const struct test *const __start_tests[], *const __stop_tests[];

static char *skip_reason;

static void comment(const char *prefix, const char *format, va_list arguments)
{
	char text[1000];

	vsnprintf(text, sizeof(text), format, arguments);
	printf("# %s%s\n", prefix, text);
	fflush(stdout);
}

void fail(const char *file, int line, const char *condition, const char *format, ...)
{
	char prefix[400];
	va_list arguments;

	snprintf(prefix, sizeof(prefix), "%s:%d: expected %s: ", file, line, condition);
	va_start(arguments, format);
	comment(prefix, format, arguments);
	va_end(arguments);
	_exit(FAILED);
}

void skip(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(skip_reason, 1000, format, arguments);
	va_end(arguments);
	_exit(SKIPPED);
}

void note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	comment("", format, arguments);
	va_end(arguments);
}

void measured(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	comment("measured: ", format, arguments);
	va_end(arguments);
}

static void run_in_child(const struct test *test)
{
	setpgid(0, 0);
	alarm(TEST_SECONDS);
	test->run();
	fflush(stdout);
	_exit(PASSED);
}

/* Ours are by now those whose parents have ended, as well: we are the reaper of orphans. */
static void kill_children(void)
{
	FILE *children = fopen("/proc/thread-self/children", "re");
	pid_t pid;

	while (children && fscanf(children, "%d", &pid) == 1)
		kill(pid, SIGKILL);
	if (children)
		fclose(children);
}

/* A daemon is no longer in the test's process group. */
static void reap_all(pid_t leader)
{
	kill(-leader, SIGKILL);
	do
		kill_children();
	while (waitpid(-1, NULL, 0) > 0);
}

static uint64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000;
}

static bool run_test(const struct test *test, int number)
{
	uint64_t begin = milliseconds();
	pid_t pid;
	int status;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run_in_child(test);
	setpgid(pid, pid);
	waitpid(pid, &status, 0);
	reap_all(pid);

	printf("# %s: %lu ms\n", test->name, milliseconds() - begin);
	if (WIFSIGNALED(status))
		printf("# ended by signal %d (%s)\n", WTERMSIG(status),
		       strsignal(WTERMSIG(status)));
	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
		printf("ok %d - %s # SKIP %s\n", number, test->name, skip_reason);
		return true;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == PASSED) {
		printf("ok %d - %s\n", number, test->name);
		return true;
	}
	printf("not ok %d - %s\n", number, test->name);
	return false;
}

static bool wanted(const char *name, char *const patterns[])
{
	if (!patterns[0])
		return true;
	for (; *patterns; patterns++) {
		if (fnmatch(*patterns, name, 0) == 0 ||
		    strncmp(name, *patterns, strlen(*patterns)) == 0)
			return true;
	}
	return false;
}

static int run_tests(char *const patterns[])
{
	const struct test *const *test;
	int count = 0, failed = 0;

	skip_reason = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (test = __start_tests; test < __stop_tests; test++) {
		if (wanted((*test)->name, patterns))
			failed += !run_test(*test, ++count);
	}
	printf("1..%d\n", count);
	fflush(stdout);
	return failed ? 1 : 0;
}

static int list_tests(char *const patterns[])
{
	const struct test *const *test;

	for (test = __start_tests; test < __stop_tests; test++) {
		if (wanted((*test)->name, patterns))
			puts((*test)->name);
	}
	return 0;
}

int tap_main(int argc, char *argv[])
{
	if (argc > 1 && !strcmp(argv[1], "--list"))
		return list_tests(argv + 2);
	return run_tests(argv + 1);
}
