// SPDX-License-Identifier: GPL-2.0-only
/* gperfctrs: the counters of CPUs, whoever runs there. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"

static int create_global(void)
{
	int dev = device(), fd = try_global(dev);

	expect(fd >= 0, "PERFCTR_GLOBAL gave %d", fd);
	close(dev);
	return fd;
}

TEST(global, and_per_task_counting_exclude_each_other)
{
	int dev = device(), global = try_global(dev), fd;

	expect(global >= 0, "%d", global);
	expect(try_create(dev) == -EBUSY, "PERFCTR_CREAT beside a gperfctr");
	expect(try_attach(dev, getppid()) == -EBUSY, "PERFCTR_ATTACH beside a gperfctr");
	expect(try_global(dev) == -EBUSY, "a second gperfctr");
	close(global);
	fd = try_create(dev);
	expect(fd >= 0, "%d", fd);
	expect(try_global(dev) == -EBUSY, "PERFCTR_GLOBAL beside a vperfctr");
	close(fd);
	expect(try_global(dev) >= 0, "the vperfctr is still there");
}

TEST(global, counts_whoever_runs_on_a_cpu)
{
	struct perfctr_event event;
	uint64_t before, delta;
	pid_t spinner;
	int fd;

	need_exact();
	event = instructions(USER);
	pin(0);
	fd = create_global();
	count(fd, &event, 1, 0);
	spinner = start_spinner(cpus() - 1);
	sleep_ms(5);
	before = read_cpu(fd, cpus() - 1).counts[0].count;
	sleep_ms(50);
	delta = read_cpu(fd, cpus() - 1).counts[0].count - before;
	end(spinner);
	if (info().features & PERFCTR_FEATURE_RESTRICTED_CPUS)
		expect(delta == 0, "a CPU that may not count has counted %lu", delta);
	else
		expect(delta > 1000000, "another process's 50 ms are %lu instructions", delta);
}

TEST(global, sum_is_that_of_all_cpus)
{
	struct perfctr_event event;
	struct reading sum, one;
	uint64_t total = 0;
	int fd;

	need_exact();
	event = instructions(USER | KERNEL);
	fd = create_global();
	count(fd, &event, 1, 0);
	spin_ms(10);
	stop(fd);
	sum = read_cpu(fd, PERFCTR_CPU_ALL);
	for (int cpu = 0; cpu < cpus(); cpu++) {
		one = read_cpu(fd, cpu);
		total += one.counts[0].count;
	}
	expect(sum.counts[0].count == total && total > 0, "%llu, the CPUs' are %lu",
	       sum.counts[0].count, total);
}

TEST(global, counts_on_the_chosen_cpus_only)
{
	struct perfctr_event event;
	struct perfctr_control control;
	struct reading reading;
	uint64_t mask = 1;
	int fd;

	need_exact();
	need_cpus(2);
	event = instructions(USER | KERNEL);
	control = control_of(&event, 1, 0);
	control.cpus = (uintptr_t)&mask;
	control.cpus_size = sizeof(mask);
	fd = create_global();
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "PERFCTR_CONTROL");
	spin_ms(10);
	expect(read_cpu(fd, 0).counts[0].count > 0, "CPU 0 counts nothing");
	expect(try_read(fd, PERFCTR_READ, 0, 1, &reading) == -EINVAL, "CPU 1 can be read");
}

TEST(global, has_no_page_children_or_task)
{
	struct reading reading;
	int fd = create_global();

	count(fd, NULL, 0, 0);
	expect(try_read(fd, PERFCTR_READ_CHILDREN, 0, 0, &reading) == -ENOTTY, "READ_CHILDREN");
	expect(request(fd, PERFCTR_IRESUME, NULL) == -ENOTTY, "IRESUME");
	expect(request(fd, PERFCTR_UNLINK, NULL) == -ENOTTY, "UNLINK");
	expect(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PERFCTR_MMAP_PAGE) == MAP_FAILED &&
		       errno == ENODEV,
	       "the page: errno %d", errno);
	expect(try_read(fd, PERFCTR_READ, 0, 4095, &reading) == -EINVAL, "CPU 4095");
	expect(try_read(fd, PERFCTR_READ, 0, -2, &reading) == -EINVAL, "CPU -2");
}

TEST(global, samples_every_cpu)
{
	const size_t size = 1 << 20;
	struct perfctr_event event;
	struct perfctr_control control;
	struct perfctr_buffer *buffer;
	struct perfctr_sample *samples;
	uint64_t overflows, kernel = 0, cpus_seen = 0;
	pid_t spinner;
	int fd;

	need_exact();
	event = sampled(instructions(USER | KERNEL), 10007);
	control = control_of(&event, 1, 0);
	control.buffer_size = size;
	pin(0);
	fd = create_global();
	spinner = start_spinner(cpus() - 1);
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "PERFCTR_CONTROL");
	buffer = map_buffer(fd, size);
	samples = (void *)((char *)buffer + PAGE);
	for (int i = 0; i < 20; i++) {
		spin_ms(1);
		getppid();
	}
	stop(fd);
	end(spinner);
	overflows = read_cpu(fd, PERFCTR_CPU_ALL).counts[0].overflows;
	/* how much of the time a CPU of the guest gets is QEMU's choice */
	expect(buffer->head == overflows && overflows > 100, "%llu samples, %lu overflows",
	       buffer->head, overflows);
	for (uint64_t i = 0; i < buffer->head; i++) {
		expect(samples[i].position == i + 1, "sample %lu: position %llu", i,
		       samples[i].position);
		kernel += !!(samples[i].flags & PERFCTR_SAMPLE_KERNEL);
		cpus_seen |= 1ULL << samples[i].cpu;
	}
	expect(kernel > 0, "no sample is in the kernel");
	if (!(info().features & PERFCTR_FEATURE_RESTRICTED_CPUS))
		expect(cpus_seen & 1ULL << (cpus() - 1), "CPUs seen: %#lx", cpus_seen);
}
