/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run while it is made: what is counted, where it is written, and its repetition at hand. */
#ifndef PERFEX_SESSION_H
#define PERFEX_SESSION_H

#include "counters.h"
#include "groups.h"
#include "jvm_agent.h"
#include "options.h"
#include "output.h"
#include "profile.h"
#include "program.h"
#include "progress.h"
#include "runfile.h"
#include "tasks.h"

/* What is left of a repetition when it has ended. */
struct result {
	struct counts totals;
	uint64_t wall;
};

struct session {
	const struct options *options;
	struct supervisor *supervisor;
	struct progress *progress;
	char **command;	      /* the program's, or that of the running process */
	struct pair pair;     /* id NULL: it is no side of a pair */
	struct table told;    /* texts of degradations: each is told once */
	bool muted;	      /* degradations are not printed: the other side's are the same */
	struct group *groups; /* all that there are */
	const struct group **group; /* those that were asked for */
	int group_count;
	struct perfctr_events *counted, *sampled; /* sampled: NULL unless recording */
	struct perfctr_sampling sampling;
	int turns;   /* that the counted events take, because they don't fit the counters */
	char *split; /* then: those of each turn */
	struct output output;
	int unplaced; /* exit status: the run file is not where it was asked for */
	struct runfile run;
	struct profile profile;
	struct jvm_agent agent;
	struct result *results; /* one for each repetition */
	int repetitions;	/* that have ended */

	/* The repetition at hand, or the last one. */
	struct counters counters;
	struct program program;
	struct tasks tasks;
	struct counts *cpus;  /* what each CPU has counted */
	struct counts before; /* the totals at the last snapshot */
	uint64_t lost;	      /* records about tasks */
	bool untracked;	      /* the program runs on, and its counting has ended */
};

/* How many repetitions there shall be. */
int session_repetitions(const struct session *session);
/*
 * Prepares for counting command, and to write the run file to output (NULL: to none). Returns 0, or
 * an exit status with the reason printed.
 */
int session_open(struct session *session, char **command, const char *output);
/* Runs the program without counting. These two return 0 or an exit status. */
int session_warm_up(struct session *session);
int repetition_run(struct session *session);
/* Whether another repetition makes sense: a program that was told to end, or crashed, isn't run
 * again. */
bool session_goes_on(const struct session *session);
/* Whether each repetition that was made has a count of this event. */
bool session_knows(const struct session *session, int event);
/*
 * Writes what remains when all repetitions have been made, and prints the report if asked for.
 * Returns an exit status other than 0 if the run file could not be written.
 */
int session_finish(struct session *session, bool print);
void session_close(struct session *session);

/* Tells what was asked for and not got, in the run file and on stderr. */
void degrade(struct session *session, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void degrade_events(struct session *session);
void degrade_fit(struct session *session);
void degrade_tasks(struct session *session);
void degrade_profile(struct session *session);
void degrade_instructions(struct session *session);
void degrade_lineless(struct session *session, const struct lineless *lineless);
void degrade_lines(struct session *session, bool kernel_hidden, int jvms_without_agent);

#endif
