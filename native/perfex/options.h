/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the user asked perfex for. */
#ifndef PERFEX_OPTIONS_H
#define PERFEX_OPTIONS_H

#include "numbers.h"

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses of perfex's own, as env and timeout have them. */
enum {
	EXIT_PERFEX = 125,
	EXIT_NOT_EXECUTABLE = 126,
	EXIT_NOT_FOUND = 127,
};

#define MAX_STACK 65000 /* a record of the kernel's has 16 bits for its size */

struct options {
	bool record;
	char *events;  /* counted; NULL: the default */
	char *groups;  /* whose events are counted as well, and metrics reported */
	char *sampled; /* NULL: nothing, or with record the default */
	uint64_t frequency, period;
	uint32_t stack, stack_size; /* as in struct perfctr_sampling */
	uint64_t instructions;	    /* how many of the hottest functions are kept */
	bool debuginfod;	    /* ask servers for debug information */
	int repetitions, warm_ups;  /* repetitions 0: not said */
	uint64_t interval;	    /* milliseconds between snapshots; 0: none */
	struct numbers pids;	    /* running processes to count; none: the program */
	struct numbers cpus;	    /* CPUs to count, whoever runs there */
	const char *against;	    /* another program with its arguments */
	bool together;		    /* the program is killed when perfex is */
	const char *output;
	const char *separator; /* of the report's fields; NULL: it is for people */
	bool json;	       /* the report is JSON */
	bool quiet;
	char **command; /* its first is NULL: there is no program */
};

/* Returns 0, or an exit status with the reason printed; -1: nothing more to do. */
int options_parse(struct options *options, int argc, char **argv);
void options_free(struct options *options);

/* Prints one line on stderr, with "perfex: " before it. Returns EXIT_PERFEX. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The commands. Each returns perfex's exit status. */
int count_command(const struct options *options);
int against_command(const struct options *options);
int list_command(int argc, char **argv);
int doctor_command(int argc, char **argv);
int selftest_command(int argc, char **argv);

#endif
