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
#include <sys/syscall.h>
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

int supervisor_init(struct supervisor *supervisor, bool together)
{
	const struct sigaction standard = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	sigset_t taken;

	supervisor->pid = getpid();
	supervisor->together = together;
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
	witness_start(&supervisor->witness);
	return 0;
}

static _Noreturn void become(char **command, const struct supervisor *supervisor, int pipe)
{
	struct start start = {.time = monotonic()};

	/* It is not known whether perfex was killed before this: then the parent is another one. */
	if (supervisor->together &&
	    (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != supervisor->pid))
		_exit(EXIT_PERFEX);
	if (supervisor->processes)
		setrlimit(RLIMIT_NOFILE, &supervisor->files);
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

	*program = (struct program){.status = NO_STATUS};
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

/* Whether the signal has reached the program without perfex: from the terminal, or as a group. */
static bool has_reached(const struct program *program, struct supervisor *supervisor,
			const struct signalfd_siginfo *info)
{
	if (info->ssi_code == SI_KERNEL)
		return true;
	return getpgid(program->pid) == getpgrp() &&
	       witness_saw(&supervisor->witness, info->ssi_signo);
}

static void take_signals(const struct program *program, struct supervisor *supervisor)
{
	struct signalfd_siginfo info;

	while (read(supervisor->signals, &info, sizeof(info)) == sizeof(info)) {
		int number = info.ssi_signo;

		supervisor->signalled |= asks_to_end(number);
		if (number != SIGCHLD && program->pid && !has_reached(program, supervisor, &info))
			kill(program->pid, number);
	}
}

void program_none(struct program *program, uint64_t time)
{
	*program = (struct program){.status = NO_STATUS, .started = time};
}

/* Each thread of a process takes several files. */
static void raise_file_limit(struct supervisor *supervisor)
{
	struct rlimit raised;

	getrlimit(RLIMIT_NOFILE, &supervisor->files);
	raised = supervisor->files;
	raised.rlim_cur = raised.rlim_max;
	setrlimit(RLIMIT_NOFILE, &raised);
}

int supervisor_watch(struct supervisor *supervisor, const struct numbers *pids)
{
	raise_file_limit(supervisor);
	supervisor->process = calloc(pids->count, sizeof(*supervisor->process));
	if (!supervisor->process)
		return complain("out of memory");
	for (int i = 0; i < pids->count; i++) {
		int fd = syscall(SYS_pidfd_open, pids->number[i], 0);

		if (fd < 0 && errno == ESRCH)
			return complain("there is no process %d", pids->number[i]);
		/* Which of the two it is depends on the kernel. */
		if (fd < 0 && (errno == EINVAL || errno == ENOENT))
			return complain("%d is no process: expected its id, not a thread's",
					pids->number[i]);
		if (fd < 0)
			return complain("can't wait for process %d: %s", pids->number[i],
					strerror(errno));
		supervisor->process[supervisor->processes++] =
			(struct pollfd){.fd = fd, .events = POLLIN};
	}
	return 0;
}

void supervisor_free(struct supervisor *supervisor)
{
	for (int i = 0; i < supervisor->processes; i++)
		if (supervisor->process[i].fd >= 0)
			close(supervisor->process[i].fd);
	free(supervisor->process);
	witness_stop(&supervisor->witness);
	if (supervisor->signals > 0)
		close(supervisor->signals);
}

bool supervisor_alone(const struct supervisor *supervisor)
{
	for (int i = 0; i < supervisor->processes; i++)
		if (supervisor->process[i].fd >= 0)
			return false;
	return supervisor->processes > 0;
}

/* A process that has ended is not looked at again: poll() ignores a negative fd. */
static void take_ends(struct supervisor *supervisor)
{
	poll(supervisor->process, supervisor->processes, 0);
	for (int i = 0; i < supervisor->processes; i++) {
		if (supervisor->process[i].fd < 0 || !supervisor->process[i].revents)
			continue;
		close(supervisor->process[i].fd);
		supervisor->process[i].fd = -1;
	}
}

static void wait_for_events(const struct supervisor *supervisor, int ms)
{
	struct pollfd fds[1 + supervisor->processes];

	fds[0] = (struct pollfd){.fd = supervisor->signals, .events = POLLIN};
	for (int i = 0; i < supervisor->processes; i++)
		fds[1 + i] = supervisor->process[i];
	poll(fds, 1 + supervisor->processes, ms);
}

static bool has_ended(struct program *program)
{
	return program->pid && program->status == NO_STATUS &&
	       waitpid(program->pid, &program->status, WNOHANG) == program->pid;
}

int program_wait(struct program *program, struct supervisor *supervisor, int ms)
{
	wait_for_events(supervisor, ms);
	take_signals(program, supervisor);
	take_ends(supervisor);
	if (!has_ended(program) && !supervisor_alone(supervisor) &&
	    (program->pid || !supervisor->signalled))
		return 0;
	program->ended = monotonic();
	return 1;
}

static _Noreturn void end_by_signal(int number)
{
	sigset_t set;

	/* One core file is enough, the program's. */
	prctl(PR_SET_DUMPABLE, 0);
	signal(number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
	exit(128 + number);
}

void program_end_alike(struct program *program, struct supervisor *supervisor, int failure)
{
	if (!program->pid)
		exit(failure);
	while (program->status == NO_STATUS) {
		wait_for_events(supervisor, -1);
		take_signals(program, supervisor);
		has_ended(program);
	}
	if (WIFEXITED(program->status))
		exit(WEXITSTATUS(program->status) ? WEXITSTATUS(program->status) : failure);
	end_by_signal(WTERMSIG(program->status));
}
