// SPDX-License-Identifier: GPL-2.0-only
/* The ring buffer of samples. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "glue/glue.h"
#include "listeners.h"
#include "samples.h"

static struct perfctr_buffer *header_of(const struct buffer *buffer)
{
	return buffer->pages;
}

static struct perfctr_sample *sample_at(const struct buffer *buffer, u64 position)
{
	struct perfctr_sample *samples = buffer->pages + PAGE_SIZE;

	return &samples[position & (buffer->capacity - 1)];
}

static void wake(struct irq_work *work)
{
	listeners_wake(container_of(work, struct buffer, wake)->listeners);
}

void buffer_put(struct buffer *buffer)
{
	if (!buffer || !refcount_dec_and_test(&buffer->refs))
		return;
	irq_work_sync(&buffer->wake);
	listeners_put(buffer->listeners);
	vfree(buffer->pages);
	kfree(buffer);
}

struct buffer *buffer_create(u64 bytes, u64 watermark, struct listeners *listeners)
{
	struct perfctr_buffer *header;
	struct buffer *buffer;

	BUILD_BUG_ON(sizeof(*header) > PAGE_SIZE || sizeof(struct perfctr_sample) != 64);
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL_ACCOUNT);
	if (!buffer)
		return ERR_PTR(-ENOMEM);
	buffer->bytes = PAGE_SIZE + bytes;
	buffer->pages = __vmalloc(buffer->bytes, GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_NOWARN);
	if (!buffer->pages) {
		kfree(buffer);
		return ERR_PTR(-ENOMEM);
	}
	refcount_set(&buffer->refs, 1);
	buffer->capacity = bytes / sizeof(struct perfctr_sample);
	buffer->watermark = max_t(u64, watermark / sizeof(struct perfctr_sample), 1);
	init_irq_work(&buffer->wake, wake);
	refcount_inc(&listeners->refs);
	buffer->listeners = listeners;
	header = header_of(buffer);
	header->size = sizeof(*header);
	header->sample_size = sizeof(struct perfctr_sample);
	header->capacity = buffer->capacity;
	return buffer;
}

/* One wake-up for each value of the tail: a reader that is awake anyway needs no more. */
static void wake_if_ready(struct buffer *buffer, u64 used, u64 tail)
{
	if (used < buffer->watermark || READ_ONCE(buffer->woken_at) == tail + 1)
		return;
	WRITE_ONCE(buffer->woken_at, tail + 1);
	irq_work_queue(&buffer->wake);
}

bool buffer_add(struct buffer *buffer, const struct perfctr_sample *sample)
{
	struct perfctr_buffer *header = header_of(buffer);
	s64 position = atomic64_read(&buffer->head);
	struct perfctr_sample *to;
	u64 tail;

	do {
		/* pairs with the reader's store: it is done with what is before the tail */
		tail = smp_load_acquire(&header->tail);
		/* also when the tail is ahead of the head: then user space is lying, to itself */
		if ((u64)position - tail >= buffer->capacity) {
			wake_if_ready(buffer, buffer->capacity, tail);
			return false;
		}
	} while (!atomic64_try_cmpxchg(&buffer->head, &position, position + 1));

	to = sample_at(buffer, position);
	to->ip = sample->ip;
	to->tsc = sample->tsc;
	to->time = sample->time;
	to->events = sample->events;
	to->pid = sample->pid;
	to->tid = sample->tid;
	to->cpu = sample->cpu;
	to->flags = sample->flags;
	/* pairs with the reader's load: the sample is complete */
	smp_store_release(&to->position, position + 1);
	atomic64_inc((atomic64_t *)&header->head);
	wake_if_ready(buffer, position + 1 - tail, tail);
	return true;
}

void buffer_lose(struct buffer *buffer, u32 event, u64 times)
{
	atomic64_add(times, (atomic64_t *)&header_of(buffer)->lost[event]);
}

bool buffer_is_ready(const struct buffer *buffer)
{
	u64 head = atomic64_read(&buffer->head);

	return head - READ_ONCE(header_of(buffer)->tail) >= buffer->watermark;
}

int buffer_mmap(struct buffer *buffer, struct vm_area_struct *vma)
{
	unsigned long address = vma->vm_start;
	size_t offset;
	int err;

	if (vma->vm_end - vma->vm_start != buffer->bytes || !(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	glue_vma_set_flags(vma, VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY);
	for (offset = 0; offset < buffer->bytes; offset += PAGE_SIZE, address += PAGE_SIZE) {
		err = vm_insert_page(vma, address, vmalloc_to_page(buffer->pages + offset));
		if (err)
			return err;
	}
	return 0;
}
