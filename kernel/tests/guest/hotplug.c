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
	expect(write(fd, online ? "1" : "0", 1) == 1, "CPU %d to %d: %s", cpu, online,
	       strerror(errno));
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

static int global_control(struct perfctr_event *event)
{
	int dev = device(), fd = try_global(dev);

	expect(fd >= 0, "PERFCTR_GLOBAL gave %d", fd);
	close(dev);
	if (info().family == PERFCTR_FAMILY_GENERIC)
		count(fd, NULL, 0, 0);
	else
		count(fd, event, 1, 0);
	return fd;
}

TEST(hotplug, a_gperfctr_stands_still_while_its_cpu_is_away)
{
	struct perfctr_event event;
	uint64_t before, after, begin, end, gone, back;
	int fd, last;

	need_cpus(2);
	event = instructions(USER | KERNEL);
	last = cpus() - 1;
	pin(0);
	fd = global_control(&event);
	begin = __rdtsc();
	before = read_cpu(fd, last).head.tsc;
	set_online(last, false);
	gone = __rdtsc();
	sleep_ms(20);
	back = __rdtsc();
	set_online(last, true);
	after = read_cpu(fd, last).head.tsc;
	end = __rdtsc();
	expect(after > before, "it has not gone on");
	expect(after - before < end - begin - (back - gone), "%lu ticks, %lu of them while away",
	       after - before, back - gone);
}

TEST(hotplug, a_cpu_that_was_away_forgets_a_gperfctr_closed_meanwhile)
{
	struct perfctr_event event;
	int last;

	need_cpus(2);
	event = instructions(USER | KERNEL);
	last = cpus() - 1;
	pin(0);
	for (int i = 0; i < 3; i++) {
		int fd = global_control(&event);

		set_online(last, false);
		close(fd);
		set_online(last, true);
		/* takes the PMU of that CPU, and looks at what is running there */
		fd = global_control(&event);
		sleep_ms(1);
		expect(read_cpu(fd, last).head.tsc > 0, "CPU %d does not count", last);
		close(fd);
	}
}

static bool write_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY);
	bool written = fd >= 0 && write(fd, word, strlen(word)) > 0;

	if (fd >= 0)
		close(fd);
	return written;
}

/* All that suspend to memory does but the very last step: the PMU of the last CPU is left as well. */
TEST(hotplug, a_task_counts_on_exactly_after_system_sleep)
{
	uint64_t resumes;
	int64_t base;
	int fd;

	need_exact();
	if (!write_word("/sys/power/pm_test", "core"))
		skip("this kernel cannot test system sleep");
	expect(write_word("/sys/module/suspend/parameters/pm_test_delay", "0"), "pm_test_delay");
	fd = count_instructions(0);
	excess(fd, 10);
	base = excess(fd, 10);
	for (int i = 0; i < 2; i++) {
		resumes = map_page(fd)->resumes;
		expect(write_word("/sys/power/state", "mem"), "suspend: %s", strerror(errno));
		expect(map_page(fd)->resumes > resumes, "the driver has not been told");
		expect(excess(fd, 100000) == base, "%+ld instructions", excess(fd, 100000) - base);
	}
}

TEST(hotplug, a_gperfctr_keeps_what_a_cpu_had_counted)
{
	struct perfctr_event event;
	uint64_t before;
	int fd, last;

	need_exact();
	need_cpus(2);
	event = instructions(USER | KERNEL);
	last = cpus() - 1;
	pin(0);
	fd = global_control(&event);
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
