// SPDX-License-Identifier: GPL-2.0-only
/* gperfctrs: the counters of CPUs, whoever runs there. */
#include <linux/anon_inodes.h>
#include <linux/cpu.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nospec.h>
#include <linux/pid_namespace.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "counters.h"
#include "gperfctr.h"
#include "listeners.h"
#include "owner.h"
#include "requests.h"
#include "ustruct.h"

/* One control on some CPUs: counters[cpu] is NULL where nothing is counted. */
struct session {
	u64 id;
	struct control *control;
	struct buffer *buffer;
	struct counters *counters[];
};

/*
 * @mutex protects @session and @running; to set @session, @lock is held as well. While @running,
 * each of the session's counters belong to their CPU, which is made to do what is wanted by
 * smp_call_function_single().
 */
struct gperfctr {
	struct mutex mutex;
	spinlock_t lock;
	struct pid_namespace *ns;
	struct listeners *listeners;
	struct session *session; /* the last control's, NULL before the first */
	bool running;
};

static void resume_here(void *counters)
{
	counters_resume(counters);
}

/* A CPU that was offline when it was to resume them has not. */
static void suspend_here(void *counters)
{
	struct counters *c = counters;

	if (c->on)
		counters_suspend(c);
}

/* What is offline now counts when the next control comes. */
static void session_resume(struct session *session)
{
	unsigned int cpu;

	cpus_read_lock();
	for_each_possible_cpu(cpu) {
		if (session->counters[cpu])
			smp_call_function_single(cpu, resume_here, session->counters[cpu], 1);
	}
	cpus_read_unlock();
}

static void session_suspend(struct session *session)
{
	unsigned int cpu;

	cpus_read_lock();
	for_each_possible_cpu(cpu) {
		struct counters *c = session->counters[cpu];

		if (c && smp_call_function_single(cpu, suspend_here, c, 1))
			counters_forget(c, cpu);
	}
	cpus_read_unlock();
}

static void session_free(struct session *session)
{
	unsigned int cpu;

	if (!session)
		return;
	for_each_possible_cpu(cpu)
		counters_free(session->counters[cpu]);
	buffer_put(session->buffer);
	control_put(session->control);
	kfree(session);
}

static int copy_cpus(const struct perfctr_control *user, struct cpumask *cpus)
{
	if (!user->cpus) {
		cpumask_copy(cpus, cpu_online_mask);
		return user->cpus_size ? -EINVAL : 0;
	}
	cpumask_clear(cpus);
	if (copy_from_user(cpumask_bits(cpus), u64_to_user_ptr(user->cpus),
			   min_t(u32, user->cpus_size, cpumask_size())))
		return -EFAULT;
	return cpumask_and(cpus, cpus, cpu_online_mask) ? 0 : -EINVAL;
}

static int add_counters(struct gperfctr *g, struct session *session, const struct cpumask *cpus)
{
	unsigned int cpu;

	for_each_cpu(cpu, cpus) {
		struct counters *c;

		c = counters_create(session->control, session->buffer, GFP_KERNEL_ACCOUNT);
		if (!c)
			return -ENOMEM;
		c->family = session->id;
		c->global_ns = g->ns;
		session->counters[cpu] = c;
	}
	return 0;
}

static int add_buffer(struct gperfctr *g, struct session *session)
{
	const struct perfctr_control *user = &session->control->user;
	struct buffer *buffer;

	if (!user->buffer_size)
		return 0;
	buffer = buffer_create(user->buffer_size, user->watermark, g->listeners);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	session->buffer = buffer;
	return 0;
}

static struct session *session_create(struct gperfctr *g, struct control *control)
{
	static atomic64_t last_id = ATOMIC64_INIT(0);
	struct session *session;
	cpumask_var_t cpus;
	int err = -ENOMEM;

	session = kzalloc(struct_size(session, counters, nr_cpu_ids), GFP_KERNEL_ACCOUNT);
	if (!session)
		return ERR_PTR(err);
	session->id = atomic64_inc_return(&last_id);
	session->control = control_get(control);
	if (!alloc_cpumask_var(&cpus, GFP_KERNEL))
		goto free_session;
	err = copy_cpus(&control->user, cpus);
	if (!err)
		err = add_buffer(g, session);
	if (!err)
		err = add_counters(g, session, cpus);
	free_cpumask_var(cpus);
	if (!err)
		return session;
free_session:
	session_free(session);
	return ERR_PTR(err);
}

static void stop(struct gperfctr *g)
{
	if (!g->running)
		return;
	g->running = false;
	session_suspend(g->session);
	if (g->session->control->nr_events)
		owner_release();
}

static void preserve(struct session *session, const struct session *before)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (session->counters[cpu] && before->counters[cpu])
			counters_preserve(session->counters[cpu], before->counters[cpu]);
	}
}

static int start(struct gperfctr *g, struct session *session)
{
	struct session *before = g->session;
	int err;

	if (session->control->nr_events) {
		err = owner_acquire();
		if (err)
			return err;
	}
	stop(g);
	if (before)
		preserve(session, before);
	spin_lock(&g->lock);
	g->session = session;
	spin_unlock(&g->lock);
	session_free(before);
	g->running = true;
	session_resume(session);
	return 0;
}

static int check(const struct perfctr_control *user)
{
	return user->signal || (user->flags & ~PERFCTR_CONTROL_KEEP_TSC) ? -EINVAL : 0;
}

static int control(struct gperfctr *g, const struct perfctr_control __user *user)
{
	struct control *control = control_create(user);
	struct session *session;
	int err;

	if (IS_ERR(control))
		return PTR_ERR(control);
	err = check(&control->user);
	if (err)
		goto put_control;
	session = session_create(g, control);
	err = PTR_ERR_OR_ZERO(session);
	if (err)
		goto put_control;
	mutex_lock(&g->mutex);
	err = start(g, session);
	mutex_unlock(&g->mutex);
	if (err)
		session_free(session);
put_control:
	control_put(control);
	return err;
}

static int read_control(struct gperfctr *g, struct perfctr_control __user *user)
{
	struct control *control = NULL;
	u64 id = 0;
	int err;

	mutex_lock(&g->mutex);
	if (g->session) {
		control = control_get(g->session->control);
		id = g->session->id;
	}
	mutex_unlock(&g->mutex);
	err = control_read(control, id, user);
	control_put(control);
	return err;
}

static void add_counts(const struct counters *c, struct snapshot *snapshot)
{
	u32 i;

	snapshot->tsc += c->tsc_sum;
	for (i = 0; i < snapshot->nr_events; i++)
		count_add(&snapshot->count[i], counters_count(c, i));
}

struct reading {
	struct counters *counters;
	struct snapshot *snapshot;
};

/* On the CPU that they belong to: they stand still meanwhile, for its NMI as well. */
static void read_here(void *data)
{
	struct reading *reading = data;
	struct counters *c = reading->counters;
	bool on = c->on;

	if (on)
		counters_suspend(c);
	add_counts(c, reading->snapshot);
	if (on)
		counters_resume(c);
}

/* A CPU that has gone offline has suspended its counters. */
static void read_cpu(struct session *session, unsigned int cpu, struct snapshot *snapshot)
{
	struct reading reading = { .counters = session->counters[cpu], .snapshot = snapshot };

	if (reading.counters && smp_call_function_single(cpu, read_here, &reading, 1))
		add_counts(reading.counters, snapshot);
}

static bool is_counted(const struct session *session, u32 cpu)
{
	return cpu < nr_cpu_ids && session->counters[array_index_nospec(cpu, nr_cpu_ids)];
}

/* With the mutex held. */
static int take_snapshot(struct gperfctr *g, s32 cpu, struct snapshot *snapshot)
{
	struct session *session = g->session;
	unsigned int i;

	if (!session)
		return cpu == PERFCTR_CPU_ALL ? 0 : -EINVAL;
	if (cpu != PERFCTR_CPU_ALL && !is_counted(session, cpu))
		return -EINVAL;
	snapshot->state = g->running ? PERFCTR_RUNNING : PERFCTR_STOPPED;
	snapshot->family = session->id;
	snapshot->nr_events = session->control->nr_events;
	cpus_read_lock();
	for_each_possible_cpu(i) {
		if (cpu == PERFCTR_CPU_ALL || i == cpu)
			read_cpu(session, i, snapshot);
	}
	cpus_read_unlock();
	return 0;
}

static int read_counts(struct gperfctr *g, struct perfctr_read __user *user)
{
	struct perfctr_read request;
	struct snapshot *snapshot;
	int err, size;

	size = read_request_get(&request, user);
	if (size < 0)
		return size;
	if (request.flags)
		return -EINVAL;
	snapshot = kzalloc(sizeof(*snapshot), GFP_KERNEL);
	if (!snapshot)
		return -ENOMEM;
	mutex_lock(&g->mutex);
	err = take_snapshot(g, request.cpu, snapshot);
	mutex_unlock(&g->mutex);
	if (!err)
		err = read_request_answer(&request, user, size, snapshot);
	kfree(snapshot);
	return err;
}

static long gperfctr_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct gperfctr *g = file->private_data;
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case PERFCTR_CONTROL:
		return control(g, user);
	case PERFCTR_READ:
		return read_counts(g, user);
	case PERFCTR_READ_CONTROL:
		return read_control(g, user);
	case PERFCTR_STOP:
		mutex_lock(&g->mutex);
		stop(g);
		mutex_unlock(&g->mutex);
		owner_settle();
		return 0;
	default:
		return -ENOTTY;
	}
}

/* Not under the mutex: mmap(2) has the mmap lock, and who has the mutex waits for CPUs to come. */
static struct buffer *get_buffer(struct gperfctr *g)
{
	struct buffer *buffer = NULL;

	spin_lock(&g->lock);
	if (g->session)
		buffer = buffer_get(g->session->buffer);
	spin_unlock(&g->lock);
	return buffer;
}

static __poll_t gperfctr_poll(struct file *file, poll_table *wait)
{
	struct gperfctr *g = file->private_data;
	struct buffer *buffer;
	__poll_t ready = 0;

	poll_wait(file, &g->listeners->wait, wait);
	buffer = get_buffer(g);
	if (buffer && buffer_is_ready(buffer))
		ready = EPOLLIN | EPOLLRDNORM;
	buffer_put(buffer);
	return ready;
}

static int gperfctr_fasync(int fd, struct file *file, int on)
{
	struct gperfctr *g = file->private_data;

	return fasync_helper(fd, file, on, &g->listeners->fasync);
}

static int gperfctr_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct buffer *buffer;
	int err;

	if (vma->vm_pgoff << PAGE_SHIFT != PERFCTR_MMAP_BUFFER)
		return -ENODEV;
	buffer = get_buffer(file->private_data);
	err = buffer ? buffer_mmap(buffer, vma) : -ENODEV;
	buffer_put(buffer);
	return err;
}

static void gperfctr_free(struct gperfctr *g)
{
	session_free(g->session);
	put_pid_ns(g->ns);
	listeners_put(g->listeners);
	kfree(g);
}

static int gperfctr_release(struct inode *inode, struct file *file)
{
	struct gperfctr *g = file->private_data;

	stop(g);
	owner_settle();
	gperfctr_free(g);
	service_put_gperfctr();
	return 0;
}

static const struct file_operations gperfctr_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = gperfctr_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.poll = gperfctr_poll,
	.fasync = gperfctr_fasync,
	.mmap = gperfctr_mmap,
	.release = gperfctr_release,
};

static struct gperfctr *gperfctr_create(void)
{
	struct gperfctr *g = kzalloc(sizeof(*g), GFP_KERNEL_ACCOUNT);

	if (!g)
		return NULL;
	g->listeners = listeners_create();
	if (!g->listeners) {
		kfree(g);
		return NULL;
	}
	mutex_init(&g->mutex);
	spin_lock_init(&g->lock);
	g->ns = get_pid_ns(task_active_pid_ns(current));
	return g;
}

int gperfctr_open(void)
{
	struct gperfctr *g;
	int fd, err;

	err = service_get_gperfctr();
	if (err)
		return err;
	fd = -ENOMEM;
	g = gperfctr_create();
	if (!g)
		goto put_service;
	fd = anon_inode_getfd("[gperfctr]", &gperfctr_fops, g, O_RDWR | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	gperfctr_free(g);
put_service:
	service_put_gperfctr();
	return fd;
}
