// SPDX-License-Identifier: GPL-2.0-only
/* The file descriptor of a vperfctr: its requests, its mappings, and its records of ended tasks. */
#include <linux/anon_inodes.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "glue/glue.h"
#include "owner.h"
#include "requests.h"
#include "tree.h"
#include "vperfctr.h"

static int control(struct tree *tree, const struct perfctr_control __user *user)
{
	struct control *control = control_create(user);
	int err;

	if (IS_ERR(control))
		return PTR_ERR(control);
	err = vperfctr_control(tree, control);
	control_put(control);
	return err;
}

static int read_control(struct tree *tree, struct perfctr_control __user *user)
{
	u64 family;
	struct control *control = vperfctr_get_control(tree, &family);
	int err = control_read(control, family, user);

	control_put(control);
	return err;
}

static int read_own(struct tree *tree, const struct perfctr_read *request,
		    struct snapshot *snapshot)
{
	if (request->flags || request->cpu)
		return -EINVAL;
	vperfctr_read(tree, snapshot);
	return 0;
}

static int read_children(struct tree *tree, const struct perfctr_read *request,
			 struct snapshot *snapshot)
{
	if ((request->flags & ~PERFCTR_READ_LIVE) || request->cpu)
		return -EINVAL;
	tree_read_children(tree, request->flags & PERFCTR_READ_LIVE, snapshot);
	return 0;
}

static int read_counts(struct tree *tree, struct perfctr_read __user *user,
		       int (*take)(struct tree *tree, const struct perfctr_read *request,
				   struct snapshot *snapshot))
{
	struct perfctr_read request;
	struct snapshot *snapshot;
	int err, size;

	size = read_request_get(&request, user);
	if (size < 0)
		return size;
	snapshot = kmalloc(sizeof(*snapshot), GFP_KERNEL);
	if (!snapshot)
		return -ENOMEM;
	err = take(tree, &request, snapshot);
	if (!err)
		err = read_request_answer(&request, user, size, snapshot);
	kfree(snapshot);
	return err;
}

static long vperfctr_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct tree *tree = file->private_data;
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case PERFCTR_CONTROL:
		return control(tree, user);
	case PERFCTR_READ:
		return read_counts(tree, user, read_own);
	case PERFCTR_READ_CHILDREN:
		return read_counts(tree, user, read_children);
	case PERFCTR_READ_CONTROL:
		return read_control(tree, user);
	case PERFCTR_STOP:
		return vperfctr_stop(tree);
	case PERFCTR_IRESUME:
		return vperfctr_iresume(tree);
	case PERFCTR_UNLINK:
		return vperfctr_unlink(tree);
	default:
		return -ENOTTY;
	}
}

/* ---- Records ---- */

/* Returns its size, 0 if there is no room for it, or -EFAULT. */
static ssize_t write_record(const struct vperfctr *v, char __user *to, size_t room)
{
	u32 i, nr = v->counters->control->nr_events;
	struct perfctr_record record = {
		.size = sizeof(record) + nr * sizeof(struct perfctr_count),
		.nr_counts = nr,
		.tid = v->tid,
		.pid = v->pid,
		.parent_tid = v->parent_tid,
		.counts_at = sizeof(record),
		.started = v->started,
		.ended = v->ended,
		.tsc = v->counters->tsc_sum,
		.family = v->family->id,
	};

	if (record.size > room)
		return 0;
	BUILD_BUG_ON(sizeof(record.name) != sizeof(v->name));
	memcpy(record.name, v->name, sizeof(record.name));
	if (copy_to_user(to, &record, sizeof(record)))
		return -EFAULT;
	to += sizeof(record);
	for (i = 0; i < nr; i++, to += sizeof(struct perfctr_count)) {
		struct perfctr_count count = counters_count(v->counters, i);

		if (copy_to_user(to, &count, sizeof(count)))
			return -EFAULT;
	}
	return record.size;
}

static ssize_t write_records(struct tree *tree, char __user *to, size_t room)
{
	struct vperfctr *v;
	ssize_t written, done = 0;

	while ((v = tree_take_record(tree))) {
		written = write_record(v, to + done, room - done);
		if (written <= 0) {
			tree_return_record(tree, v);
			if (done)
				return done;
			return written ? written : -EINVAL;
		}
		vperfctr_put(v);
		done += written;
	}
	return done;
}

static ssize_t vperfctr_read_records(struct file *file, char __user *to, size_t room, loff_t *pos)
{
	struct tree *tree = file->private_data;
	ssize_t done;
	bool over;
	int err;

	for (;;) {
		/* asked first: what comes to an end after this leaves a record */
		over = tree_is_over(tree);
		done = write_records(tree, to, room);
		if (done || over)
			return done;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(tree->listeners->wait,
					       tree_has_records(tree) || tree_is_over(tree));
		if (err)
			return -EINTR;
	}
}

static __poll_t vperfctr_poll(struct file *file, poll_table *wait)
{
	struct tree *tree = file->private_data;
	struct buffer *buffer;
	__poll_t ready = 0;

	poll_wait(file, &tree->listeners->wait, wait);
	if (tree_is_over(tree))
		ready |= EPOLLHUP;
	buffer = vperfctr_get_buffer(tree);
	if (tree_has_records(tree) || (buffer && buffer_is_ready(buffer)))
		ready |= EPOLLIN | EPOLLRDNORM;
	buffer_put(buffer);
	return ready;
}

static int vperfctr_fasync(int fd, struct file *file, int on)
{
	struct tree *tree = file->private_data;

	return fasync_helper(fd, file, on, &tree->listeners->fasync);
}

/* ---- Mappings ---- */

static void page_vma_open(struct vm_area_struct *vma)
{
	glue_rdpmc_allow(vma->vm_mm, owner_lock());
	owner_unlock();
}

static void page_vma_close(struct vm_area_struct *vma)
{
	glue_rdpmc_disallow(vma->vm_mm);
}

static const struct vm_operations_struct page_vm_ops = {
	.open = page_vma_open,
	.close = page_vma_close,
};

static int map_page(struct tree *tree, struct vm_area_struct *vma)
{
	int err;

	if (vma->vm_end - vma->vm_start != PAGE_SIZE)
		return -EINVAL;
	if (vma->vm_flags & VM_WRITE)
		return -EPERM;
	glue_vma_clear_flags(vma, VM_MAYWRITE);
	/* VM_IO: else madvise(2) could undo VM_DONTCOPY */
	glue_vma_set_flags(vma, VM_IO | VM_DONTCOPY | VM_DONTEXPAND | VM_DONTDUMP);
	err = vm_insert_page(vma, vma->vm_start, virt_to_page(tree->page));
	if (err)
		return err;
	vma->vm_ops = &page_vm_ops;
	page_vma_open(vma);
	return 0;
}

static int map_buffer(struct tree *tree, struct vm_area_struct *vma)
{
	struct buffer *buffer = vperfctr_get_buffer(tree);
	int err = buffer ? buffer_mmap(buffer, vma) : -ENODEV;

	buffer_put(buffer);
	return err;
}

static int vperfctr_mmap(struct file *file, struct vm_area_struct *vma)
{
	switch (vma->vm_pgoff << PAGE_SHIFT) {
	case PERFCTR_MMAP_PAGE:
		return map_page(file->private_data, vma);
	case PERFCTR_MMAP_BUFFER:
		return map_buffer(file->private_data, vma);
	default:
		return -EINVAL;
	}
}

/* ---- Open and close ---- */

static int vperfctr_release(struct inode *inode, struct file *file)
{
	tree_close(file->private_data);
	owner_settle();
	service_put_vperfctr();
	return 0;
}

static const struct file_operations vperfctr_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = vperfctr_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.read = vperfctr_read_records,
	.poll = vperfctr_poll,
	.fasync = vperfctr_fasync,
	.mmap = vperfctr_mmap,
	.release = vperfctr_release,
};

int vperfctr_open(struct task_struct *task)
{
	struct tree *tree;
	int fd, err;

	err = service_get_vperfctr();
	if (err)
		return err;
	tree = tree_create(task);
	if (IS_ERR(tree)) {
		fd = PTR_ERR(tree);
		goto put_service;
	}
	fd = anon_inode_getfd("[vperfctr]", &vperfctr_fops, tree, O_RDWR | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	tree_close(tree);
put_service:
	service_put_vperfctr();
	return fd;
}
