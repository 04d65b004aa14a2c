// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The three kinds of countings under their public names: of the calling thread, of another thread,
 * of a CPU. They are the same but for their target.
 */
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

struct vperfctr {
	struct counting *counting;
	const struct backend *backend;
};

struct rvperfctr {
	struct vperfctr base;
};

struct gperfctr {
	struct vperfctr base;
};

static _Thread_local int open_count;

static int open_base(struct vperfctr *base, struct target target)
{
	base->backend = backend_get();
	if (!base->backend)
		return -ENOSYS;
	base->counting = base->backend->counting_open(target);
	return base->counting ? 0 : -errno;
}

static void *open_target(size_t size, struct target target)
{
	struct vperfctr *base = calloc(1, size);

	if (!base) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	if (open_base(base, target) == 0)
		return base;
	free(base);
	return NULL;
}

static void close_base(struct vperfctr *base)
{
	base->backend->counting_close(base->counting);
	free(base);
}

static int control_base(struct vperfctr *base, const struct perfctr_control *control)
{
	if (control->size != sizeof(*control))
		return fail(EINVAL, "struct perfctr_control has the size %u: expected %zu",
			    control->size, sizeof(*control));
	if (control->flags & ~(PERFCTR_COUNT_TSC | PERFCTR_COUNT_CHILDREN) || control->reserved)
		return fail(EINVAL, "struct perfctr_control asks for what this version can't do");
	if (!control->events)
		return fail(EINVAL, "there are no events to count");
	if (control->periods && (control->signal <= 0 || control->signal > SIGRTMAX))
		return fail(EINVAL, "there is no signal %d for overflows", control->signal);
	return base->backend->counting_control(base->counting, control);
}

static int read_state_base(struct vperfctr *base, struct perfctr_state *state)
{
	if (state->size != sizeof(*state))
		return fail(EINVAL, "struct perfctr_state has the size %u: expected %zu",
			    state->size, sizeof(*state));
	return base->backend->counting_read_state(base->counting, state);
}

struct vperfctr *vperfctr_open(void)
{
	return vperfctr_open_mode(0);
}

struct vperfctr *vperfctr_open_mode(uint32_t mode)
{
	struct vperfctr *vperfctr;

	if (mode & ~VPERFCTR_EXCLUSIVE) {
		fail(EINVAL, "vperfctr_open_mode() knows no mode %#x", mode);
		return NULL;
	}
	if (mode & VPERFCTR_EXCLUSIVE && open_count > 0) {
		fail(EEXIST, "this thread has a vperfctr already");
		return NULL;
	}
	vperfctr = open_target(sizeof(*vperfctr), (struct target){.tid = 0, .cpu = -1});
	if (vperfctr)
		open_count++;
	return vperfctr;
}

int vperfctr_control(struct vperfctr *vperfctr, const struct perfctr_control *control)
{
	return control_base(vperfctr, control);
}

int vperfctr_stop(struct vperfctr *vperfctr)
{
	return vperfctr->backend->counting_stop(vperfctr->counting);
}

int vperfctr_is_running(const struct vperfctr *vperfctr)
{
	struct perfctr_state state = {.size = sizeof(state)};

	return vperfctr->backend->counting_read_state(vperfctr->counting, &state) == 0 &&
	       state.running;
}

int vperfctr_read_tsc(struct vperfctr *vperfctr, uint64_t *ticks)
{
	return vperfctr->backend->counting_read_tsc(vperfctr->counting, ticks);
}

int vperfctr_read_pmc(struct vperfctr *vperfctr, int index, uint64_t *raw)
{
	return vperfctr->backend->counting_read_one(vperfctr->counting, index, raw);
}

int vperfctr_read_ctrs(struct vperfctr *vperfctr, struct perfctr_count *counts)
{
	return vperfctr->backend->counting_read(vperfctr->counting, counts);
}

int vperfctr_read_children(struct vperfctr *vperfctr, struct perfctr_count *counts)
{
	return vperfctr->backend->counting_read_children(vperfctr->counting, counts);
}

int vperfctr_read_state(struct vperfctr *vperfctr, struct perfctr_state *state)
{
	return read_state_base(vperfctr, state);
}

int vperfctr_iresume(struct vperfctr *vperfctr)
{
	return vperfctr->backend->counting_resume(vperfctr->counting);
}

int vperfctr_mmap(struct vperfctr *vperfctr)
{
	return vperfctr->backend->counting_map(vperfctr->counting);
}

int vperfctr_unlink(struct vperfctr *vperfctr)
{
	return vperfctr->backend->counting_unlink(vperfctr->counting);
}

void vperfctr_close(struct vperfctr *vperfctr)
{
	if (!vperfctr)
		return;
	open_count--;
	close_base(vperfctr);
}

struct rvperfctr *rvperfctr_open(pid_t tid)
{
	if (tid <= 0) {
		fail(EINVAL, "there is no thread %d", tid);
		return NULL;
	}
	return open_target(sizeof(struct rvperfctr), (struct target){.tid = tid, .cpu = -1});
}

int rvperfctr_control(struct rvperfctr *rvperfctr, const struct perfctr_control *control)
{
	if (control->periods)
		return fail(EINVAL, "overflow signals are for the calling thread's own counters");
	return control_base(&rvperfctr->base, control);
}

int rvperfctr_stop(struct rvperfctr *rvperfctr)
{
	return vperfctr_stop(&rvperfctr->base);
}

int rvperfctr_read_ctrs(struct rvperfctr *rvperfctr, struct perfctr_count *counts)
{
	return vperfctr_read_ctrs(&rvperfctr->base, counts);
}

int rvperfctr_read_children(struct rvperfctr *rvperfctr, struct perfctr_count *counts)
{
	return vperfctr_read_children(&rvperfctr->base, counts);
}

int rvperfctr_read_state(struct rvperfctr *rvperfctr, struct perfctr_state *state)
{
	return read_state_base(&rvperfctr->base, state);
}

void rvperfctr_close(struct rvperfctr *rvperfctr)
{
	if (rvperfctr)
		close_base(&rvperfctr->base);
}

struct gperfctr *gperfctr_open(int cpu)
{
	if (cpu < 0) {
		fail(EINVAL, "there is no CPU %d", cpu);
		return NULL;
	}
	return open_target(sizeof(struct gperfctr), (struct target){.tid = -1, .cpu = cpu});
}

int gperfctr_control(struct gperfctr *gperfctr, const struct perfctr_control *control)
{
	if (control->periods || control->flags & PERFCTR_COUNT_CHILDREN)
		return fail(EINVAL, "a CPU's counters have neither overflow signals nor children");
	return control_base(&gperfctr->base, control);
}

int gperfctr_stop(struct gperfctr *gperfctr)
{
	return vperfctr_stop(&gperfctr->base);
}

int gperfctr_read_ctrs(struct gperfctr *gperfctr, struct perfctr_count *counts)
{
	return vperfctr_read_ctrs(&gperfctr->base, counts);
}

int gperfctr_read_state(struct gperfctr *gperfctr, struct perfctr_state *state)
{
	return read_state_base(&gperfctr->base, state);
}

void gperfctr_close(struct gperfctr *gperfctr)
{
	if (gperfctr)
		close_base(&gperfctr->base);
}
