// SPDX-License-Identifier: GPL-2.0-only
/* The PMU is perf's or the driver's, never both's; whoever comes second is told. */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "driver.h"

static int perf_instructions(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_INSTRUCTIONS,
		.exclude_kernel = 1,
	};
	int fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);

	return fd < 0 ? -errno : fd;
}

static void need_perf(void)
{
	int fd;

	need_pmu();
	fd = perf_instructions();
	expect(fd >= 0, "perf has no hardware events here (%s)", strerror(-fd));
	close(fd);
}

static uint64_t perf_excess(int fd, unsigned long n)
{
	uint64_t before, after;

	(void)!read(fd, &before, sizeof(before));
	loop(n);
	(void)!read(fd, &after, sizeof(after));
	return after - before - (2 * n + 1);
}

/* Not about the driver: if this fails, it is the rig's model that does not count exactly. */
TEST(perf, sees_a_model_that_counts_exactly)
{
	uint64_t base;
	int fd;

	need_exact();
	need_perf();
	if (guest_is("p4"))
		skip("perf's driver for NetBurst does not count right on the model");
	pin(0);
	fd = perf_instructions();
	perf_excess(fd, 10);
	base = perf_excess(fd, 10);
	for (unsigned long n = 1; n <= 1000000; n *= 10)
		expect(perf_excess(fd, n) == base, "loop(%lu): %lu, not %lu", n, perf_excess(fd, n),
		       base);
}

TEST(perf, has_the_pmu_when_nobody_counts)
{
	int fd;

	need_perf();
	fd = create();
	expect(perf_instructions() >= 0, "a vperfctr that counts nothing keeps perf out");
	count(fd, NULL, 0, 0);
	expect(perf_instructions() >= 0, "one that counts the virtual TSC alone keeps perf out");
}

TEST(perf, is_kept_out_while_we_count)
{
	int fd, perf;

	need_perf();
	fd = count_instructions(0);
	perf = perf_instructions();
	expect(perf == -EBUSY, "perf_event_open gave %d", perf);
	close(fd);
	perf = perf_instructions();
	expect(perf >= 0, "after close(2), perf_event_open gave %d", perf);
}

TEST(perf, keeps_us_out_while_it_counts)
{
	struct perfctr_event event;
	int fd, perf;

	need_perf();
	event = instructions(USER);
	perf = perf_instructions();
	fd = create();
	expect(try_count(fd, &event, 1, 0) == -EBUSY, "not EBUSY beside perf");
	count(fd, NULL, 0, 0);
	close(perf);
	sleep_ms(1);
	count(fd, &event, 1, 0);
}

TEST(perf, nmi_watchdog_keeps_us_out)
{
	struct perfctr_event event;
	int fd, watchdog, error;

	need_perf();
	event = instructions(USER);
	watchdog = open("/proc/sys/kernel/nmi_watchdog", O_WRONLY);
	if (watchdog < 0)
		skip("this kernel has no NMI watchdog");
	if (pwrite(watchdog, "1", 1, 0) != 1)
		skip("the NMI watchdog cannot be turned on here");
	fd = create();
	error = try_count(fd, &event, 1, 0);
	expect(pwrite(watchdog, "0", 1, 0) == 1, "turning it off: %s", strerror(errno));
	expect(error == -EBUSY, "PERFCTR_CONTROL beside the watchdog gave %d", error);
	count(fd, &event, 1, 0);
}

TEST(perf, counts_that_it_left_of_others_are_not_readable)
{
	uint64_t counters = info().counters;
	int perf;

	need_perf();
	pin(0);
	perf = perf_instructions();
	loop(100000);
	close(perf);
	/* nothing is counted: the PMU stays perf's */
	map_page(create());
	for (unsigned int i = 0; i < 64; i++) {
		unsigned int operand = i < 32 ? i : 0x40000000 + i - 32;

		if (counters & 1ULL << i)
			expect(!__rdpmc(operand), "counter %u holds %llu", i, __rdpmc(operand));
	}
}

/*
 * perf leaves its counts in the counters. The kernel zeroes them when it next switches to somebody who may
 * execute RDPMC: by then they are counting for us.
 */
TEST(perf, has_left_counts_that_do_not_get_into_ours)
{
	struct perfctr_event event;
	uint64_t before, counted;
	int fd, perf;

	need_exact();
	need_perf();
	if (guest_is("p4"))
		skip("perf's driver for NetBurst counts on another counter");
	pin(0);
	perf = perf_instructions();
	loop(1000);
	close(perf);
	fd = create();
	event = sampled(instructions(USER), 1000000000);
	event.counters = guest_is("epyc") ? 1 : 1ULL << 32; /* which perf had */
	count(fd, &event, 1, 0);
	map_page(fd);
	for (int i = 0; i < 5; i++) {
		before = read_counts(fd).counts[0].count;
		end(start_spinner(0));
		counted = read_counts(fd).counts[0].count - before;
		expect(counted < 1000000, "starting a process is %lu instructions", counted);
	}
}
