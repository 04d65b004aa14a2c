// SPDX-License-Identifier: GPL-2.0-only
/* What the holder of the file descriptor has a vperfctr do: control, stop, resume, unlink, read. */
#include <linux/sched.h>
#include "owner.h"
#include "page.h"
#include "requests.h"
#include "tree.h"
#include "vperfctr.h"

struct install {
	struct counters *counters; /* in: new, out: old */
	struct family *family;	   /* likewise */
	bool has_pmu;		   /* likewise */
	int err;
};

static void install_suspended(struct vperfctr *v, void *data)
{
	struct install *install = data;
	struct counters *c = install->counters;

	if (vperfctr_is_final(v->state)) {
		install->err = -ESRCH;
		return;
	}
	c->page = v->tree->page;
	c->tid = v->tid;
	c->pid = v->pid;
	c->family = install->family->id;
	c->notice = c->control->user.signal ? &v->notice : NULL;
	atomic64_set(&v->notice.events, 0);
	if (v->counters)
		counters_preserve(c, v->counters);
	swap(v->counters, install->counters);
	swap(v->family, install->family);
	swap(v->has_pmu, install->has_pmu);
	v->waits = c->control->user.flags & PERFCTR_CONTROL_ON_EXEC;
	v->state = PERFCTR_RUNNING;
	page_describe(c, v->state);
}

static struct buffer *create_buffer(const struct control *control, struct tree *tree)
{
	if (!control->user.buffer_size)
		return NULL;
	return buffer_create(control->user.buffer_size, control->user.watermark, tree->listeners);
}

static int install(struct tree *tree, struct control *control, struct buffer *buffer)
{
	struct install install = { .has_pmu = control->nr_events };
	int err = -ENOMEM;

	install.counters = counters_create(control, buffer, GFP_KERNEL_ACCOUNT);
	install.family = family_create(control->nr_events);
	if (!install.counters || !install.family)
		goto out;
	if (install.has_pmu) {
		err = owner_acquire();
		install.has_pmu = !err;
		if (err)
			goto out;
	}
	vperfctr_call(tree->root, install_suspended, &install);
	err = install.err;
	/* the old one's; or, if it failed, the new one's */
	if (install.has_pmu)
		owner_release();
out:
	counters_free(install.counters);
	family_put(install.family);
	return err;
}

int vperfctr_control(struct tree *tree, struct control *control)
{
	struct buffer *buffer;
	int err;

	if (control->user.cpus || control->user.cpus_size)
		return -EINVAL;
	if (control->user.signal && tree->root->task != current)
		return -EPERM;
	buffer = create_buffer(control, tree);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	mutex_lock(&tree->mutex);
	err = install(tree, control, buffer);
	mutex_unlock(&tree->mutex);
	buffer_put(buffer);
	return err;
}

struct change {
	bool had_pmu;
	int err;
};

static void stop_suspended(struct vperfctr *v, void *data)
{
	struct change *change = data;

	if (vperfctr_is_final(v->state)) {
		change->err = -ESRCH;
		return;
	}
	change->had_pmu = v->has_pmu;
	v->has_pmu = false;
	v->state = PERFCTR_STOPPED;
	if (!v->counters)
		return;
	v->counters->paused = false;
	page_describe(v->counters, v->state);
}

int vperfctr_stop(struct tree *tree)
{
	struct change change = {};

	mutex_lock(&tree->mutex);
	vperfctr_call(tree->root, stop_suspended, &change);
	mutex_unlock(&tree->mutex);
	if (change.had_pmu) {
		owner_release();
		owner_settle();
	}
	return change.err;
}

static void iresume_suspended(struct vperfctr *v, void *data)
{
	struct change *change = data;

	if (vperfctr_is_final(v->state))
		change->err = -ESRCH;
	else if (v->counters && v->counters->paused) {
		v->counters->paused = false;
		page_describe(v->counters, v->state);
	}
}

int vperfctr_iresume(struct tree *tree)
{
	struct change change = {};

	vperfctr_call(tree->root, iresume_suspended, &change);
	return change.err;
}

int vperfctr_unlink(struct tree *tree)
{
	u32 state = READ_ONCE(tree->root->state);

	if (vperfctr_is_final(state))
		return -ESRCH;
	vperfctr_finish(tree->root, PERFCTR_DETACHED);
	owner_settle();
	listeners_wake(tree->listeners);
	return 0;
}

static void read_suspended(struct vperfctr *v, void *data)
{
	struct snapshot *snapshot = data;
	struct counters *c = v->counters;
	u32 i;

	snapshot->state = v->state;
	if (!c)
		return;
	if (c->paused && v->state == PERFCTR_RUNNING)
		snapshot->state = PERFCTR_PAUSED;
	snapshot->tsc = c->tsc_sum;
	snapshot->family = c->family;
	snapshot->nr_events = c->control->nr_events;
	for (i = 0; i < c->control->nr_events; i++)
		snapshot->count[i] = counters_count(c, i);
}

void vperfctr_read(struct tree *tree, struct snapshot *snapshot)
{
	memset(snapshot, 0, sizeof(*snapshot));
	vperfctr_call(tree->root, read_suspended, snapshot);
}

struct control *vperfctr_get_control(struct tree *tree, u64 *family)
{
	struct control *control = NULL;

	mutex_lock(&tree->mutex);
	*family = 0;
	if (tree->root->counters) {
		control = control_get(tree->root->counters->control);
		*family = tree->root->family->id;
	}
	mutex_unlock(&tree->mutex);
	return control;
}

/* Not under the mutex: mmap(2) has the mmap lock, and who has the mutex waits for CPUs to come. */
struct buffer *vperfctr_get_buffer(struct tree *tree)
{
	struct vperfctr *v = tree->root;
	struct buffer *buffer = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&v->lock, flags);
	if (v->counters)
		buffer = buffer_get(v->counters->buffer);
	raw_spin_unlock_irqrestore(&v->lock, flags);
	return buffer;
}
