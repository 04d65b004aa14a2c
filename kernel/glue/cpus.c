// SPDX-License-Identifier: GPL-2.0-only
/* CPUs that come and go; and system sleep, in which the boot CPU's PMU forgets. */
#include <linux/cpuhotplug.h>
#include <linux/syscore_ops.h>
#include <linux/topology.h>
#include "../counters.h"
#include "../machine.h"
#include "../owner.h"
#include "glue.h"

static int hotplug_state;

static int online(unsigned int cpu)
{
	machine_cpu_online();
	owner_cpu_comes();
	return 0;
}

static int offline(unsigned int cpu)
{
	counters_cpu_goes();
	return 0;
}

/* On the last CPU, with interrupts off. Which kind of hook a kernel has, Kbuild finds out. */
#ifdef HAVE_REGISTER_SYSCORE_OPS

static int sleep(void)
{
	counters_cpu_goes();
	return 0;
}

static struct syscore_ops sleep_hook = { .suspend = sleep, .resume = owner_cpu_comes };

#define register_syscore   register_syscore_ops
#define unregister_syscore unregister_syscore_ops

#else

static int sleep(void *unused)
{
	counters_cpu_goes();
	return 0;
}

static void wake(void *unused)
{
	owner_cpu_comes();
}

static const struct syscore_ops sleep_ops = { .suspend = sleep, .resume = wake };
static struct syscore sleep_hook = { .ops = &sleep_ops };

#endif

int glue_cpus_init(void)
{
	hotplug_state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "perfctr:online", online, offline);
	if (hotplug_state < 0)
		return hotplug_state;
	register_syscore(&sleep_hook);
	return 0;
}

void glue_cpus_exit(void)
{
	unregister_syscore(&sleep_hook);
	cpuhp_remove_state(hotplug_state);
}

u32 glue_cpu_node(unsigned int cpu)
{
	return topology_logical_die_id(cpu);
}
