/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program that is counted: its start, the signals it is sent, its end. */
#ifndef PERFEX_PROGRAM_H
#define PERFEX_PROGRAM_H

#include <stdint.h>
#include <sys/types.h>

struct program {
	pid_t pid;
	int signals;		 /* a signalfd: the program's end, and signals for perfex */
	int status;		 /* as waitpid() has it, once it has ended */
	uint64_t started, ended; /* by CLOCK_MONOTONIC, in nanoseconds */
};

uint64_t monotonic(void);

/* Starts it. Returns 0, or an exit status with the reason printed. */
int program_start(struct program *program, char **command);

/* Waits up to ms milliseconds, passing signals on. Returns 1 when the program has ended. */
int program_wait(struct program *program, int ms);

/* Ends perfex as the program ended: with its exit status, or by the same signal. */
_Noreturn void program_end_alike(const struct program *program);

#endif
