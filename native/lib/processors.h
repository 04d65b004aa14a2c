/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Processors that libpfm4 does not know, and single events that it has wrong: the files of
 * events/processors, each with the events that the groups count. What is there goes before libpfm4.
 */
#ifndef PERFCTR_PROCESSORS_H
#define PERFCTR_PROCESSORS_H

#include "internal.h"

/*
 * Finds the event of a processor: of the one that name begins with ("adl_glc::NAME"), else of this
 * machine's; with cores not NULL only of that kind of cores. Returns where the modifiers start, or
 * NULL if it is not there.
 */
const char *processor_event_find(const char *name, const char *cores, struct event *event);
/* As native_events_each(), but for processors that libpfm4 has not got. */
int processor_events_each(native_event_fn fn, void *context);
/* 1: this machine has it, 0: it has not, -1: no file tells. */
int processor_is_present(const char *pmu);

#endif
