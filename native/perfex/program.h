/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program that is counted: its start, the signals it is sent, its end. */
#ifndef PERFEX_PROGRAM_H
#define PERFEX_PROGRAM_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What perfex does with signals while programs run: set up once. */
struct supervisor {
	int signals;	/* a signalfd: a program's end, and signals for perfex */
	bool signalled; /* somebody, or the terminal, wanted the program to end */
	sigset_t mask;	/* how the program shall see signals: as perfex did */
	struct sigaction child, pipe;
};

struct program {
	pid_t pid;
	int status;		 /* as waitpid() has it, once it has ended */
	uint64_t started, ended; /* by CLOCK_MONOTONIC, in nanoseconds */
};

uint64_t monotonic(void);

/* These two return 0, or an exit status with the reason printed. */
int supervisor_init(struct supervisor *supervisor);
int program_start(struct program *program, const struct supervisor *supervisor, char **command);

/*
 * Waits up to ms milliseconds (-1: without limit), passing signals on. Returns 1 when the program
 * has ended.
 */
int program_wait(struct program *program, struct supervisor *supervisor, int ms);

/* Ends perfex as the program ended: with its exit status, or by the same signal. */
_Noreturn void program_end_alike(const struct program *program);

#endif
