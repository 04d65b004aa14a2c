/* SPDX-License-Identifier: GPL-2.0-only */
/* Those who wait for a vperfctr or gperfctr: in poll(2) and read(2), or for SIGIO. */
#ifndef PERFCTR_LISTENERS_H
#define PERFCTR_LISTENERS_H

#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/wait.h>

/* Shared by the object and its buffers, whose last wake-up may come when the object is gone. */
struct listeners {
	refcount_t refs;
	wait_queue_head_t wait;
	struct fasync_struct *fasync;
};

static inline struct listeners *listeners_create(void)
{
	struct listeners *listeners = kzalloc(sizeof(*listeners), GFP_KERNEL_ACCOUNT);

	if (!listeners)
		return NULL;
	refcount_set(&listeners->refs, 1);
	init_waitqueue_head(&listeners->wait);
	return listeners;
}

static inline void listeners_put(struct listeners *listeners)
{
	if (refcount_dec_and_test(&listeners->refs))
		kfree(listeners);
}

/* Not in NMIs and not under a run queue's lock. */
static inline void listeners_wake(struct listeners *listeners)
{
	wake_up_interruptible_all(&listeners->wait);
	kill_fasync(&listeners->fasync, SIGIO, POLL_IN);
}

#endif /* PERFCTR_LISTENERS_H */
