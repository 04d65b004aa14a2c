/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel's functions, as /proc/kallsyms lists them. */
#ifndef PERFEX_KERNEL_H
#define PERFEX_KERNEL_H

#include <stdint.h>

struct kernel;

/* NULL when the kernel doesn't show its addresses to this user. */
struct kernel *kernel_open(void);
/* The function at this address, or NULL. */
const char *kernel_find(const struct kernel *kernel, uint64_t address);
void kernel_close(struct kernel *kernel);

#endif
