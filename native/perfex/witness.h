/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A process in perfex's process group that does nothing. A signal that it gets, too, was sent to
 * the whole group, so that the program has got it already: the kernel tells no receiver of this.
 */
#ifndef PERFEX_WITNESS_H
#define PERFEX_WITNESS_H

#include <stdbool.h>
#include <sys/types.h>

struct witness {
	pid_t pid; /* 0: there is none */
};

/* The signals to be seen have to be blocked. It ends with perfex, however that ends. */
void witness_start(struct witness *witness);
/* Whether the signal, which perfex has just got, was sent to the group. */
bool witness_saw(struct witness *witness, int number);
void witness_stop(struct witness *witness);

#endif
