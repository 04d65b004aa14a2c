// SPDX-License-Identifier: LGPL-2.1-or-later
/* From an event to what the driver programs the counters with. */
#include "driver_backend.h"
#include "netburst.h"
#include "presets.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <perfmon/pfmlib.h>
#include <stdlib.h>
#include <string.h>

#define PRESET_MASK UINT64_C(0xffffffff) /* above it is the PMU of a hybrid's cores */
#define ESCR_MODES  UINT64_C(0xf)	 /* of either thread: the driver sets them */

static const char *family_name(void)
{
	switch (driver_machine()->family) {
	case PERFCTR_FAMILY_INTEL:
		return "intel";
	case PERFCTR_FAMILY_AMD:
		return "amd";
	case PERFCTR_FAMILY_NETBURST:
		return "netburst";
	}
	return "";
}

/* The processor's own event behind a preset, whose name is to be freed. */
static char *resolve_preset(struct event *event, const char *cores, struct event *native)
{
	char *name = preset_find(event->type, event->config & PRESET_MASK, family_name(), cores);
	struct event found = {0};

	if (name && event_find(name, &found) == 0 && !found.unavailable) {
		native->type = found.type;
		native->config = found.config;
		native->config1 = found.config1;
		return name;
	}
	event->unavailable = "perfctr knows no event of this processor for it";
	event->remedy = "name one of the processor's own events ('perfex list'), or "
			"PERFCTR_BACKEND=perf";
	return name;
}

/* NetBurst: the codes as the manual has them, not as perf_events wraps them. */
static void encode_netburst(struct event *event, const char *name, struct driver_event *encoded)
{
	pfm_pmu_encode_arg_t codes = {.size = sizeof(codes)};

	if (pfm_get_os_event_encoding(name, PFM_PLM0 | PFM_PLM3, PFM_OS_NONE, &codes) !=
		    PFM_SUCCESS ||
	    codes.count < 2) {
		event->unavailable = "a Pentium 4 counts events by their names only";
		event->remedy = "name one of the processor's own events ('perfex list')";
		return;
	}
	encoded->counters = netburst_counters(name);
	encoded->config1 = codes.codes[0] & ~ESCR_MODES;
	encoded->config = codes.codes[1];
	if (codes.count > 3)
		encoded->config2 = codes.codes[2] | codes.codes[3] << 32;
	free(codes.codes);
	if (!encoded->counters) {
		event->unavailable = "Intel's manual does not tell how to program it";
		event->remedy = "name another of the processor's own events ('perfex list')";
	}
}

static void encode_native(struct event *event, const struct event *native, const char *name,
			  struct driver_event *encoded)
{
	if (native->type != PERF_TYPE_RAW && !event_cores(native)) {
		event->unavailable = "the driver counts events of the processor's cores only";
		event->remedy = "PERFCTR_BACKEND=perf";
	} else if (driver_machine()->family == PERFCTR_FAMILY_NETBURST) {
		encode_netburst(event, name, encoded);
	} else {
		encoded->config = native->config;
		encoded->config1 = native->config1;
	}
}

void driver_encode(struct event *event, struct driver_event *encoded)
{
	struct event native = *event;
	const char *cores = event_cores(event);
	char *preset = NULL;

	*encoded = (struct driver_event){0};
	if (!event->exclude_user)
		encoded->flags |= PERFCTR_EVENT_USER;
	if (!event->exclude_kernel)
		encoded->flags |= PERFCTR_EVENT_KERNEL;
	if (event->type == PERF_TYPE_HARDWARE || event->type == PERF_TYPE_HW_CACHE)
		preset = resolve_preset(event, cores, &native);
	if (!event->unavailable)
		encode_native(event, &native, preset ? preset : event->name, encoded);
	if (cores)
		driver_restrict(encoded, cores);
	free(preset);
}
