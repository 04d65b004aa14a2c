/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that the run is written to: it takes its place only once the program has started. */
#ifndef PERFEX_OUTPUT_H
#define PERFEX_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct output {
	const char *name; /* as the user gave it */
	char *target;	  /* what it stands for, links resolved */
	char *temporary;  /* where it is written until then; NULL if it is written in place */
	bool unnamed;	  /* the temporary file has no name yet */
	FILE *file;
};

/* Returns 0, or an exit status with the reason printed. */
int output_open(struct output *output, const char *name);
int output_commit(struct output *output);
void output_discard(struct output *output);
/* Returns 0, or an exit status with the reason printed. */
int output_close(struct output *output);

#endif
