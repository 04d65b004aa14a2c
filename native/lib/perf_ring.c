// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reads the records that the kernel writes into a mapped buffer. */
#include "perf_backend.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int ring_map(struct ring *ring, int fd, size_t size)
{
	size_t page = sysconf(_SC_PAGESIZE);
	void *map = MAP_FAILED;

	for (; size >= page; size /= 2) {
		map = mmap(NULL, page + size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (map != MAP_FAILED || (errno != EPERM && errno != ENOMEM))
			break;
	}
	if (map == MAP_FAILED)
		return fail(errno,
			    "the kernel lends no memory for records (%s): raise the limit with "
			    "'ulimit -l' or 'sudo sysctl kernel.perf_event_mlock_kb=2048'",
			    strerror(errno));
	*ring = (struct ring){.fd = fd, .page = map, .size = size};
	return 0;
}

void ring_unmap(struct ring *ring)
{
	if (ring->page)
		munmap(ring->page, sysconf(_SC_PAGESIZE) + ring->size);
	ring->page = NULL;
}

static void copy(const struct ring *ring, uint64_t from, void *to, size_t length)
{
	const char *data = (const char *)ring->page + ring->page->data_offset;
	size_t start = from & (ring->size - 1);
	size_t first = length < ring->size - start ? length : ring->size - start;

	memcpy(to, data + start, first);
	memcpy((char *)to + first, data, length - first);
}

int ring_drain(struct ring *ring, ring_record_fn fn, void *context)
{
	_Alignas(8) char record[UINT16_MAX + 1];
	struct perf_event_header *header = (struct perf_event_header *)record;
	uint64_t head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
	int full = (head - ring->tail) * 100 / ring->size;

	while (ring->tail < head) {
		int result;

		copy(ring, ring->tail, header, sizeof(*header));
		if (header->size < sizeof(*header))
			return fail(EIO, "the kernel wrote a damaged record");
		copy(ring, ring->tail, header, header->size);
		ring->tail += header->size;
		result = fn(header, context);
		if (result < 0)
			return result;
	}
	__atomic_store_n(&ring->page->data_tail, ring->tail, __ATOMIC_RELEASE);
	return full;
}
