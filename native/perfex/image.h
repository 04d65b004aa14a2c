/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that holds a module's code. */
#ifndef PERFEX_IMAGE_H
#define PERFEX_IMAGE_H

/* name is a file, or "[vdso]", which has none: then it is a copy. Returns a descriptor, or -1. */
int image_open(const char *name);

#endif
