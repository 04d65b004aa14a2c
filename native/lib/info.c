// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the machine is. */
#include "internal.h"
#include "proc.h"

#include <cpuid.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void read_cpu_name(char *name, size_t size)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	char line[256];

	name[0] = '\0';
	while (file && !*name && fgets(line, sizeof(line), file)) {
		char *value = strchr(line, ':');

		if (strncmp(line, "model name", strlen("model name")) != 0 || !value)
			continue;
		value[strcspn(value, "\n")] = '\0';
		snprintf(name, size, "%s", value + 1 + strspn(value + 1, " "));
	}
	if (file)
		fclose(file);
}

/* CPUID leaf 0x15: the crystal's clock, and the TSC's ratio to it. */
static uint32_t read_tsc_khz(void)
{
	unsigned denominator = 0, numerator = 0, crystal = 0, unused;

	if (!__get_cpuid(0x15, &denominator, &numerator, &crystal, &unused) || denominator == 0)
		return 0;
	return (uint64_t)crystal * numerator / denominator / 1000;
}

bool rdpmc_is_allowed(bool without_pmu)
{
	FILE *file = fopen("/sys/bus/event_source/devices/cpu/rdpmc", "re");
	int allowed = 0;

	if (!file)
		return without_pmu;
	if (fscanf(file, "%d", &allowed) != 1)
		allowed = 0;
	fclose(file);
	return allowed > 0;
}

int perfctr_info(struct perfctr_info *info)
{
	const struct backend *backend = backend_get();

	if (info->size != sizeof(*info))
		return fail(EINVAL, "struct perfctr_info has the size %u: expected %zu", info->size,
			    sizeof(*info));
	*info = (struct perfctr_info){.size = sizeof(*info), .tsc_khz = read_tsc_khz()};
	if (backend)
		backend->describe(info);
	if (pmu_type("cpu_atom") >= 0)
		info->features |= PERFCTR_FEATURE_HYBRID;
	read_cpu_name(info->cpu, sizeof(info->cpu));
	return 0;
}

static int read_online(struct perfctr_cpus *cpus)
{
	FILE *file = fopen("/sys/devices/system/cpu/online", "re");
	char list[4096] = "";

	if (!file)
		return fail(errno, "can't read which CPUs are online: %s", strerror(errno));
	if (fgets(list, sizeof(list), file))
		proc_cpu_list(list, cpus->online, sizeof(cpus->online) / sizeof(cpus->online[0]));
	fclose(file);
	return 0;
}

int perfctr_cpus_info(struct perfctr_cpus *cpus)
{
	if (cpus->size != sizeof(*cpus))
		return fail(EINVAL, "struct perfctr_cpus has the size %u: expected %zu", cpus->size,
			    sizeof(*cpus));
	*cpus = (struct perfctr_cpus){
		.size = sizeof(*cpus),
		.possible = sysconf(_SC_NPROCESSORS_CONF),
	};
	return read_online(cpus);
}
