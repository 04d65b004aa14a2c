// SPDX-License-Identifier: GPL-2.0-only
/* Reads of the mapped page, without a system call. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"

TEST(page, agrees_with_read)
{
	struct reading before, after;
	const volatile struct perfctr_page *page;
	uint64_t tsc;
	int fd = create();

	count(fd, NULL, 0, 0);
	page = map_page(fd);
	expect(page->tid == (uint32_t)gettid(), "tid %u", page->tid);
	expect(page->state == PERFCTR_RUNNING, "state %u", page->state);
	for (int i = 0; i < 100; i++) {
		before = read_counts(fd);
		tsc = page_tsc(page);
		after = read_counts(fd);
		expect(before.head.tsc <= tsc && tsc <= after.head.tsc, "%llu, %lu, %llu",
		       before.head.tsc, tsc, after.head.tsc);
		loop(10000);
	}
	expect(page->tsc_mult == info().tsc_mult && page->tsc_shift == info().tsc_shift, "%u >> %u",
	       page->tsc_mult, page->tsc_shift);
}

static __attribute__((noinline)) int64_t page_excess(const volatile struct perfctr_page *page,
						     unsigned long n)
{
	uint64_t before, after;

	page_read(page, &before, 1);
	loop(n);
	page_read(page, &after, 1);
	return after - before - (2 * n + 1);
}

TEST(page, counts_exactly)
{
	const volatile struct perfctr_page *page;
	int64_t base;
	int fd;

	need_exact();
	fd = count_instructions(0);
	page = map_page(fd);
	expect(page->nr_events == 1 && page->events[0].rdpmc, "%u events, rdpmc %u",
	       page->nr_events, page->events[0].rdpmc);
	page_excess(page, 10);
	base = page_excess(page, 10);
	for (unsigned long n = 1; n <= 1000000; n *= 10)
		expect(page_excess(page, n) == base, "loop(%lu): %ld, not %ld", n,
		       page_excess(page, n), base);
}

/* A sequence that changes in mid-read costs a second read: the count differs, but never goes back. */
TEST(page, never_goes_back)
{
	const volatile struct perfctr_page *page;
	uint64_t tsc = 0, count = 0, next[1], resumes;
	pid_t competitor = start_spinner(0);
	int fd;

	need_pmu();
	pin(0);
	fd = count_instructions(0);
	page = map_page(fd);
	resumes = page->resumes;
	for (int i = 0; page->resumes < resumes + 20; i++) {
		uint64_t next_tsc = page_read(page, next, 1);

		expect(next_tsc >= tsc && next[0] >= count,
		       "read %d: TSC %lu after %lu, count %lu after %lu", i, next_tsc, tsc, next[0],
		       count);
		tsc = next_tsc;
		count = next[0];
	}
	end(competitor);
}

TEST(page, is_mapped_as_documented_or_not_at_all)
{
	int fd = create();

#define REFUSED(error, length, protection, flags, offset)                                         \
	expect(mmap(NULL, length, protection, flags, fd, offset) == MAP_FAILED && errno == error, \
	       "mmap(%s, %s) gave errno %d", #length, #protection, errno)
	REFUSED(EINVAL, 2 * PAGE, PROT_READ, MAP_SHARED, PERFCTR_MMAP_PAGE);
	REFUSED(EPERM, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, PERFCTR_MMAP_PAGE);
	REFUSED(ENODEV, 2 * PAGE, PROT_READ, MAP_SHARED, PERFCTR_MMAP_BUFFER);
	REFUSED(EINVAL, PAGE, PROT_READ, MAP_SHARED, PAGE);
#undef REFUSED
	expect(mprotect((void *)map_page(fd), PAGE, PROT_READ | PROT_WRITE) < 0,
	       "was made writable");
}

TEST(page, private_copy_cannot_be_written_either)
{
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, create(),
			  PERFCTR_MMAP_PAGE);

	expect(page == MAP_FAILED, "a writable private mapping was made");
}

static sigjmp_buf caught;

static void jump(int signal)
{
	(void)signal;
	siglongjmp(caught, 1);
}

static bool rdpmc_faults(unsigned int operand)
{
	struct sigaction action = { .sa_handler = jump, .sa_flags = SA_NODEFER };

	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGILL, &action, NULL);
	if (sigsetjmp(caught, 1))
		return true;
	(void)__rdpmc(operand);
	return false;
}

TEST(page, rdpmc_is_allowed_only_while_it_is_mapped)
{
	const volatile struct perfctr_page *page;
	uint32_t operand;
	pid_t competitor = start_sleeper();
	int fd;

	need_pmu();
	pin(0);
	expect(rdpmc_faults(0), "RDPMC works before anything is mapped");
	fd = count_instructions(0);
	expect(rdpmc_faults(0), "RDPMC works with a vperfctr that is not mapped");
	page = map_page(fd);
	operand = page->events[0].rdpmc - 1;
	expect(!rdpmc_faults(operand), "RDPMC faults with the page mapped");
	sleep_ms(2);
	expect(!rdpmc_faults(operand), "RDPMC faults after a switch");
	munmap((void *)page, PAGE);
	sleep_ms(2);
	expect(rdpmc_faults(operand), "RDPMC works after munmap");
	end(competitor);
}

static void expect_no_rdpmc(void *operand)
{
	expect(rdpmc_faults(*(uint32_t *)operand),
	       "RDPMC works in a child that has mapped nothing");
}

TEST(page, rdpmc_is_not_inherited_by_fork)
{
	const volatile struct perfctr_page *page;
	uint32_t operand;

	need_pmu();
	pin(0);
	page = map_page(count_instructions(0));
	operand = page->events[0].rdpmc - 1;
	join(start(expect_no_rdpmc, &operand));
	expect(!rdpmc_faults(operand), "RDPMC faults after a fork");
	expect(madvise((void *)page, PAGE, MADV_DOFORK) < 0, "the mapping can be inherited");
}

/* Writes it to perf's switch: 0 forbids RDPMC in user space, 1 allows it to whoever maps a counter. */
static void switch_rdpmc(const char *value)
{
	int fd = open("/sys/bus/event_source/devices/cpu/rdpmc", O_WRONLY);

	expect(fd >= 0 && write(fd, value, 1) == 1, "rdpmc to %s: %s", value, strerror(errno));
	close(fd);
}

TEST(page, rdpmc_that_the_administrator_forbids_stays_forbidden)
{
	const volatile struct perfctr_page *page;
	uint32_t operand;
	bool faults;
	int fd;

	need_pmu();
	if (access("/sys/bus/event_source/devices/cpu/rdpmc", W_OK))
		skip("perf has no switch for RDPMC here");
	pin(0);
	fd = count_instructions(0);
	page = map_page(fd);
	operand = page->events[0].rdpmc - 1;
	munmap((void *)page, PAGE);
	switch_rdpmc("0");
	map_page(fd);
	faults = rdpmc_faults(operand);
	switch_rdpmc("1");
	expect(faults, "RDPMC works");
	expect(!rdpmc_faults(operand), "RDPMC faults when it is allowed again");
}

static void *map_here(void *fd)
{
	return (void *)map_page(*(int *)fd);
}

TEST(page, a_mapping_made_by_a_sibling_thread_serves_the_counting_one)
{
	pthread_t thread;
	int fd;

	need_pmu();
	pin(0);
	fd = count_instructions(0);
	pthread_create(&thread, NULL, map_here, &fd);
	pthread_join(thread, NULL);
	sleep_ms(1);
	expect(!rdpmc_faults(0), "the counting thread itself cannot read what its sibling mapped");
}

static void spy(void *flags)
{
	volatile unsigned int *go = flags;
	const volatile struct perfctr_page *page;
	struct perfctr_event event = instructions(USER);
	unsigned int found = 0;
	int fd = create();

	/* counts on one counter; looks at all the others, which belong to the victim on the same CPU */
	pin(0);
	event.counters = 1;
	count(fd, &event, 1, 0);
	page = map_page(fd);
	go[0] = 1;
	for (int i = 0; i < 2000; i++) {
		for (unsigned int counter = 1; counter < 4; counter++)
			found |= __rdpmc(counter) != 0;
		sched_yield();
	}
	expect(page->resumes > 5, "the victim never ran between");
	expect(!found, "another task's counts are left in the counters");
}

TEST(page, counters_show_nothing_of_other_tasks)
{
	volatile unsigned int *flags = shared(PAGE);
	struct perfctr_event events[4];
	unsigned int n = 0;
	pid_t child;
	int fd;

	need_pmu();
	if (guest_is("p4"))
		skip("NetBurst counts instructions on other counters than these");
	pin(0);
	for (; n < 4; n++) {
		events[n] = instructions(USER);
		events[n].counters = 1ULL << n;
	}
	fd = create();
	count(fd, events, n, 0);
	child = start(spy, (void *)flags);
	await(&flags[0], 1);
	for (int i = 0; i < 1000; i++) {
		loop(1000);
		sched_yield();
	}
	join(child);
}

TEST(page, outlives_its_task)
{
	const volatile struct perfctr_page *page;
	pid_t child = start_spinner(0);
	uint64_t sum;
	int fd = attach(child);

	count(fd, NULL, 0, 0);
	page = map_page(fd);
	sleep_ms(5);
	end(child);
	close(fd);
	sum = page->tsc_sum;
	expect(page->state == PERFCTR_ENDED && !page->on, "state %u, on %u", page->state, page->on);
	expect(sum > 0, "an ended task has no virtual TSC");
}
