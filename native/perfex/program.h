/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The program that perfex starts: its start, the signals it is sent, its end. When running
 * processes or CPUs are counted there may be none.
 */
#ifndef PERFEX_PROGRAM_H
#define PERFEX_PROGRAM_H

#include "numbers.h"
#include "witness.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

/* What perfex does with signals while programs run: set up once. */
struct supervisor {
	int signals;	/* a signalfd: a program's end, and signals for perfex */
	bool signalled; /* somebody, or the terminal, wanted the program to end */
	sigset_t mask;	/* how the program shall see signals: as perfex did */
	struct sigaction child, pipe, file_size;
	struct witness witness;
	pid_t pid;		/* perfex's own */
	bool together;		/* programs are killed when perfex is */
	struct pollfd *process; /* pidfds of the running processes that are counted */
	int processes;
	struct rlimit files; /* how many may be open, as perfex was started */
};

#define NO_STATUS (-1)

struct program {
	pid_t pid;		 /* 0: there is none */
	int status;		 /* as waitpid() has it, NO_STATUS until it has ended */
	uint64_t started, ended; /* by CLOCK_MONOTONIC, in nanoseconds */
};

uint64_t monotonic(void);

/* These two return 0, or an exit status with the reason printed. */
int supervisor_init(struct supervisor *supervisor, bool together);
int program_start(struct program *program, const struct supervisor *supervisor, char **command);

/* No program: what is counted started at time. */
void program_none(struct program *program, uint64_t time);

/* Waits for the end of these processes, too. Returns 0, or an exit status. */
int supervisor_watch(struct supervisor *supervisor, const struct numbers *pids);
void supervisor_free(struct supervisor *supervisor);
/* Whether there were such processes, and all have ended. */
bool supervisor_alone(const struct supervisor *supervisor);

/*
 * Waits up to ms milliseconds (-1: without limit), passing signals on. Returns 1 when the counting
 * is over: the program has ended, or all watched processes have; or there is no program, and a
 * signal asks for the end.
 */
int program_wait(struct program *program, struct supervisor *supervisor, int ms);

/*
 * Ends perfex as the program ended, for which it waits: with its exit status, or by the same
 * signal. Where that is 0, or there is no program, with failure.
 */
_Noreturn void program_end_alike(struct program *program, struct supervisor *supervisor,
				 int failure);

#endif
