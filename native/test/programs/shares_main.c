// SPDX-License-Identifier: LGPL-2.1-or-later
/* shares_main WHAT ROUNDS [LIBRARY]: calls tenths or quarters, its own or the library's. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	void *library = dlopen(argc > 3 ? argv[3] : NULL, RTLD_NOW);
	uint64_t (*function)(uint64_t, unsigned) = library ? dlsym(library, argv[1]) : NULL;

	if (!function) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	printf("%lu\n", (unsigned long)function(1, atoi(argv[2])));
	return 0;
}
