/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loops whose events are known in advance, for perfex selftest. Each repeats something n times. */
#ifndef PERFEX_LOOPS_H
#define PERFEX_LOOPS_H

#include <stdint.h>

/* Two instructions, one of them a branch that is always predicted. */
void loop_instructions(uint64_t n);
/* A branch that goes either way at random. */
void loop_random_branches(uint64_t n);
/* A load from 16 KB, which fit every first-level cache. */
void loop_near_loads(uint64_t n);
/* A load from a random line of 64 MB, more than caches and TLBs hold; set up by loop_far_setup().
 */
void loop_far_loads(uint64_t n);
int loop_far_setup(void);
void loop_far_release(void);
/* The first touch of a page. */
void loop_page_faults(uint64_t n);
/* A sleep of the shortest kind. */
void loop_sleeps(uint64_t n);

#endif
