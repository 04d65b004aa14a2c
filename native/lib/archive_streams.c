// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * For the shared library only. Debian's libpfm.a and libjansson.a are not compiled for shared
 * libraries: their plain references to the standard streams can't be linked into one. The linker
 * redirects them here
 * (--wrap).
 */
#include <stdio.h>

extern FILE *__wrap_stdin, *__wrap_stdout, *__wrap_stderr;
extern FILE *__real_stdin, *__real_stdout, *__real_stderr;
FILE *__wrap_stdin, *__wrap_stdout, *__wrap_stderr;

__attribute__((constructor)) static void set_streams(void)
{
	__wrap_stdin = __real_stdin;
	__wrap_stdout = __real_stdout;
	__wrap_stderr = __real_stderr;
}
