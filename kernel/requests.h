/* SPDX-License-Identifier: GPL-2.0-only */
/* What vperfctrs and gperfctrs have in common when they answer PERFCTR_READ. */
#ifndef PERFCTR_REQUESTS_H
#define PERFCTR_REQUESTS_H

#include <linux/types.h>
#include <uapi/perfctr.h>

/* A consistent copy of counts. */
struct snapshot {
	u32 state;
	u32 nr_events;
	u64 tsc;
	u64 family;
	u64 children;
	u64 live;
	u64 uncounted;
	u64 dropped_records;
	struct perfctr_count count[PERFCTR_MAX_EVENTS];
};

/* Returns the size of the struct as its user knows it, or an error. */
int read_request_get(struct perfctr_read *request, const struct perfctr_read __user *user);
int read_request_answer(struct perfctr_read *request, struct perfctr_read __user *user, int size,
			const struct snapshot *snapshot);

#endif /* PERFCTR_REQUESTS_H */
