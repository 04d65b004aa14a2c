// SPDX-License-Identifier: GPL-2.0-only
/* CPUs that go and come while tasks count. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

static void set_online(int cpu, bool online)
{
	char path[80];
	int fd;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online", cpu);
	fd = open(path, O_WRONLY);
	expect(fd >= 0, "%s: %s", path, strerror(errno));
	expect(write(fd, online ? "1" : "0", 1) == 1, "CPU %d to %d: %s", cpu, online, strerror(errno));
	close(fd);
}

static void count_on_last_cpu(void *flags)
{
	volatile unsigned int *go = flags;
	int64_t base;
	int fd = count_instructions(0);

	excess(fd, 10);
	base = excess(fd, 10);
	go[0] = 1;
	while (!go[1]) {
		int64_t now = excess(fd, 100000);

		expect(now == base, "%+ld instructions", now - base);
	}
}

TEST(hotplug, a_task_counts_on_exactly_when_its_cpu_goes)
{
	volatile unsigned int *flags = shared(PAGE);
	pid_t child;

	need_exact();
	need_cpus(2);
	if (guest_is("p4"))
		skip("the CPU that can go may not count");
	pin(0);
	child = fork();
	if (child == 0) {
		cpu_set_t all;

		memset(&all, 0xff, sizeof(all));
		sched_setaffinity(0, sizeof(all), &all);
		count_on_last_cpu((void *)flags);
		_exit(0);
	}
	await(&flags[0], 1);
	for (int i = 0; i < 3; i++) {
		set_online(cpus() - 1, false);
		sleep_ms(5);
		set_online(sysconf(_SC_NPROCESSORS_CONF) - 1, true);
		sleep_ms(5);
	}
	flags[1] = 1;
	join(child);
}

TEST(hotplug, a_gperfctr_keeps_what_a_cpu_had_counted)
{
	struct perfctr_event event;
	int dev, fd, last;
	uint64_t before;

	need_exact();
	need_cpus(2);
	event = instructions(USER | KERNEL);
	last = cpus() - 1;
	pin(0);
	dev = device();
	fd = try_global(dev);
	expect(fd >= 0, "%d", fd);
	count(fd, &event, 1, 0);
	sleep_ms(20);
	before = read_cpu(fd, PERFCTR_CPU_ALL).counts[0].count;
	set_online(last, false);
	expect(read_cpu(fd, PERFCTR_CPU_ALL).counts[0].count >= before, "%llu after %lu",
	       read_cpu(fd, PERFCTR_CPU_ALL).counts[0].count, before);
	set_online(last, true);
	sleep_ms(5);
	expect(read_cpu(fd, PERFCTR_CPU_ALL).counts[0].count >= before, "%llu after %lu",
	       read_cpu(fd, PERFCTR_CPU_ALL).counts[0].count, before);
}
