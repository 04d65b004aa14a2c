// SPDX-License-Identifier: LGPL-2.1-or-later
/* The native events of every processor, through libpfm4. */
#include "processors.h"

#include <errno.h>
#include <perfmon/pfmlib_perf_event.h>
#include <pthread.h>
#include <string.h>

static int state;

static void initialize(void)
{
	state = pfm_initialize();
}

static int ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, initialize);
	if (state != PFM_SUCCESS)
		return fail(ENOSYS, "libpfm4 can't be used: %s", pfm_strerror(state));
	return 0;
}

static int each_of_pmu(const pfm_pmu_info_t *pmu, native_event_fn fn, void *context)
{
	for (int i = pmu->first_event; i != -1; i = pfm_get_event_next(i)) {
		pfm_event_info_t event = {.size = sizeof(event)};
		int stop;

		if (pfm_get_event_info(i, PFM_OS_NONE, &event) != PFM_SUCCESS)
			continue;
		stop = fn(pmu->name, event.name, event.desc, pmu->is_present, context);
		if (stop)
			return stop;
	}
	return 0;
}

int native_events_each(native_event_fn fn, void *context)
{
	int result = ready();

	for (int i = PFM_PMU_NONE; result == 0 && i < PFM_PMU_MAX; i++) {
		pfm_pmu_info_t pmu = {.size = sizeof(pmu)};

		/* perf and perf_raw are the kernel's generic events, which have names of ours. */
		if (pfm_get_pmu_info(i, &pmu) != PFM_SUCCESS || i == PFM_PMU_PERF_EVENT ||
		    i == PFM_PMU_PERF_EVENT_RAW)
			continue;
		result = each_of_pmu(&pmu, fn, context);
	}
	return result ? result : processor_events_each(fn, context);
}

struct search {
	const char *name;
	const char *pmu;
};

static int other_machine_has(const char *pmu, const char *name, const char *about, bool present,
			     void *context)
{
	struct search *search = context;
	const char *separator = strstr(search->name, "::");
	const char *event = separator ? separator + 2 : search->name;
	size_t length = strcspn(event, ":");

	(void)about;
	if (present || (separator && (strncasecmp(pmu, search->name, separator - search->name) ||
				      pmu[separator - search->name])))
		return 0;
	if (strncasecmp(name, event, length) != 0 || (name[length] && name[length] != ':'))
		return 0;
	search->pmu = pmu;
	return 1;
}

int native_event_find(const char *name, struct event *event)
{
	struct perf_event_attr attr = {.size = sizeof(attr)};
	pfm_perf_encode_arg_t encoded = {.attr = &attr, .size = sizeof(encoded)};
	struct search search = {.name = name};
	int result = ready();

	if (result < 0)
		return result;
	result = pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_PERF_EVENT, &encoded);
	if (result == PFM_ERR_NOTFOUND || result == PFM_ERR_NOTSUPP) {
		if (native_events_each(other_machine_has, &search) <= 0)
			return -ENOENT;
		event->unavailable = "it is an event of another processor";
		event->remedy = "perfex list shows the events of this processor";
		return 0;
	}
	if (result != PFM_SUCCESS)
		return fail(EINVAL, "event '%s' can't be used: %s", name, pfm_strerror(result));
	event->type = attr.type;
	event->config = attr.config;
	event->config1 = attr.config1;
	event->config2 = attr.config2;
	event->exclude_user = attr.exclude_user;
	event->exclude_kernel = attr.exclude_kernel;
	return 0;
}

int native_pmu_is_present(const char *pmu)
{
	int result = ready();

	for (int i = PFM_PMU_NONE; result == 0 && i < PFM_PMU_MAX; i++) {
		pfm_pmu_info_t info = {.size = sizeof(info)};

		if (pfm_get_pmu_info(i, &info) == PFM_SUCCESS && info.is_present &&
		    strcmp(info.name, pmu) == 0)
			return 1;
	}
	return result;
}

int perfctr_pmu_present(const char *pmu)
{
	int present = processor_is_present(pmu);

	return present >= 0 ? present : native_pmu_is_present(pmu);
}
