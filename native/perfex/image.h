/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that holds a module's code. */
#ifndef PERFEX_IMAGE_H
#define PERFEX_IMAGE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

/* name is a file, or "[vdso]", which has none: then it is a copy. Returns a descriptor, or -1. */
int image_open(const char *name);

/* Which file a name stands for; all 0 when there is none. */
struct identity {
	dev_t device;
	ino_t inode;
	struct timespec modified;
};

struct identity image_identity(const char *name);
/* Whether the name still stands for that file, with the content that it had. */
bool image_is(const char *name, const struct identity *identity);

#endif
