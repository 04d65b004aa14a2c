// SPDX-License-Identifier: GPL-2.0-only
/* Making and controlling vperfctrs, and the errors that the ABI documents. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"

static void expect_error(int result, int error, const char *what)
{
	expect(result == error, "%s gave %d", what, result);
}

TEST(create, info_describes_the_model)
{
	struct perfctr_info machine = info();
	const char *cpu = boot_option("rig.cpu");

	expect(machine.abi_version == PERFCTR_ABI_VERSION, "%u", machine.abi_version);
	expect(machine.tsc_khz > 0 && machine.tsc_mult > 0, "%u kHz", machine.tsc_khz);
	expect(machine.nr_cpuid >= 2 && machine.cpuid[0].leaf == 0 && machine.cpuid[1].leaf == 1,
	       "%u leaves", machine.nr_cpuid);
	if (!strncmp(cpu, "nehalem", 7) || guest_is("hybrid")) {
		expect(machine.family == PERFCTR_FAMILY_INTEL, "family %u", machine.family);
		expect(machine.family_version == 2, "version %u", machine.family_version);
		/* of a hybrid, what all cores have */
		expect(machine.counters == (guest_is("hybrid") ? 0x30000000fULL : 0x70000000fULL),
		       "%#llx", machine.counters);
		expect(machine.counter_bits == 48 && machine.fixed_bits == 48, "%u and %u bits",
		       machine.counter_bits, machine.fixed_bits);
	} else if (!strcmp(cpu, "epyc")) {
		expect(machine.family == PERFCTR_FAMILY_AMD, "family %u", machine.family);
		expect(machine.counters == 0xf, "%#llx", machine.counters);
		expect(machine.counter_bits == 48 && machine.fixed_bits == 0, "%u and %u bits",
		       machine.counter_bits, machine.fixed_bits);
	} else if (!strcmp(cpu, "p4")) {
		expect(machine.family == PERFCTR_FAMILY_NETBURST, "family %u", machine.family);
		expect(machine.counters == 0x3ffff, "%#llx", machine.counters);
		expect(machine.counter_bits == 40, "%u bits", machine.counter_bits);
	} else {
		expect(machine.family == PERFCTR_FAMILY_GENERIC, "family %u", machine.family);
		expect(machine.counters == 0, "%#llx", machine.counters);
		expect(!(machine.features & PERFCTR_FEATURE_OVERFLOW), "%#x", machine.features);
	}
}

TEST(create, info_writes_no_more_than_its_user_knows)
{
	struct {
		struct perfctr_info info;
		char canary[64];
	} larger;
	uint32_t half[64];
	int fd = device();

	memset(&larger, 0, sizeof(larger));
	larger.info.size = sizeof(larger);
	expect_error(request(fd, PERFCTR_INFO, &larger), 0, "a larger size of zeros");
	larger.info.size = sizeof(larger);
	larger.canary[60] = 1;
	expect_error(request(fd, PERFCTR_INFO, &larger), -E2BIG, "a larger size with a bit set");
	memset(half, 0xaa, sizeof(half));
	half[0] = 8;
	expect_error(request(fd, PERFCTR_INFO, half), -EINVAL, "a size below the first version's");
	expect(half[2] == 0xaaaaaaaa, "wrote %#x behind the struct", half[2]);
}

TEST(create, a_task_has_one_vperfctr_at_most)
{
	int dev = device(), fd = try_create(dev);

	expect(fd >= 0, "%d", fd);
	expect(fcntl(fd, F_GETFD) & FD_CLOEXEC, "flags %d", fcntl(fd, F_GETFD));
	expect_error(try_create(dev), -EEXIST, "a second PERFCTR_CREAT");
	expect_error(try_attach(dev, gettid()), -EEXIST, "PERFCTR_ATTACH to oneself");
	close(fd);
	fd = try_create(dev);
	expect(fd >= 0, "after close(2): %d", fd);
}

TEST(create, lives_as_long_as_its_last_descriptor_or_mapping)
{
	int dev = device(), fd = try_create(dev), copy = dup(fd);
	void *page;

	close(fd);
	expect_error(try_create(dev), -EEXIST, "with a copy of the descriptor open");
	page = (void *)map_page(copy);
	close(copy);
	expect_error(try_create(dev), -EEXIST, "with the page mapped");
	munmap(page, PAGE);
	expect(try_create(dev) >= 0, "%d", errno);
}

TEST(create, attach_to_oneself_is_creat)
{
	int fd = attach(gettid());

	count(fd, NULL, 0, 0);
	spin_ms(2);
	expect(read_counts(fd).head.tsc > 0, "virtual TSC stands still");
}

TEST(create, attach_needs_a_living_user_thread)
{
	int dev = device();
	pid_t gone = start_sleeper();

	end(gone);
	expect_error(try_attach(dev, gone), -ESRCH, "a reaped child");
	expect_error(try_attach(dev, 0), -ESRCH, "thread 0");
	expect_error(try_attach(dev, -1), -ESRCH, "thread -1");
	expect_error(try_attach(dev, 0x7fffffff), -ESRCH, "thread 2^31 - 1");
	expect_error(try_attach(dev, 2), -ESRCH, "kthreadd");
}

TEST(create, starts_stopped_and_empty)
{
	struct reading reading = read_counts(create());

	expect(reading.head.state == PERFCTR_STOPPED, "state %u", reading.head.state);
	expect(reading.head.nr_counts == 0, "%u counts", reading.head.nr_counts);
	expect(reading.head.tsc == 0, "virtual TSC %llu", reading.head.tsc);
	expect(reading.head.family == 0, "family %llu", reading.head.family);
}

TEST(create, refuses_what_the_abi_does_not_know)
{
	struct perfctr_creat creat = { .size = sizeof(creat), .flags = 1 };
	struct perfctr_attach target = { .size = sizeof(target), .tid = gettid(), .reserved = 1 };
	int dev = device(), fd;

	expect_error(request(dev, PERFCTR_CREAT, &creat), -EINVAL, "CREAT with a flag");
	expect_error(request(dev, PERFCTR_GLOBAL, &creat), -EINVAL, "GLOBAL with a flag");
	creat = (struct perfctr_creat){ .size = 4 };
	expect_error(request(dev, PERFCTR_CREAT, &creat), -EINVAL, "CREAT with size 4");
	expect_error(request(dev, PERFCTR_ATTACH, &target), -EINVAL, "ATTACH with reserved set");
	expect_error(request(dev, PERFCTR_CREAT, (void *)8), -EFAULT, "CREAT at a bad address");
	expect_error(request(dev, PERFCTR_INFO, (void *)8), -EFAULT, "INFO at a bad address");
	expect_error(request(dev, PERFCTR_READ, NULL), -ENOTTY, "READ of the device");
	expect_error(request(dev, _IO(0xD0, 99), NULL), -ENOTTY, "request 99");
	fd = create();
	expect_error(request(fd, PERFCTR_CREAT, &creat), -ENOTTY, "CREAT on a vperfctr");
	expect_error(request(fd, _IO(0xD0, 99), NULL), -ENOTTY, "request 99");
	expect_error(request(fd, PERFCTR_READ, (void *)8), -EFAULT, "READ at a bad address");
	expect_error(request(fd, PERFCTR_CONTROL, (void *)8), -EFAULT, "CONTROL at a bad address");
}

TEST(create, control_errors_are_those_documented)
{
	struct perfctr_event event = instructions(USER), many[PERFCTR_MAX_EVENTS + 1];
	struct perfctr_control control;
	int fd;

	need_pmu();
	fd = create();
#define REFUSED(error, change)                                                        \
	do {                                                                          \
		control = control_of(&event, 1, 0);                                   \
		event = instructions(USER);                                           \
		change;                                                               \
		expect_error(request(fd, PERFCTR_CONTROL, &control), error, #change); \
	} while (0)
	REFUSED(-EINVAL, control.flags = 1 << 20);
	REFUSED(-EINVAL, control.reserved = 1);
	REFUSED(-EINVAL, control.family = 1);
	REFUSED(-EINVAL, control.cpus_size = 8);
	REFUSED(-EINVAL, control.event_size = 8);
	REFUSED(-EINVAL, control.buffer_size = PAGE + 1);
	REFUSED(-EINVAL, control.buffer_size = info().max_buffer * 2);
	REFUSED(-EINVAL, control.mux_interval = PERFCTR_MIN_MUX_INTERVAL - 1);
	REFUSED(-EINVAL, control.signal = 1000);
	REFUSED(-EINVAL,
		(control.nr_events = PERFCTR_MAX_EVENTS + 1, control.events = (uintptr_t)many));
	REFUSED(-EFAULT, control.events = 8);
	REFUSED(-EINVAL, event.flags = 0);
	REFUSED(-EINVAL, event.flags = USER | 1 << 20);
	REFUSED(-EINVAL, event.counters = 1ULL << 63);
	REFUSED(-EINVAL, event.period = 1000);
	REFUSED(-EINVAL, (event.flags |= IMODE, event.period = info().min_period - 1));
	REFUSED(-EINVAL, event.flags |= PERFCTR_EVENT_WITH_PREV);
	REFUSED(-EINVAL, event.config |= 1ULL << 63);
	REFUSED(-EFAULT, (event.cpus = 8, event.cpus_size = 8));
#undef REFUSED
	expect(read_counts(fd).head.state == PERFCTR_STOPPED, "refused controls have started it");
}

TEST(create, a_refused_control_leaves_the_old_one_counting)
{
	struct perfctr_event bad = instructions(0);
	int fd;

	need_pmu();
	fd = count_instructions(0);
	uint64_t family = read_counts(fd).head.family;

	loop(1000);
	expect_error(try_count(fd, &bad, 1, 0), -EINVAL, "an event without a mode");
	expect(read_counts(fd).head.family == family, "the family has changed");
	expect(read_counts(fd).counts[0].count > 2000, "%llu", read_counts(fd).counts[0].count);
}

TEST(create, read_control_gives_back_what_was_set)
{
	struct perfctr_event set[2] = { instructions(USER), cycles(USER) }, got[4] = {};
	struct perfctr_control control = control_of(got, 4, 0);
	int fd, error;

	need_pmu();
	fd = create();
	count(fd, set, 2, PERFCTR_CONTROL_INHERIT);
	error = request(fd, PERFCTR_READ_CONTROL, &control);
	expect(error == 0, "%d", error);
	expect(control.nr_events == 2, "%u events", control.nr_events);
	expect(control.flags == PERFCTR_CONTROL_INHERIT, "%#x", control.flags);
	expect(control.family != 0, "family 0");
	expect(!memcmp(set, got, sizeof(set)), "events %#llx and %#llx", got[0].config,
	       got[1].config);
	expect(got[2].flags == 0, "wrote an event too many");
}

TEST(create, stop_keeps_the_counts_and_control_clears_or_preserves_them)
{
	struct perfctr_event event = instructions(USER);
	struct perfctr_control control = control_of(&event, 1, 0);
	uint64_t stopped, again;
	int fd;

	need_exact();
	fd = count_instructions(0);
	loop(100000);
	stop(fd);
	stopped = read_counts(fd).counts[0].count;
	loop(100000);
	again = read_counts(fd).counts[0].count;
	expect(stopped > 200000 && stopped == again, "%lu, then %lu", stopped, again);
	expect(read_counts(fd).head.state == PERFCTR_STOPPED, "%u", read_counts(fd).head.state);

	control.preserve = 1;
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "preserve");
	again = read_counts(fd).counts[0].count;
	expect(again >= stopped && again < stopped + 10000, "%lu after %lu", again, stopped);

	control.preserve = 0;
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "afresh");
	again = read_counts(fd).counts[0].count;
	expect(again < 10000, "%lu", again);
}

TEST(create, unlink_lets_go_of_the_task)
{
	int dev = device(), fd = create(), error;
	struct reading reading;

	count(fd, NULL, 0, 0);
	error = request(fd, PERFCTR_UNLINK, NULL);
	expect(error == 0, "%d", error);
	reading = read_counts(fd);
	expect(reading.head.state == PERFCTR_DETACHED, "state %u", reading.head.state);
	expect(reading.head.tsc > 0, "the count is gone");
	spin_ms(1);
	expect(read_counts(fd).head.tsc == reading.head.tsc, "counts on");
	expect_error(try_count(fd, NULL, 0, 0), -ESRCH, "CONTROL when detached");
	expect(try_create(dev) >= 0, "the task may not have a new one");
}

TEST(create, the_generic_family_counts_no_events)
{
	struct perfctr_event event = { .config = 0xc0, .flags = USER };

	if (!guest_is("none"))
		skip("this guest has counters");
	expect_error(try_count(create(), &event, 1, 0), -EOPNOTSUPP, "an event");
}

/* ioctl(2) as a 32-bit program makes it. */
static int request_32(int fd, unsigned int what, void *argument)
{
	int result = 54;

	asm volatile("int $0x80"
		     : "+a"(result)
		     : "b"(fd), "c"(what), "d"((uint32_t)(uintptr_t)argument)
		     : "memory", "r8", "r9", "r10", "r11");
	return result;
}

TEST(create, serves_32_bit_callers_alike)
{
	struct perfctr_info *low = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	struct perfctr_info machine = info();
	struct perfctr_read *reading = (void *)low;
	int dev = device(), fd;

	expect(low != MAP_FAILED, "no memory below 4 GB");
	low->size = sizeof(*low);
	expect_error(request_32(dev, PERFCTR_INFO, low), 0, "PERFCTR_INFO");
	expect(!memcmp(low, &machine, sizeof(machine)), "the answer differs");
	memset(low, 0, PAGE);
	low->size = sizeof(struct perfctr_creat);
	fd = request_32(dev, PERFCTR_CREAT, low);
	expect(fd >= 0, "PERFCTR_CREAT gave %d", fd);
	count(fd, NULL, 0, 0);
	*reading = (struct perfctr_read){ .size = sizeof(*reading) };
	expect_error(request_32(fd, PERFCTR_READ, reading), 0, "PERFCTR_READ");
	expect(reading->tsc > 0 && reading->state == PERFCTR_RUNNING, "TSC %llu, state %u",
	       reading->tsc, reading->state);
}
