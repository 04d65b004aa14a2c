// SPDX-License-Identifier: LGPL-2.1-or-later
/* The perf_events backend: what works here, and why the rest doesn't. */
#include "perf_backend.h"

#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PARANOID    "/proc/sys/kernel/perf_event_paranoid"
#define FORBIDS_ALL "every count to users without CAP_PERFMON"

int perf_open(struct perf_event_attr *attr, struct target target, int group)
{
	int fd;

	attr->size = sizeof(*attr);
	fd = syscall(SYS_perf_event_open, attr, target.tid, target.cpu, group,
		     PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int perf_open_dummy(struct perf_event_attr *attr, struct target target)
{
	attr->type = PERF_TYPE_SOFTWARE;
	attr->config = PERF_COUNT_SW_DUMMY;
	attr->exclude_kernel = 1;
	attr->exclude_hv = 1;
	return perf_open(attr, target, -1);
}

static const char *missing(void)
{
	struct perf_event_attr attr = {.size = sizeof(attr)};
	/* No kernel knows these flags; one with perf_events says so before it does anything. */
	int fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, ~0UL);

	return fd < 0 && errno == ENOSYS ? "this kernel is built without perf_events" : NULL;
}

static int paranoid(void)
{
	FILE *file = fopen(PARANOID, "re");
	int level = 2;

	if (!file)
		return level;
	if (fscanf(file, "%d", &level) != 1)
		level = 2;
	fclose(file);
	return level;
}

static bool has_core_pmu(void)
{
	return pmu_type("cpu") >= 0 || pmu_type("cpu_core") >= 0;
}

static void describe(struct perfctr_info *info)
{
	if (has_core_pmu())
		info->features |= PERFCTR_FEATURE_HARDWARE;
	if (pmu_type("msr") >= 0)
		info->features |= PERFCTR_FEATURE_TSC;
	if (rdpmc_is_allowed(false))
		info->features |= PERFCTR_FEATURE_RDPMC;
}

#define PARANOID_IS(level, forbids)                                                                \
	"kernel.perf_event_paranoid is " level ", which forbids " forbids

const char perf_filtered[] = "a security policy forbids perf_event_open, for instance a "
			     "container's seccomp filter";
const char perf_filtered_remedy[] = "start the container with --cap-add PERFMON, or allow "
				    "perf_event_open in its seccomp profile";

static void explain_filtered(struct event *event)
{
	event->unavailable = perf_filtered;
	event->remedy = perf_filtered_remedy;
}

static void explain_forbidden(struct event *event, struct target target)
{
	int level = paranoid();

	/* Whoever reads them may be another thread, later: the texts have to last. */
	if (target.tid < 0 && level > 0 && level < 3) {
		event->unavailable =
			"kernel.perf_event_paranoid is above 0, which forbids to count CPUs";
		event->remedy = "sudo sysctl kernel.perf_event_paranoid=0";
	} else if (level > 2) {
		event->unavailable = level == 3 ? PARANOID_IS("3", FORBIDS_ALL)
						: PARANOID_IS("above 3", FORBIDS_ALL);
		event->remedy = "sudo sysctl kernel.perf_event_paranoid=2";
	} else if (level > 1) {
		event->unavailable = PARANOID_IS("2", "to count what happens in the kernel");
		event->remedy = "sudo sysctl kernel.perf_event_paranoid=1";
	} else {
		explain_filtered(event);
	}
}

static void explain(struct event *event, struct target target, int error)
{
	switch (error) {
	case EACCES:
		explain_forbidden(event, target);
		return;
	case EPERM:
		explain_filtered(event);
		return;
	case EMFILE:
		event->unavailable = "too many files are open";
		event->remedy = "ulimit -n 4096";
		return;
	case ESRCH:
		event->unavailable = "the thread has ended";
		event->remedy = "";
		return;
	case EBUSY:
		event->unavailable = "somebody else holds the hardware counters";
		event->remedy = "end the other profiler, or: sudo sysctl kernel.nmi_watchdog=0";
		return;
	}
	event->remedy = "perfex list shows the events of this machine";
	if (event->type == PERF_TYPE_SOFTWARE) {
		event->unavailable = "this kernel does not count it";
	} else if (!has_core_pmu()) {
		event->unavailable = "this machine has no hardware counters";
		event->remedy = "run on bare metal, or enable the virtual PMU of this virtual "
				"machine";
	} else if (error == EINVAL) {
		event->unavailable = "the processor's PMU rejects it";
	} else {
		event->unavailable = "this processor has no such event";
	}
}

static int open_modes(struct event *event, struct perf_event_attr *attr, struct target target,
		      int group)
{
	attr->type = event->type;
	attr->config = event->config;
	attr->config1 = event->config1;
	attr->config2 = event->config2;
	attr->exclude_user = event->exclude_user;
	attr->exclude_kernel = event->exclude_kernel;
	attr->exclude_hv = event->exclude_kernel;
	return perf_open(attr, target, group);
}

static void find_tsc(struct event *event)
{
	int type = pmu_type("msr");

	if (type >= 0) {
		event->type = type;
		return;
	}
	event->unavailable = "this kernel has no 'msr' PMU";
	event->remedy = "sudo modprobe msr, on a kernel with CONFIG_PERF_EVENTS_INTEL_... or "
			"CONFIG_X86_MSR";
}

int perf_open_event(struct event *event, struct perf_event_attr *attr, struct target target,
		    int group)
{
	bool sampled = attr->sample_period != 0;
	int fd;

	if (event->place == EVENT_CLOCK && !sampled &&
	    (event->exclude_user || event->exclude_kernel)) {
		event->unavailable = "a clock can't be counted by mode";
		event->remedy = "leave :u or :k out, or sample it";
	}
	if (event->type == TYPE_TSC && !event->unavailable)
		find_tsc(event);
	if (event->unavailable)
		return -ENOENT;
	fd = open_modes(event, attr, target, group);
	if (fd >= 0)
		return fd;
	explain(event, target, -fd);
	if ((fd != -EACCES && fd != -EPERM) || event->exclude_kernel || event->exclude_user ||
	    event->place == EVENT_KERNEL)
		return fd;

	event->exclude_kernel = true;
	fd = open_modes(event, attr, target, group);
	if (fd < 0) {
		event->exclude_kernel = false;
		/* EINVAL of a clock: it knows no modes, so that the first reason is the true one.
		 */
		if (event->place != EVENT_CLOCK || fd != -EINVAL)
			explain(event, target, -fd);
		return fd;
	}
	/* A clock counts in both modes whatever it is told, so nothing is lost. */
	if (event->place == EVENT_CLOCK && !sampled) {
		event->exclude_kernel = false;
	} else {
		event->narrowed = event->unavailable;
		event->scope = "user";
	}
	event->unavailable = NULL;
	return fd;
}

static void probe(struct event *event)
{
	struct perf_event_attr attr = {.disabled = 1};
	int fd = perf_open_event(event, &attr, (struct target){.cpu = -1}, -1);

	if (fd >= 0)
		close(fd);
}

/* The kernel refuses a group that does not fit the counters. */
static bool fit(struct event *events, int count)
{
	int group[count];
	int opened = 0;

	while (opened < count) {
		struct perf_event_attr attr = {.disabled = opened == 0};

		group[opened] = perf_open_event(&events[opened], &attr, (struct target){.cpu = -1},
						opened ? group[0] : -1);
		if (group[opened] < 0)
			break;
		opened++;
	}
	for (int i = 0; i < opened; i++)
		close(group[i]);
	return opened == count;
}

const struct backend perf_backend = {
	.name = "perf",
	.missing = missing,
	.has_counters = has_core_pmu,
	.describe = describe,
	.probe = probe,
	.fit = fit,
	.tree_open = perf_tree_open,
	.tree_attach = perf_tree_attach,
	.tree_cpus = perf_tree_cpus,
	.tree_read_cpu = perf_tree_read_cpu,
	.tree_drain = perf_tree_drain,
	.tree_read = perf_tree_read,
	.tree_stop = perf_tree_stop,
	.tree_close = perf_tree_close,
	.counting_open = perf_counting_open,
	.counting_control = perf_counting_control,
	.counting_stop = perf_counting_stop,
	.counting_read = perf_counting_read,
	.counting_read_one = perf_counting_read_one,
	.counting_read_tsc = perf_counting_read_tsc,
	.counting_read_children = perf_counting_read_children,
	.counting_read_state = perf_counting_read_state,
	.counting_resume = perf_counting_resume,
	.counting_map = perf_counting_map,
	.counting_unlink = perf_counting_unlink,
	.counting_close = perf_counting_close,
};
