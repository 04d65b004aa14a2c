/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Work whose page faults are known in advance. */
#ifndef PAGES_H
#define PAGES_H

#include <sys/mman.h>
#include <unistd.h>

#define PAGES 100

static inline void touch(int pages)
{
	size_t page = sysconf(_SC_PAGESIZE);
	volatile char *memory = mmap(NULL, (PAGES + 1) * page, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise((void *)memory, (PAGES + 1) * page, MADV_NOHUGEPAGE);
	for (int i = 0; i < pages; i++)
		memory[i * page] = 1;
	munmap((void *)memory, (PAGES + 1) * page);
}

static inline void touch_pages(void)
{
	touch(PAGES);
}

#endif
