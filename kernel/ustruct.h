/* SPDX-License-Identifier: GPL-2.0-only */
/* Copying the ABI's extensible structs, which start with their size as the caller knows it. */
#ifndef PERFCTR_USTRUCT_H
#define PERFCTR_USTRUCT_H

#include <linux/mm.h>
#include <linux/uaccess.h>

/*
 * Copies a struct in; @min is the size of its first published version. Returns the size that the
 * caller knows, or -EINVAL, -E2BIG, -EFAULT.
 */
static inline int ustruct_get(void *to, size_t size, const void __user *from, size_t min)
{
	u32 user_size;
	int err;

	if (get_user(user_size, (const u32 __user *)from))
		return -EFAULT;
	if (user_size < min)
		return -EINVAL;
	if (user_size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(to, size, from, user_size);
	return err ? err : user_size;
}

/* Copies a struct out, as much of it as the caller knows. */
static inline int ustruct_put(void __user *to, const void *from, size_t size, size_t user_size)
{
	return copy_to_user(to, from, min(size, user_size)) ? -EFAULT : 0;
}

#endif /* PERFCTR_USTRUCT_H */
