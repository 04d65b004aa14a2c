/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Follows a sample's stack outwards: by its dump, with libdwfl, or by what the kernel followed. */
#ifndef PERFEX_UNWIND_H
#define PERFEX_UNWIND_H

#include "spaces.h"

/* Deeper stacks are cut off at the outer end. */
#define CALLS_MAX 1024

struct unwinder;

/* NULL when out of memory. */
struct unwinder *unwinder_open(const struct spaces *spaces);
/*
 * Fills in where the sample was in user mode and then an address inside each call that led there,
 * the innermost first; returns their number. *whole: the last one has no caller, or how it was
 * called can't be known by this kind of stack.
 */
int unwinder_run(struct unwinder *unwinder, const struct perfctr_record *sample,
		 uint64_t addresses[CALLS_MAX], bool *whole);
void unwinder_close(struct unwinder *unwinder);

#endif
