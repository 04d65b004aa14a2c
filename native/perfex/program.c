// SPDX-License-Identifier: LGPL-2.1-or-later
/* A program that runs: its signals, and its end. */
#include "program.h"

#include "options.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Sent to perfex, these are meant for the program. */
static const int forwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

#define FORWARDED (int)(sizeof(forwarded) / sizeof(forwarded[0]))

uint64_t monotonic(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

/* Each CPU takes several files, and so does each thread of a running process. */
static void raise_file_limit(struct supervisor *supervisor)
{
	struct rlimit raised;

	getrlimit(RLIMIT_NOFILE, &supervisor->files);
	raised = supervisor->files;
	raised.rlim_cur = raised.rlim_max;
	setrlimit(RLIMIT_NOFILE, &raised);
}

int supervisor_init(struct supervisor *supervisor, bool together)
{
	const struct sigaction standard = {.sa_handler = SIG_DFL}, ignore = {.sa_handler = SIG_IGN};
	sigset_t taken;

	supervisor->pid = getpid();
	supervisor->together = together;
	raise_file_limit(supervisor);
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
	/* A run file that is larger than ulimit -f allows is told as one on a full disk. */
	sigaction(SIGXFSZ, &ignore, &supervisor->file_size);
	supervisor->signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
	if (supervisor->signals < 0)
		return complain("can't wait for signals: %s", strerror(errno));
	witness_start(&supervisor->witness);
	return 0;
}

static bool asks_to_end(int number)
{
	return number != SIGCHLD && number != SIGUSR1 && number != SIGUSR2;
}

/* Whether the signal has reached the program without perfex: from the terminal, or as a group. */
static bool has_reached(const struct program *program, struct supervisor *supervisor,
			const struct signalfd_siginfo *info)
{
	if (getpgid(program->pid) != getpgrp())
		return false;
	return info->ssi_code == SI_KERNEL || witness_saw(&supervisor->witness, info->ssi_signo);
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

int supervisor_watch(struct supervisor *supervisor, const struct numbers *pids)
{
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
