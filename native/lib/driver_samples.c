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
	void *buffer;

	size += sysconf(_SC_PAGESIZE);
	buffer = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, PERFCTR_MMAP_BUFFER);
	if (buffer == MAP_FAILED)
		return fail(errno, "can't map the driver's buffer of samples: %s", strerror(errno));
	samples->buffer = buffer;
	samples->size = size;
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

int samples_take(struct samples *samples)
{
	struct driver_buffer *buffer = samples->buffer;
	const char *first = (const char *)buffer + sysconf(_SC_PAGESIZE);
	uint64_t tail, head;
	int result = 0;

	if (!buffer)
		return 0;
	tail = buffer->tail;
	head = __atomic_load_n(&buffer->head, __ATOMIC_ACQUIRE);
	for (uint64_t next = tail; result == 0; next++) {
		const struct driver_sample *sample =
			(const void *)(first + next % buffer->capacity * buffer->sample_size);

		if (__atomic_load_n(&sample->position, __ATOMIC_ACQUIRE) != next + 1)
			break;
		result = append(samples, sample);
		__atomic_store_n(&buffer->tail, next + 1, __ATOMIC_RELEASE);
	}
	qsort(samples->sample, samples->count, sizeof(*samples->sample), by_time);
	return result < 0 ? result : (int)((head - tail) * 100 / buffer->capacity);
}

void samples_drop(struct samples *samples, size_t count)
{
	samples->count -= count;
	memmove(samples->sample, samples->sample + count,
		samples->count * sizeof(*samples->sample));
}

void samples_unmap(struct samples *samples)
{
	if (samples->buffer)
		munmap(samples->buffer, samples->size);
	free(samples->sample);
	*samples = (struct samples){0};
}
