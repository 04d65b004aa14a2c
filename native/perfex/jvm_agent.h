/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Puts the agent that tells of compiled code into a Java program's command line. */
#ifndef PERFEX_JVM_AGENT_H
#define PERFEX_JVM_AGENT_H

#include <stdbool.h>

struct jvm_agent {
	char **command; /* to be executed: as the user gave it, or with the agent */
	char *folder;	/* where jitdumps go, made for this run; NULL: the program is not java */
	char **inserted, *option;
	bool stacks;  /* it shall keep frame pointers */
	bool missing; /* it is java, but the agent's library isn't there */
};

/* Puts it in if command is java. Returns 0, or an exit status with the reason printed. */
int jvm_agent_init(struct jvm_agent *agent);
/* Removes the folder. */
void jvm_agent_free(struct jvm_agent *agent);

#endif
