// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Preloaded, a processor with cycles that can be sampled as precisely as $MOST_PRECISE and no more:
 * beyond that the kernel answers $REFUSAL. The clock stands in for them; how precisely they are
 * sampled at a frequency is written to $ANSWERS.
 */
#include <dlfcn.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

static int number_from(const char *name)
{
	const char *text = getenv(name);

	return text ? atoi(text) : 0;
}

static void note(const struct perf_event_attr *attr)
{
	FILE *file = fopen(getenv("ANSWERS"), "a");

	fprintf(file, "%d\n", (int)attr->precise_ip);
	fclose(file);
}

long syscall(long number, ...)
{
	static long (*real)(long, ...);
	struct perf_event_attr attr;
	long argument[6];
	va_list list;

	if (!real)
		real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	va_start(list, number);
	for (int i = 0; i < 6; i++)
		argument[i] = va_arg(list, long);
	va_end(list);
	if (number == SYS_perf_event_open) {
		attr = *(const struct perf_event_attr *)argument[0];
		if (attr.type == PERF_TYPE_HARDWARE && attr.config == PERF_COUNT_HW_CPU_CYCLES) {
			if ((int)attr.precise_ip > number_from("MOST_PRECISE")) {
				errno = number_from("REFUSAL");
				return -1;
			}
			if (attr.freq)
				note(&attr);
			attr.type = PERF_TYPE_SOFTWARE;
			attr.config = PERF_COUNT_SW_CPU_CLOCK;
			attr.precise_ip = 0;
		}
		argument[0] = (long)&attr;
	}
	return real(number, argument[0], argument[1], argument[2], argument[3], argument[4],
		    argument[5]);
}
