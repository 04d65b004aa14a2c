// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * shrinks LIBRARY: works in the library, says so and waits for a line; works there again, unloads
 * it, makes its file empty, and says so. With -DLIBRARY this is the library.
 */
#ifdef LIBRARY
#include <time.h>

void work(void)
{
	clock_t end = clock() + CLOCKS_PER_SEC / 5;

	while (clock() < end)
		;
}
#else
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	void *library = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
	void (*work)(void) = library ? (void (*)(void))dlsym(library, "work") : NULL;

	if (!work)
		return 2;
	work();
	puts("ready");
	fflush(stdout);
	getchar();
	work();
	dlclose(library);
	if (truncate(argv[1], 0) < 0)
		return 1;
	puts("done");
	return 0;
}
#endif
