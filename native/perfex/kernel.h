/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel's functions, as /proc/kallsyms lists them. */
#ifndef PERFEX_KERNEL_H
#define PERFEX_KERNEL_H

#include "extent.h"

struct kernel;

/* NULL when the kernel doesn't show its addresses to this user. */
struct kernel *kernel_open(void);
/* The function at this address, or NULL. */
const char *kernel_find(const struct kernel *kernel, uint64_t address);
/* The function around this address. Returns false when none is known. */
bool kernel_extent(const struct kernel *kernel, uint64_t address, struct extent *extent);
void kernel_close(struct kernel *kernel);

#endif
