/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the texts of /proc and /sys say. */
#ifndef PERFCTR_PROC_H
#define PERFCTR_PROC_H

#include <perfctr.h>
#include <stdbool.h>

/* A list such as "0-3,8": sets the bits of those CPUs for which mask has room; stops at an error.
 */
void proc_cpu_list(const char *text, uint64_t *mask, size_t words);

/*
 * A line of /proc/PID/maps: fills in record if it is an executable mapping, with the name pointing
 * into line.
 */
bool proc_map(const char *line, struct perfctr_record *record);

/* The process in a thread's /proc/TID/status; 0 if it does not say. */
pid_t proc_process(const char *status);

#endif
