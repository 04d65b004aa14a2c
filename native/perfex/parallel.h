/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Work that several processors share. */
#ifndef PERFEX_PARALLEL_H
#define PERFEX_PARALLEL_H

#define WORKERS_MAX 8

/*
 * Calls work() once on each processor that there is, WORKERS_MAX at most, and returns when all have
 * returned. worker counts from 0; the calling thread is number 0.
 */
void parallel_run(void (*work)(int worker, void *context), void *context);

#endif
