/* SPDX-License-Identifier: GPL-2.0-only */
/* The ring buffer of samples: written in NMIs on any CPU, mapped and read by user space. */
#ifndef PERFCTR_SAMPLES_H
#define PERFCTR_SAMPLES_H

#include <linux/irq_work.h>
#include <linux/mm_types.h>
#include <linux/refcount.h>
#include <uapi/perfctr.h>

struct listeners;

/*
 * Writers take a position by compare-and-exchange on @head and publish the sample by writing its
 * position last, so that neither NMIs nor other CPUs ever wait for each other. What user space can
 * write (the head page) is only ever used to see how much room there is.
 *
 * Lifetime: one reference for each struct counters that writes to it; a mapping keeps its pages
 * only.
 */
struct buffer {
	refcount_t refs;
	u64 capacity;  /* samples, a power of two */
	u64 watermark; /* samples */
	atomic64_t head;
	u64 woken_at; /* tail + 1 when the reader was last woken, 0: never */
	size_t bytes; /* of @pages */
	void *pages;  /* struct perfctr_buffer's page, then the samples */
	struct listeners *listeners;
	struct irq_work wake;
};

struct buffer *buffer_create(u64 bytes, u64 watermark, struct listeners *listeners);
void buffer_put(struct buffer *buffer); /* may sleep */

static inline struct buffer *buffer_get(struct buffer *buffer)
{
	if (buffer)
		refcount_inc(&buffer->refs);
	return buffer;
}

/* Adds a sample; its position is filled in here. False: there is no room. */
bool buffer_add(struct buffer *buffer, const struct perfctr_sample *sample);

/* Tells user space how many overflows of an event have no sample. */
void buffer_lose(struct buffer *buffer, u32 event, u64 times);

/* Are there as many unread samples as the watermark says? */
bool buffer_is_ready(const struct buffer *buffer);

int buffer_mmap(struct buffer *buffer, struct vm_area_struct *vma);

#endif /* PERFCTR_SAMPLES_H */
