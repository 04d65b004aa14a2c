/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of a NetBurst processor's 18 counters can count an event. */
#ifndef PERFCTR_NETBURST_H
#define PERFCTR_NETBURST_H

#include <stdint.h>

/* A bit for each counter; 0 for what is no NetBurst event, or can't be programmed. */
uint64_t netburst_counters(const char *name);

#endif
