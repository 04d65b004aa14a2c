// SPDX-License-Identifier: GPL-2.0-only
/* PERFCTR_READ: from a snapshot of counts to the caller's arrays. */
#include "requests.h"
#include "ustruct.h"

#define READ_SIZE_V1  sizeof(struct perfctr_read)
#define COUNT_SIZE_V1 sizeof(struct perfctr_count)

int read_request_get(struct perfctr_read *request, const struct perfctr_read __user *user)
{
	int size = ustruct_get(request, sizeof(*request), user, READ_SIZE_V1);

	if (size < 0)
		return size;
	return request->nr_counts && request->count_size < COUNT_SIZE_V1 ? -EINVAL : size;
}

int read_request_answer(struct perfctr_read *request, struct perfctr_read __user *user, int size,
			const struct snapshot *snapshot)
{
	u32 i, nr = min(request->nr_counts, snapshot->nr_events);

	for (i = 0; i < nr; i++) {
		void __user *to = u64_to_user_ptr(request->counts + (u64)i * request->count_size);

		if (ustruct_put(to, &snapshot->count[i], sizeof(snapshot->count[i]),
				request->count_size))
			return -EFAULT;
	}
	request->nr_counts = snapshot->nr_events;
	request->state = snapshot->state;
	request->tsc = snapshot->tsc;
	request->family = snapshot->family;
	request->children = snapshot->children;
	request->live = snapshot->live;
	request->uncounted = snapshot->uncounted;
	request->dropped_records = snapshot->dropped_records;
	return ustruct_put(user, request, sizeof(*request), size);
}
