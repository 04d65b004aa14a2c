// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which CPUs of a hybrid processor have which kind of cores. */
#include "driver_backend.h"

#include <pthread.h>
#include <string.h>

#define CPUS 1024

/* Types by CPUID leaf 0x1a (Intel SDM volume 2). */
static struct kind {
	const char *name;
	uint32_t type;
	uint64_t mask[CPUS / 64];
} kinds[] = {
	{.name = "cpu_core", .type = 0x40},
	{.name = "cpu_atom", .type = 0x20},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* A CPU that comes later counts nothing of one kind; the event is then told to have paused. */
static void learn(void)
{
	struct perfctr_cpu cpu[CPUS];
	struct driver_cpus list = {
		.size = sizeof(list),
		.nr_cpus = CPUS,
		.cpus = (uintptr_t)cpu,
		.cpu_size = sizeof(cpu[0]),
	};

	if (driver_ask(PERFCTR_CPUS, &list) < 0)
		return;
	for (uint32_t i = 0; i < list.nr_cpus && i < CPUS; i++)
		for (size_t k = 0; k < KINDS; k++)
			if (cpu[i].core_type == kinds[k].type && cpu[i].cpu < CPUS)
				kinds[k].mask[cpu[i].cpu / 64] |= UINT64_C(1) << cpu[i].cpu % 64;
}

void driver_restrict(struct driver_event *encoded, const char *cores)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, learn);
	for (size_t k = 0; k < KINDS; k++) {
		if (strcmp(kinds[k].name, cores) != 0)
			continue;
		encoded->cpus = (uintptr_t)kinds[k].mask;
		encoded->cpus_size = sizeof(kinds[k].mask);
	}
}
