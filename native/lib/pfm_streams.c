// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * For the shared library only. Debian's libpfm.a is not compiled for shared libraries: its plain
 * references to stdout and stderr can't be linked into one. The linker redirects them here
 * (--wrap).
 */
#include <stdio.h>

extern FILE *__wrap_stdout, *__wrap_stderr;
extern FILE *__real_stdout, *__real_stderr;
FILE *__wrap_stdout, *__wrap_stderr;

__attribute__((constructor)) static void set_streams(void)
{
	__wrap_stdout = __real_stdout;
	__wrap_stderr = __real_stderr;
}
