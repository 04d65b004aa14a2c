// SPDX-License-Identifier: LGPL-2.1-or-later
#include "content.h"

#include <md5.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Larger ones are generated, and in nobody's workspace. */
#define LARGEST (16 << 20)

static bool is_later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec : a->tv_nsec > b->tv_nsec;
}

/* Debug information may name a device, or one of the kernel's files, which have no size. */
static bool is_source(const struct stat *file)
{
	return S_ISREG(file->st_mode) && file->st_size > 0 && file->st_size <= LARGEST;
}

char *content_md5(const char *path, const char *directory, const char *module, char *text)
{
	struct stat source, made;
	char *whole = NULL;
	char *md5 = NULL;

	if (path[0] == '/')
		directory = "";
	if (!directory || asprintf(&whole, "%s/%s", directory, path) < 0)
		return NULL;
	if (whole[0] == '/' && stat(whole, &source) == 0 && is_source(&source) &&
	    stat(module, &made) == 0 && !is_later(&source.st_mtim, &made.st_mtim))
		md5 = MD5FileChunk(whole, text, 0, source.st_size);
	free(whole);
	return md5;
}
