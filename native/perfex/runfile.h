/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes the records of a run file, as docs/run-file.md describes them. */
#ifndef PERFEX_RUNFILE_H
#define PERFEX_RUNFILE_H

#include "counts.h"
#include "numbers.h"

#include <stdio.h>

struct runfile {
	FILE *file;	  /* NULL: nothing is written */
	uint64_t started; /* the monotonic time that all times are counted from */
};

/* The other one of two runs that are made in alternation. */
struct pair {
	const char *id, *side;
	const char *file; /* the name of its run file; NULL: it is not known */
};

struct run_header {
	char **command;
	const char *directory;
	const struct numbers *attached, *cpus;		/* empty unless it is such a run */
	const struct pair *pair;			/* or NULL */
	const struct perfctr_events *counted, *sampled; /* sampled may be NULL */
	const struct perfctr_sampling *sampling;
};

/* A line of a function; source below 0: the line is not known. */
struct call {
	int function, source, line;
};

/* Samples of a line whose function was inlined: where to, the innermost caller first. */
struct inlined {
	struct inlined *next;
	uint64_t *samples;
	int count;
	struct call *at;
};

void runfile_header(struct runfile *run, const struct run_header *header);
void runfile_degradation(struct runfile *run, const char *text, const char *remedy);
void runfile_repetition(struct runfile *run, int repetition, uint64_t time);
/* parent 0: none */
void runfile_task(struct runfile *run, int task, int parent, int pid, int tid, uint64_t time);
void runfile_task_name(struct runfile *run, int task, const char *name, uint64_t time);
/* alive: it has not ended, but its counting has */
void runfile_task_end(struct runfile *run, int task, const struct counts *counts, uint64_t time,
		      bool alive);
void runfile_cpu_end(struct runfile *run, int cpu, const struct counts *counts);
void runfile_snapshot(struct runfile *run, uint64_t time, const struct counts *totals);
/* status as waitpid() has it, or NO_STATUS */
void runfile_repetition_end(struct runfile *run, int repetition, uint64_t time, uint64_t wall,
			    int status, const struct counts *counts);
/* The line profile. Numbers below 0, and NULL: not known. */
void runfile_module(struct runfile *run, int module, const char *path, const char *build_id);
void runfile_source(struct runfile *run, int source, const char *path, const char *directory,
		    const char *md5);
void runfile_function(struct runfile *run, int function, const char *name, int module, int source,
		      int line);
void runfile_line(struct runfile *run, const struct call *line, const uint64_t *samples, int events,
		  const struct inlined *inlined);
/* caller below 0: it is an outermost one, or truncated. */
void runfile_frame(struct runfile *run, int frame, int caller, bool truncated,
		   const struct call *place, const uint64_t *samples, int events);
/* Parts of records: a number after something else, and a text in quotes. */
void runfile_number(FILE *file, const char *before, uint64_t number);
void runfile_text(FILE *file, const char *text);
/* samples and lost have an element for each of events; 0 events: nothing was sampled. */
void runfile_end(struct runfile *run, uint64_t time, const uint64_t *samples, const uint64_t *lost,
		 int events);
void runfile_flush(struct runfile *run);

#endif
