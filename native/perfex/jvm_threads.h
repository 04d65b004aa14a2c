/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which threads of a Java virtual machine do its own work: known by their names. */
#ifndef PERFEX_JVM_THREADS_H
#define PERFEX_JVM_THREADS_H

#include "spaces.h"

void jvm_threads_init(struct table *threads);
/* Takes a record of the tree; those about other things are ignored. */
void jvm_threads_record(struct table *threads, const struct perfctr_record *record);
/* The work that a thread does, or -1: the program's. */
int jvm_threads_work(const struct table *threads, int tid);
void jvm_threads_free(struct table *threads);

#endif
