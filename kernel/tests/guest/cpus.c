// SPDX-License-Identifier: GPL-2.0-only
/* CPUs that may not count: counting pauses there, and the task is left alone. */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "driver.h"

static struct perfctr_event on_cpus(const uint64_t *mask)
{
	struct perfctr_event event = instructions(USER);

	event.cpus = (uintptr_t)mask;
	event.cpus_size = sizeof(*mask);
	return event;
}

static int count_on(uint64_t mask)
{
	struct perfctr_event event = on_cpus(&mask);
	int fd = create();

	count(fd, &event, 1, 0);
	return fd;
}

static uint64_t counted_on(int fd, int cpu, unsigned long n)
{
	uint64_t before;

	pin(cpu);
	before = read_counts(fd).counts[0].count;
	loop(n);
	return read_counts(fd).counts[0].count - before;
}

static void expect_pause(const struct reading *reading)
{
	expect(reading->counts[0].time_running > 0 &&
		       reading->counts[0].time_running < reading->counts[0].time_enabled,
	       "ran %llu of %llu", reading->counts[0].time_running,
	       reading->counts[0].time_enabled);
}

TEST(cpus, an_event_counts_on_its_cpus_only)
{
	struct reading reading;
	uint64_t there, elsewhere;
	int fd;

	need_exact();
	need_cpus(2);
	fd = count_on(1);
	there = counted_on(fd, 0, 1000000);
	elsewhere = counted_on(fd, 1, 1000000);
	expect(there > 2000000, "%lu on CPU 0", there);
	expect(elsewhere == 0, "%lu on CPU 1", elsewhere);
	expect(sched_getcpu() == 1, "the task was moved to CPU %d", sched_getcpu());
	there = counted_on(fd, 0, 1000000);
	expect(there > 2000000, "%lu back on CPU 0", there);
	reading = read_counts(fd);
	expect_pause(&reading);
}

TEST(cpus, restricted_events_do_not_stop_the_others)
{
	struct perfctr_event events[2];
	struct reading reading;
	uint64_t mask = 1;
	int fd;

	need_exact();
	need_cpus(2);
	if (guest_is("p4"))
		skip("CPU 1 of this guest counts nothing at all");
	events[0] = on_cpus(&mask);
	events[1] = instructions(USER);
	fd = create();
	pin(1);
	count(fd, events, 2, 0);
	loop(1000000);
	reading = read_counts(fd);
	expect(reading.counts[0].count == 0 && reading.counts[1].count > 2000000, "%llu and %llu",
	       reading.counts[0].count, reading.counts[1].count);
	expect(reading.counts[0].time_running == 0 && reading.counts[0].time_enabled > 0,
	       "%llu of %llu", reading.counts[0].time_running, reading.counts[0].time_enabled);
}

TEST(cpus, are_listed_in_order)
{
	unsigned int nr = cpus();
	struct perfctr_cpu list[8];

	expect(list_cpus(list, 8) == nr, "%u CPUs, not %u", list_cpus(list, 8), nr);
	for (unsigned int i = 0; i < nr; i++)
		expect(list[i].cpu == i, "number %u is CPU %u", i, list[i].cpu);
	expect(list_cpus(NULL, 0) == nr, "with room for none: %u", list_cpus(NULL, 0));
}

/* As a caller does that was built with a newer header, or with one that never was. */
TEST(cpus, are_listed_to_callers_with_another_idea_of_their_size)
{
	struct {
		struct perfctr_cpu known;
		uint64_t added;
	} list[8] = {};
	struct perfctr_cpus all = {
		.size = sizeof(all),
		.nr_cpus = 8,
		.cpus = (uintptr_t)list,
		.cpu_size = sizeof(*list),
	};
	int dev = device();

	list[cpus() - 1].added = 42;
	expect(request(dev, PERFCTR_CPUS, &all) == 0, "PERFCTR_CPUS");
	expect(list[cpus() - 1].known.cpu == (uint32_t)cpus() - 1, "the last one is %u",
	       list[cpus() - 1].known.cpu);
	expect(list[cpus() - 1].added == 42, "what the driver does not know was written to");
	all.cpu_size = sizeof(struct perfctr_cpu) - 1;
	expect(request(dev, PERFCTR_CPUS, &all) == -EINVAL, "too small");
	all.cpu_size = sizeof(struct perfctr_cpu);
	all.reserved = 1;
	expect(request(dev, PERFCTR_CPUS, &all) == -EINVAL, "a reserved field");
}

/* NetBurst shares its counters between the siblings of a core: only the first may count. */
static void need_netburst_siblings(void)
{
	need_exact();
	need_cpus(2);
	if (!guest_is("p4"))
		skip("needs a hyper-threaded NetBurst");
}

static struct perfctr_event northbridge_event(void)
{
	return (struct perfctr_event){ .config = 0x1e0, .flags = USER | KERNEL };
}

TEST(cpus, northbridge_events_count_on_one_cpu_of_the_node)
{
	struct perfctr_event events[2] = { northbridge_event(), instructions(USER) };
	struct perfctr_cpu list[8];
	struct reading before, after;
	int fd;

	need_exact();
	need_cpus(2);
	if (!guest_is("epyc"))
		skip("only AMD's old counters count northbridge events");
	list_cpus(list, 8);
	expect(list[0].flags == PERFCTR_CPU_NORTHBRIDGE && list[1].flags == 0 &&
		       list[0].node == list[1].node,
	       "flags %#x and %#x, nodes %u and %u", list[0].flags, list[1].flags, list[0].node,
	       list[1].node);
	pin(0);
	fd = create();
	count(fd, events, 2, 0);
	loop(1000000);
	before = read_counts(fd);
	expect(before.counts[0].time_running == before.counts[0].time_enabled, "paused on CPU 0");
	pin(1);
	before = read_counts(fd);
	loop(1000000);
	after = read_counts(fd);
	expect(after.counts[0].time_running == before.counts[0].time_running &&
		       after.counts[0].time_enabled > before.counts[0].time_enabled,
	       "ran %llu of %llu on CPU 1",
	       after.counts[0].time_running - before.counts[0].time_running,
	       after.counts[0].time_enabled - before.counts[0].time_enabled);
	expect(after.counts[1].count - before.counts[1].count > 2000000, "%llu instructions",
	       after.counts[1].count - before.counts[1].count);
}

#define LARGE_CORE 0x40
#define SMALL_CORE 0x20

/* The CPUs of this type, as a mask. */
static uint64_t cpus_of_type(uint32_t core_type)
{
	struct perfctr_cpu list[8];
	uint64_t mask = 0;

	for (unsigned int i = 0; i < list_cpus(list, 8); i++)
		mask |= (uint64_t)(list[i].core_type == core_type) << list[i].cpu;
	return mask;
}

TEST(cpus, have_a_type_where_there_is_more_than_one)
{
	if (!guest_is("hybrid")) {
		expect(cpus_of_type(0) == (1ULL << cpus()) - 1, "%#lx", cpus_of_type(0));
		return;
	}
	expect((cpus_of_type(LARGE_CORE) & 3) == 1, "large: %#lx", cpus_of_type(LARGE_CORE));
	expect((cpus_of_type(SMALL_CORE) & 3) == 2, "small: %#lx", cpus_of_type(SMALL_CORE));
}

static void need_hybrid(void)
{
	need_exact();
	need_cpus(2);
	if (!guest_is("hybrid"))
		skip("needs cores of two types");
}

TEST(cpus, events_of_one_core_type_pause_on_the_other)
{
	uint64_t large, small;
	struct perfctr_event events[3];
	struct reading reading;
	int fd;

	need_hybrid();
	large = cpus_of_type(LARGE_CORE);
	small = cpus_of_type(SMALL_CORE);
	events[0] = on_cpus(&large);
	events[1] = on_cpus(&small);
	events[2] = instructions(USER);
	fd = create();
	count(fd, events, 3, 0);
	for (int i = 0; i < 20; i++) {
		pin(i % cpus());
		loop(i % 2 ? 30000 : 10000);
	}
	stop(fd);
	reading = read_counts(fd);
	expect(reading.counts[0].count > 200000 && reading.counts[0].count < 210000, "large: %llu",
	       reading.counts[0].count);
	expect(reading.counts[1].count > 600000 && reading.counts[1].count < 610000, "small: %llu",
	       reading.counts[1].count);
	expect(reading.counts[0].count + reading.counts[1].count == reading.counts[2].count,
	       "%llu and %llu are not %llu", reading.counts[0].count, reading.counts[1].count,
	       reading.counts[2].count);
	expect(reading.counts[0].time_running + reading.counts[1].time_running ==
		       reading.counts[2].time_running,
	       "ran %llu and %llu of %llu", reading.counts[0].time_running,
	       reading.counts[1].time_running, reading.counts[2].time_running);
}

TEST(cpus, of_a_hybrid_count_only_what_all_of_them_can)
{
	struct perfctr_event reference = { .config = 0x0300, .flags = USER };

	need_hybrid();
	expect(try_count(create(), &reference, 1, 0) == -EINVAL,
	       "the large cores' counter is used");
}

TEST(cpus, a_netburst_sibling_is_forbidden)
{
	struct perfctr_cpu list[8];

	need_netburst_siblings();
	expect(info().features & PERFCTR_FEATURE_RESTRICTED_CPUS, "features %#x", info().features);
	list_cpus(list, 8);
	expect(!(list[0].flags & PERFCTR_CPU_FORBIDDEN) && list[1].flags & PERFCTR_CPU_FORBIDDEN,
	       "flags %#x and %#x", list[0].flags, list[1].flags);
}

TEST(cpus, on_a_netburst_sibling_counting_pauses_and_resumes)
{
	struct reading reading;
	uint64_t got;
	int fd;

	need_netburst_siblings();
	fd = count_instructions(0);
	got = counted_on(fd, 0, 1000000);
	expect(got > 2000000 && got < 2010000, "%lu on CPU 0", got);
	for (int i = 0; i < 5; i++) {
		got = counted_on(fd, 1, 1000000);
		expect(got == 0, "%lu on CPU 1", got);
		expect(sched_getcpu() == 1, "the task was moved");
		got = counted_on(fd, 0, 1000000);
		expect(got > 2000000 && got < 2010000, "%lu back on CPU 0", got);
	}
	reading = read_counts(fd);
	expect_pause(&reading);
	expect(reading.head.state == PERFCTR_RUNNING, "state %u", reading.head.state);
}

TEST(cpus, on_a_netburst_sibling_the_virtual_tsc_goes_on)
{
	uint64_t before;
	int fd;

	need_netburst_siblings();
	fd = count_instructions(0);
	pin(1);
	before = read_counts(fd).head.tsc;
	spin_ms(2);
	expect(read_counts(fd).head.tsc > before, "it stands still");
}
