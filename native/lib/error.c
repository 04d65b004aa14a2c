// SPDX-License-Identifier: LGPL-2.1-or-later
/* The text that belongs to the calling thread's last error. */
#include "internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static _Thread_local char text[1024];

int fail(int error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	errno = error;
	return -error;
}

const char *perfctr_error(void)
{
	return text;
}

void perfctr_free(char *string)
{
	free(string);
}

const char *perfctr_version(void)
{
	return PERFCTR_VERSION;
}
