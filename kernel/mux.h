/* SPDX-License-Identifier: GPL-2.0-only */
/* Multiplexing: which events are on which counters, in turn. */
#ifndef PERFCTR_MUX_H
#define PERFCTR_MUX_H

#include "control.h"

/*
 * Fills in @control->rounds: every event is in at least one round, pinned ones in each, and all
 * events of a group in the same ones. Returns 0, -EINVAL if that cannot be done, or -ENOMEM.
 */
int mux_make_rounds(struct control *control, const struct pmu *pmu);

#endif /* PERFCTR_MUX_H */
