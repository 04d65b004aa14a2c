// SPDX-License-Identifier: LGPL-2.1-or-later
/* The driver's buffer of samples. */
#include "driver_backend.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int samples_map(struct samples *samples, int fd, size_t size)
{
	struct sample_buffer *grown =
		reallocarray(samples->buffer, samples->buffers + 1, sizeof(*grown));
	void *head;

	if (!grown)
		return fail(ENOMEM, "out of memory");
	samples->buffer = grown;
	size += sysconf(_SC_PAGESIZE);
	head = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, PERFCTR_MMAP_BUFFER);
	if (head == MAP_FAILED)
		return fail(errno, "can't map the driver's buffer of samples: %s", strerror(errno));
	grown[samples->buffers++] = (struct sample_buffer){.head = head, .size = size};
	return 0;
}

static int append(struct samples *samples, const struct driver_sample *sample)
{
	if (samples->count == samples->room) {
		size_t room = samples->room ? 2 * samples->room : 1024;
		struct driver_sample *grown =
			reallocarray(samples->sample, room, sizeof(*samples->sample));

		if (!grown)
			return fail(ENOMEM, "out of memory for samples");
		samples->sample = grown;
		samples->room = room;
	}
	samples->sample[samples->count++] = *sample;
	return 0;
}

static int by_time(const void *a, const void *b)
{
	const struct driver_sample *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

/* Returns how full it was, in percent. */
static int take(struct samples *samples, struct driver_buffer *buffer)
{
	const char *first = (const char *)buffer + sysconf(_SC_PAGESIZE);
	uint64_t tail = buffer->tail, head = __atomic_load_n(&buffer->head, __ATOMIC_ACQUIRE);
	int result = 0;

	for (uint64_t next = tail; result == 0; next++) {
		const struct driver_sample *sample =
			(const void *)(first + next % buffer->capacity * buffer->sample_size);

		if (__atomic_load_n(&sample->position, __ATOMIC_ACQUIRE) != next + 1)
			break;
		result = append(samples, sample);
		__atomic_store_n(&buffer->tail, next + 1, __ATOMIC_RELEASE);
	}
	return result < 0 ? result : (int)((head - tail) * 100 / buffer->capacity);
}

int samples_take(struct samples *samples)
{
	int fullest = 0;

	for (int i = 0; i < samples->buffers; i++) {
		int full = take(samples, samples->buffer[i].head);

		if (full < 0)
			return full;
		if (full > fullest)
			fullest = full;
	}
	if (samples->count > 1)
		qsort(samples->sample, samples->count, sizeof(*samples->sample), by_time);
	return fullest;
}

uint64_t samples_lost(struct samples *samples, int slot)
{
	uint64_t sum = 0, more;

	for (int i = 0; i < samples->buffers; i++)
		sum += samples->buffer[i].head->lost[slot];
	more = sum - samples->lost[slot];
	samples->lost[slot] = sum;
	return more;
}

void samples_drop(struct samples *samples, size_t count)
{
	samples->count -= count;
	memmove(samples->sample, samples->sample + count,
		samples->count * sizeof(*samples->sample));
}

void samples_unmap(struct samples *samples)
{
	for (int i = 0; i < samples->buffers; i++)
		munmap(samples->buffer[i].head, samples->buffer[i].size);
	free(samples->buffer);
	free(samples->sample);
	*samples = (struct samples){0};
}
