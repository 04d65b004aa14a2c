// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What it costs to read 4 events of the own thread, and the thread's time. Prints a line for each
 * way: nanoseconds a read, the median of many rounds that take turns, and its name.
 */
#include <linux/perf_event.h>
#include <perfctr.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_PAPI
#include <dlfcn.h>
#include <papi.h>
#include <perfmon/pfmlib.h>
#endif

#define EVENTS 4
#define ROUNDS 201
#define READS  2000

static int group = -1;
static struct vperfctr *counters;
static int papi_set;

static void bare_read(void)
{
	uint64_t values[3 + EVENTS];

	if (read(group, values, sizeof(values)) != sizeof(values))
		exit(2);
}

static void our_read(void)
{
	struct perfctr_count counts[EVENTS];

	if (vperfctr_read_ctrs(counters, counts) < 0)
		exit(2);
}

static void papi_read(void)
{
#ifdef HAVE_PAPI
	long long values[EVENTS];

	if (PAPI_read(papi_set, values) != PAPI_OK)
		exit(2);
#endif
}

static void our_time(void)
{
	(void)gethrvtime();
}

static void clock_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
}

static int open_bare(void)
{
	static const int events[EVENTS] = {PERF_COUNT_SW_TASK_CLOCK, PERF_COUNT_SW_PAGE_FAULTS,
					   PERF_COUNT_SW_CONTEXT_SWITCHES,
					   PERF_COUNT_SW_CPU_MIGRATIONS};

	for (int i = 0; i < EVENTS; i++) {
		struct perf_event_attr attr = {
			.size = sizeof(attr),
			.type = PERF_TYPE_SOFTWARE,
			.config = events[i],
			.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
				       PERF_FORMAT_TOTAL_TIME_RUNNING,
		};
		int fd = syscall(SYS_perf_event_open, &attr, 0, -1, group, 0);

		if (fd < 0)
			return -1;
		if (group < 0)
			group = fd;
	}
	return 0;
}

static int open_ours(void)
{
	struct perfctr_control control = {
		.size = sizeof(control),
		.events = perfctr_events_parse(
			"task-clock,page-faults,context-switches,cpu-migrations"),
	};

	counters = vperfctr_open();
	return control.events && counters ? vperfctr_control(counters, &control) : -1;
}

#ifdef HAVE_PAPI
static bool has_pmu(void)
{
	return access("/sys/bus/event_source/devices/cpu", F_OK) == 0 ||
	       access("/sys/bus/event_source/devices/cpu_core", F_OK) == 0;
}

/*
 * Takes the place of libpfm's. On a machine without a PMU, PAPI gives up before it looks at the
 * kernel's software events: libpfm has no default PMU, or the processor's, which the kernel has no
 * driver for. This tells it that the software events are the default, and the only one.
 * LIBPFM_FORCE_PMU can't: it leaves the software events out. Reading is PAPI's own.
 */
pfm_err_t pfm_get_pmu_info(pfm_pmu_t pmu, pfm_pmu_info_t *info)
{
	pfm_err_t (*real)(pfm_pmu_t, pfm_pmu_info_t *) = dlsym(RTLD_NEXT, "pfm_get_pmu_info");
	pfm_err_t result = real(pmu, info);

	if (result != PFM_SUCCESS || has_pmu())
		return result;
	if (pmu == PFM_PMU_PERF_EVENT)
		info->type = PFM_PMU_TYPE_CORE;
	else if (info->type == PFM_PMU_TYPE_CORE)
		info->is_present = 0;
	return result;
}
#endif

static int open_papi(void)
{
#ifdef HAVE_PAPI
	static const char *const events[EVENTS] = {"perf::TASK-CLOCK", "perf::PAGE-FAULTS",
						   "perf::CONTEXT-SWITCHES",
						   "perf::CPU-MIGRATIONS"};

	papi_set = PAPI_NULL;
	if (PAPI_library_init(PAPI_VER_CURRENT) != PAPI_VER_CURRENT ||
	    PAPI_create_eventset(&papi_set) != PAPI_OK)
		return -1;
	for (int i = 0; i < EVENTS; i++)
		if (PAPI_add_named_event(papi_set, events[i]) != PAPI_OK)
			return -1;
	return PAPI_start(papi_set) == PAPI_OK ? 0 : -1;
#else
	return -1;
#endif
}

static struct way {
	const char *name;
	void (*read)(void);
	double ns[ROUNDS];
	int present;
} ways[] = {
	{.name = "bare read()", .read = bare_read},
	{.name = "vperfctr_read_ctrs()", .read = our_read},
	{.name = "PAPI_read()", .read = papi_read},
	{.name = "clock_gettime(THREAD)", .read = clock_time, .present = 1},
	{.name = "gethrvtime()", .read = our_time, .present = 1},
};

#define WAYS (int)(sizeof(ways) / sizeof(ways[0]))

static double measure(void (*read)(void))
{
	struct timespec start, end;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (int i = 0; i < READS; i++)
		read();
	clock_gettime(CLOCK_MONOTONIC, &end);
	return ((end.tv_sec - start.tv_sec) * 1e9 + end.tv_nsec - start.tv_nsec) / READS;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int main(void)
{
	ways[0].present = open_bare() == 0;
	ways[1].present = open_ours() == 0;
	ways[2].present = open_papi() == 0;
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < WAYS; i++)
			if (ways[i].present)
				ways[i].ns[round] = measure(ways[i].read);
	for (int i = 0; i < WAYS; i++) {
		if (!ways[i].present)
			continue;
		qsort(ways[i].ns, ROUNDS, sizeof(double), by_value);
		printf("%.1f %s\n", ways[i].ns[ROUNDS / 2], ways[i].name);
	}
	return 0;
}
