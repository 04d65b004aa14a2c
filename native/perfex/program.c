// SPDX-License-Identifier: LGPL-2.1-or-later
#include "program.h"

#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Sent to perfex, these are meant for the program. */
static const int forwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

#define FORWARDED (int)(sizeof(forwarded) / sizeof(forwarded[0]))

/* What the child tells through a pipe that its exec closes. */
struct start {
	uint64_t time;
	int error;
};

uint64_t monotonic(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* The file that execvp would execute, or NULL. */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH");
	char *found;

	if (strchr(name, '/'))
		return access(name, F_OK) == 0 ? strdup(name) : NULL;
	for (path = path ? path : "/bin:/usr/bin"; *path; path += strspn(path, ":")) {
		int length = strcspn(path, ":");

		if (asprintf(&found, "%.*s/%s", length, path, name) < 0)
			return NULL;
		if (access(found, F_OK) == 0)
			return found;
		free(found);
		path += length;
	}
	return NULL;
}

/* The interpreter that a script names, or NULL. */
static char *script_interpreter(const char *path)
{
	char line[PATH_MAX + 2];
	FILE *file = fopen(path, "re");
	char *name = NULL;

	if (file && fgets(line, sizeof(line), file) && strncmp(line, "#!", 2) == 0) {
		char *start = line + 2 + strspn(line + 2, " \t");

		start[strcspn(start, " \t\r\n")] = '\0';
		name = strdup(start);
	}
	if (file)
		fclose(file);
	return name;
}

static void explain_start(const char *name, const char *path, int error)
{
	struct stat info;
	char *interpreter;

	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
		complain("can't execute '%s': it is a directory", name);
		return;
	}
	interpreter = script_interpreter(path);
	if (interpreter && access(path, X_OK) == 0)
		complain("can't execute '%s': it is a script and its interpreter '%s' can't be "
			 "executed: %s",
			 name, interpreter, strerror(error));
	else if (error == EACCES && access(path, X_OK) < 0)
		complain("can't execute '%s': it is not executable ('chmod +x' makes it so)", name);
	else
		complain("can't execute '%s': %s", name, strerror(error));
	free(interpreter);
}

static int start_failed(const char *name, int error)
{
	char *path = find_program(name);

	if (!path) {
		complain("can't find '%s'%s", name,
			 strchr(name, '/') ? "" : ": no folder of PATH has it");
		return EXIT_NOT_FOUND;
	}
	explain_start(name, path, error);
	free(path);
	return EXIT_NOT_EXECUTABLE;
}

int supervisor_init(struct supervisor *supervisor)
{
	const struct sigaction standard = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	sigset_t taken;

	sigemptyset(&taken);
	sigaddset(&taken, SIGCHLD);
	for (int i = 0; i < FORWARDED; i++) {
		struct sigaction action;

		/* A signal that perfex was started to ignore stays ignored (nohup). */
		sigaction(forwarded[i], NULL, &action);
		if (action.sa_handler != SIG_IGN)
			sigaddset(&taken, forwarded[i]);
	}
	sigprocmask(SIG_BLOCK, &taken, &supervisor->mask);
	/* Whoever ignores SIGCHLD would get no exit status. */
	sigaction(SIGCHLD, &standard, &supervisor->child);
	/* The report may go to somebody who has left. */
	sigaction(SIGPIPE, &ignore, &supervisor->pipe);
	supervisor->signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
	if (supervisor->signals < 0)
		return complain("can't wait for signals: %s", strerror(errno));
	return 0;
}

static _Noreturn void become(char **command, const struct supervisor *supervisor, int pipe)
{
	struct start start = {.time = monotonic()};

	sigaction(SIGCHLD, &supervisor->child, NULL);
	sigaction(SIGPIPE, &supervisor->pipe, NULL);
	sigprocmask(SIG_SETMASK, &supervisor->mask, NULL);
	if (write(pipe, &start, sizeof(start)) == sizeof(start)) {
		execvp(command[0], command);
		start.error = errno;
		if (write(pipe, &start, sizeof(start)) < 0)
			_exit(EXIT_PERFEX);
	}
	_exit(EXIT_NOT_EXECUTABLE);
}

int program_start(struct program *program, const struct supervisor *supervisor, char **command)
{
	struct start start = {0};
	int pipe[2];

	*program = (struct program){0};
	if (pipe2(pipe, O_CLOEXEC) < 0)
		return complain("can't start '%s': %s", command[0], strerror(errno));
	program->pid = fork();
	if (program->pid == 0)
		become(command, supervisor, pipe[1]);
	close(pipe[1]);
	while (program->pid > 0 && read(pipe[0], &start, sizeof(start)) == sizeof(start) &&
	       start.error == 0)
		program->started = start.time;
	close(pipe[0]);
	if (program->pid < 0)
		return complain("can't start '%s': %s", command[0], strerror(errno));
	if (start.error == 0)
		return 0;
	waitpid(program->pid, NULL, 0);
	return start_failed(command[0], start.error);
}

static bool asks_to_end(int number)
{
	return number != SIGCHLD && number != SIGUSR1 && number != SIGUSR2;
}

static void take_signals(const struct program *program, struct supervisor *supervisor)
{
	struct signalfd_siginfo info;

	while (read(supervisor->signals, &info, sizeof(info)) == sizeof(info)) {
		int number = info.ssi_signo;

		supervisor->signalled |= asks_to_end(number);
		/* What comes from the terminal (the kernel) has reached the program as well. */
		if (number != SIGCHLD && info.ssi_code != SI_KERNEL)
			kill(program->pid, number);
	}
}

int program_wait(struct program *program, struct supervisor *supervisor, int ms)
{
	struct pollfd signals = {.fd = supervisor->signals, .events = POLLIN};

	if (poll(&signals, 1, ms) <= 0)
		return 0;
	take_signals(program, supervisor);
	if (waitpid(program->pid, &program->status, WNOHANG) != program->pid)
		return 0;
	program->ended = monotonic();
	return 1;
}

void program_end_alike(const struct program *program)
{
	int number = WTERMSIG(program->status);
	sigset_t set;

	if (WIFEXITED(program->status))
		exit(WEXITSTATUS(program->status));
	/* One core file is enough, the program's. */
	prctl(PR_SET_DUMPABLE, 0);
	signal(number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
	exit(128 + number);
}
