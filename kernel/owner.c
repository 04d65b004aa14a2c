// SPDX-License-Identifier: GPL-2.0-only
/* Who has the PMU. */
#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <linux/workqueue.h>
#include "counters.h"
#include "glue/glue.h"
#include "machine.h"
#include "owner.h"

/*
 * @users goes from 0 to 1 only under @mutex, which also protects @reserved (changed with the CPU
 * hotplug lock and @handover held, too). The PMU is given back by a work item, because the last user
 * may be an exiting task.
 */
static DEFINE_MUTEX(mutex);
/* For owner_lock(): unlike @mutex, nobody waits for CPUs to come with this one. */
static DEFINE_MUTEX(handover);
static atomic_t users = ATOMIC_INIT(0);
static bool reserved;

static void enter(void *unused)
{
	counters_set_owned(true);
}

static void leave(void *unused)
{
	counters_set_owned(false);
}

static void set_reserved(bool value)
{
	cpus_read_lock();
	mutex_lock(&handover);
	on_each_cpu(value ? enter : leave, NULL, 1);
	reserved = value;
	mutex_unlock(&handover);
	cpus_read_unlock();
}

static void give_back(struct work_struct *work)
{
	mutex_lock(&mutex);
	if (reserved && !atomic_read(&users)) {
		set_reserved(false);
		glue_release_pmu(&machine.pmu);
	}
	mutex_unlock(&mutex);
}

static DECLARE_WORK(give_back_work, give_back);

int owner_acquire(void)
{
	int err = 0;

	mutex_lock(&mutex);
	if (!reserved) {
		err = glue_reserve_pmu(&machine.pmu);
		if (!err)
			set_reserved(true);
	}
	if (!err)
		atomic_inc(&users);
	mutex_unlock(&mutex);
	return err;
}

void owner_share(void)
{
	atomic_inc(&users);
}

void owner_release(void)
{
	if (atomic_dec_and_test(&users))
		queue_work(glue_workqueue, &give_back_work);
}

void owner_settle(void)
{
	flush_work(&give_back_work);
}

bool owner_lock(void)
{
	mutex_lock(&handover);
	return reserved;
}

void owner_unlock(void)
{
	mutex_unlock(&handover);
}

void owner_cpu_comes(void)
{
	counters_cpu_comes(reserved);
}
