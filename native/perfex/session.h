/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run while it is made: what is counted, where it is written, and its repetition at hand. */
#ifndef PERFEX_SESSION_H
#define PERFEX_SESSION_H

#include "groups.h"
#include "jvm_agent.h"
#include "options.h"
#include "output.h"
#include "profile.h"
#include "program.h"
#include "runfile.h"
#include "tasks.h"

/* What is left of a repetition when it has ended. */
struct result {
	struct counts totals;
	uint64_t wall;
};

struct session {
	const struct options *options;
	struct group *groups;	    /* all that there are */
	const struct group **group; /* those that were asked for */
	int group_count;
	struct perfctr_events *counted, *sampled; /* sampled: NULL unless recording */
	struct perfctr_sampling sampling;
	struct supervisor supervisor;
	struct output output;
	struct runfile run;
	struct profile profile;
	struct jvm_agent agent;
	struct result *results; /* one for each repetition */
	int repetitions;	/* that have ended */

	/* The repetition at hand, or the last one. */
	struct perfctr_tree *tree;
	struct program program;
	struct tasks tasks;
	uint64_t lost; /* records about tasks */
};

/* Runs the program once, counted. Returns 0, or an exit status with the reason printed. */
int repetition_run(struct session *session);

/* Tells what was asked for and not got, in the run file and on stderr. */
void degrade(struct session *session, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void degrade_events(struct session *session);
void degrade_tasks(struct session *session);
void degrade_profile(struct session *session);
void degrade_lines(struct session *session, const struct resolver *resolver);

#endif
