// SPDX-License-Identifier: GPL-2.0-only
/* CPUs that come and go; and system sleep, in which the boot CPU's PMU forgets. */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/suspend.h>
#include <linux/topology.h>
#include "../machine.h"
#include "../owner.h"
#include "glue.h"

static int hotplug_state;

static int online(unsigned int cpu)
{
	machine_cpu_online();
	owner_cpu_online();
	return 0;
}

static int offline(unsigned int cpu)
{
	owner_cpu_offline();
	return 0;
}

static void wake_cpu(void *unused)
{
	owner_cpu_online();
}

static void sleep_cpu(void *unused)
{
	owner_cpu_offline();
}

static int on_sleep(struct notifier_block *block, unsigned long event, void *unused)
{
	cpus_read_lock();
	switch (event) {
	case PM_HIBERNATION_PREPARE:
	case PM_SUSPEND_PREPARE:
		on_each_cpu(sleep_cpu, NULL, 1);
		break;
	case PM_POST_HIBERNATION:
	case PM_POST_SUSPEND:
		on_each_cpu(wake_cpu, NULL, 1);
		break;
	}
	cpus_read_unlock();
	return NOTIFY_OK;
}

static struct notifier_block sleep_notifier = { .notifier_call = on_sleep };

int glue_cpus_init(void)
{
	int err = register_pm_notifier(&sleep_notifier);

	if (err)
		return err;
	hotplug_state = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "perfctr:online", online,
					  offline);
	if (hotplug_state >= 0)
		return 0;
	unregister_pm_notifier(&sleep_notifier);
	return hotplug_state;
}

void glue_cpus_exit(void)
{
	unregister_pm_notifier(&sleep_notifier);
	cpuhp_remove_state(hotplug_state);
}

u32 glue_cpu_node(unsigned int cpu)
{
	return topology_logical_die_id(cpu);
}
