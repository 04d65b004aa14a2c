/* SPDX-License-Identifier: GPL-2.0-only */
/* What is done when the period of an i-mode event ends. */
#ifndef PERFCTR_OVERFLOW_H
#define PERFCTR_OVERFLOW_H

#include <linux/ptrace.h>
#include <linux/types.h>

struct counter;
struct counters;

/* Accounts for @delta events, overshoot included. Returns how many periods ended with them. */
u64 overflow_count_down(struct counter *counter, u64 delta, u64 period);

/*
 * Some of @events' periods ended, each as often as @times says, which is used up. @regs: of the NMI,
 * zeroes if those are not known any more; NULL if it was found without one.
 */
void overflow_handle(struct counters *counters, u64 events, u64 *times, u64 tsc,
		     struct pt_regs *regs);

#endif /* PERFCTR_OVERFLOW_H */
