// SPDX-License-Identifier: LGPL-2.1-or-later
#include "names.h"

#include <libiberty/demangle.h>
#include <string.h>

/* A hostile name is cheap to write and expensive to demangle. */
#define LONGEST 4096

char *name_demangle(const char *linkage_name)
{
	if (!linkage_name || linkage_name[0] != '_' || strlen(linkage_name) > LONGEST)
		return NULL;
	return cplus_demangle(linkage_name, DMGL_AUTO);
}
