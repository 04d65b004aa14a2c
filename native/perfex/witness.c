// SPDX-License-Identifier: LGPL-2.1-or-later
#include "witness.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void stand_by(pid_t perfex)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "perfex-witness");
	/* Whoever reads from perfex must see its end. */
	close_range(0, ~0U, 0);
	while (getppid() == perfex)
		pause();
	_exit(0);
}

void witness_start(struct witness *witness)
{
	pid_t perfex = getpid();

	witness->pid = fork();
	if (witness->pid == 0)
		stand_by(perfex);
	if (witness->pid < 0)
		witness->pid = 0;
}

void witness_stop(struct witness *witness)
{
	if (!witness->pid)
		return;
	kill(witness->pid, SIGKILL);
	waitpid(witness->pid, NULL, 0);
	witness->pid = 0;
}

/* The signals that are blocked and have been sent, as a mask. */
static unsigned long long pending_signals(pid_t pid)
{
	char path[64], line[128];
	unsigned long long pending = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "ShdPnd: %llx", &pending) == 1)
			break;
	if (file)
		fclose(file);
	return pending;
}

bool witness_saw(struct witness *witness, int number)
{
	if (!witness->pid || !(pending_signals(witness->pid) >> (number - 1) & 1))
		return false;
	/* It can't see the same signal twice. */
	witness_stop(witness);
	witness_start(witness);
	return true;
}
