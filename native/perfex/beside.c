// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * An RPATH would do the same, but every start of perfex would search it for libc, in twenty
 * folders.
 */
#include "beside.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *library_beside(const char *name)
{
	static const char *const folders[] = {"", INSTALLED};
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	while (length > 0 && self[length - 1] != '/')
		length--;
	for (size_t i = 0; length > 0 && i < sizeof(folders) / sizeof(folders[0]); i++) {
		char *library;

		if (asprintf(&library, "%.*s%s%s", (int)length, self, folders[i], name) < 0)
			return NULL;
		if (access(library, R_OK) == 0)
			return library;
		free(library);
	}
	return NULL;
}
