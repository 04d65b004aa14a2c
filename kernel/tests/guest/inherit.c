// SPDX-License-Identifier: GPL-2.0-only
/* Threads and child processes count like their parent, and their counts arrive at the root. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

/*
 * A family of 1,000 on three levels: 10 children, 90 grandchildren, 900 great-grandchildren; odd ones
 * are processes, even ones threads. Parents of even number exit without waiting for their children,
 * which start only afterwards: these are orphans. All of it is written in raw system calls that block
 * a known number of times, so that a task always executes the same user instructions beside its loop.
 */
static const unsigned int fanout[] = { 10, 9, 10, 0 };

#define LEVELS 3
#define FAMILY (10 + 10 * 9 + 10 * 9 * 10)
#define STACK  4096

struct member {
	unsigned int level;
	unsigned int number; /* among its siblings */
	int orphan;
	int done; /* where to tell a waiting parent */
};

static struct member members[FAMILY + 1];
static char stacks[FAMILY + 1][STACK] __attribute__((aligned(16)));
static int release[LEVELS + 1][2]; /* a byte each for the orphans of a level */
static int waiting[FAMILY + 1][2]; /* pipes on which parents wait */
static volatile unsigned long *scale;

/* The n-th child, from 0, of a member; ids are as in a heap, level by level. */
static unsigned int child_id(unsigned int id, unsigned int n)
{
	switch (members[id].level) {
	case 0:
		return 1 + n;
	case 1:
		return 11 + (id - 1) * 9 + n;
	default:
		return 101 + (id - 11) * 10 + n;
	}
}

static unsigned long loops(unsigned int id)
{
	return *scale * (id % 7 + 1);
}

static bool orphans_its_children(unsigned int id)
{
	return id && members[id].number % 2 == 0;
}

static int live_as(void *argument);

static void beget(unsigned int id)
{
	if (members[id].number % 2) {
		if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
			live_as((void *)(uintptr_t)id);
			syscall(SYS_exit, 0);
		}
	} else {
		clone(live_as, stacks[id] + STACK,
		      CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
			      CLONE_SYSVSEM,
		      (void *)(uintptr_t)id);
	}
}

static int live_as(void *argument)
{
	unsigned int id = (uintptr_t)argument, n, children = fanout[members[id].level];
	char byte;

	if (members[id].orphan)
		syscall(SYS_read, release[members[id].level][0], &byte, 1);
	for (n = 0; n < children; n++)
		beget(child_id(id, n));
	loop(loops(id));
	if (!orphans_its_children(id)) {
		for (n = 0; n < children; n++)
			syscall(SYS_read, waiting[id][0], &byte, 1);
	}
	if (members[id].done >= 0)
		syscall(SYS_write, members[id].done, &byte, 1);
	return 0;
}

static void plan_below(unsigned int id)
{
	unsigned int n, child;

	if (!fanout[members[id].level])
		return;
	if (id && !orphans_its_children(id))
		expect(pipe(waiting[id]) == 0, "pipe: %s", strerror(errno));
	for (n = 0; n < fanout[members[id].level]; n++) {
		child = child_id(id, n);
		members[child] = (struct member){
			.level = members[id].level + 1,
			.number = n,
			.orphan = orphans_its_children(id),
			.done = id == 0 || orphans_its_children(id) ? -1 : waiting[id][1],
		};
		plan_below(child);
	}
}

static unsigned int orphans_of_level(unsigned int level)
{
	unsigned int id, n = 0;

	for (id = 1; id <= FAMILY; id++)
		n += members[id].level == level && members[id].orphan;
	return n;
}

/* Lets the orphans of a level go once everybody has ended who does not descend from them. */
static void release_orphans(int fd, unsigned int level, unsigned int ended)
{
	unsigned int n = orphans_of_level(level);
	char byte = 0;

	await_children(fd, ended);
	while (n--)
		expect(write(release[level][1], &byte, 1) == 1, "%s", strerror(errno));
}

static struct perfctr_count count_family(int fd, unsigned long loops_each)
{
	struct perfctr_event event = instructions(USER);
	struct reading reading;

	*scale = loops_each;
	count(fd, &event, 1, PERFCTR_CONTROL_INHERIT);
	for (unsigned int n = 0; n < fanout[0]; n++)
		beget(1 + n);
	/* 5 of 10 parents wait; of their 45 children 20 do: 10 + 45 + 200 end before any orphan */
	release_orphans(fd, 2, 10 + 45 + 200);
	release_orphans(fd, 3, 10 + 90 + 400);
	reading = await_children(fd, FAMILY);
	expect(reading.head.children == FAMILY, "%llu ended", reading.head.children);
	expect(reading.head.live == 0, "%llu alive", reading.head.live);
	expect(reading.head.uncounted == 0, "%llu not counted", reading.head.uncounted);
	return reading.counts[0];
}

TEST(inherit, sum_over_1000_descendants_is_exact)
{
	uint64_t small, again, large, expected = 0;
	int fd;

	need_exact();
	scale = shared(PAGE);
	plan_below(0);
	for (unsigned int level = 2; level <= LEVELS; level++)
		expect(pipe(release[level]) == 0, "pipe: %s", strerror(errno));
	fd = create();
	small = count_family(fd, 10).count;
	again = count_family(fd, 10).count;
	large = count_family(fd, 1010).count;
	for (unsigned int id = 1; id <= FAMILY; id++)
		expected += 2 * 1000 * (id % 7 + 1);
	expect(small == again, "the same work is %lu, then %lu", small, again);
	expect(large - small == expected, "%lu more instructions count %lu more", expected,
	       large - small);
	measured("family of 1000 (%u orphans): %lu instructions of loops, exact",
		 orphans_of_level(2) + orphans_of_level(3), expected);
}

static void loop_1000(void *unused)
{
	(void)unused;
	loop(1000);
}

TEST(inherit, only_when_asked_for)
{
	int fd = create();

	count(fd, NULL, 0, 0);
	join(start(loop_1000, NULL));
	expect(read_children(fd, PERFCTR_READ_LIVE).head.children == 0, "%llu",
	       read_children(fd, 0).head.children);
	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	join(start(loop_1000, NULL));
	expect(await_children(fd, 1).head.tsc > 0, "the child has counted nothing");
}

TEST(inherit, children_of_the_parent_start_at_zero)
{
	int fd;

	need_exact();
	fd = count_instructions(PERFCTR_CONTROL_INHERIT);
	loop(1000000);
	join(start(loop_1000, NULL));
	uint64_t child = await_children(fd, 1).counts[0].count;

	expect(child > 2000 && child < 100000, "%lu", child);
	expect(read_counts(fd).counts[0].count > 2000000, "%llu", read_counts(fd).counts[0].count);
}

static void loop_until_told(void *flags)
{
	volatile unsigned int *go = flags;

	go[0] = 1;
	while (!go[1])
		loop(1000);
}

TEST(inherit, living_descendants_are_read_on_demand)
{
	volatile unsigned int *flags = shared(PAGE);
	struct reading live, ended;
	pid_t child;
	int fd = create();

	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	child = start(loop_until_told, (void *)flags);
	await(&flags[0], 1);
	sleep_ms(10);
	ended = read_children(fd, 0);
	live = read_children(fd, PERFCTR_READ_LIVE);
	expect(ended.head.live == 1 && ended.head.children == 0 && ended.head.tsc == 0,
	       "%llu alive, %llu ended, %llu ticks", ended.head.live, ended.head.children,
	       ended.head.tsc);
	expect(live.head.tsc > 0, "the living child is not in the sum");
	flags[1] = 1;
	join(child);
	ended = await_children(fd, 1);
	expect(ended.head.tsc >= live.head.tsc, "the sum went from %llu back to %llu",
	       live.head.tsc, ended.head.tsc);
}

TEST(inherit, a_new_control_starts_a_new_family)
{
	volatile unsigned int *flags = shared(PAGE);
	uint64_t family;
	pid_t old;
	int fd = create();

	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	family = read_counts(fd).head.family;
	old = start(loop_until_told, (void *)flags);
	await(&flags[0], 1);
	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	expect(read_counts(fd).head.family > family, "family %llu after %lu",
	       read_counts(fd).head.family, family);
	flags[1] = 1;
	join(old);
	join(start(loop_1000, NULL));
	await_children(fd, 1);
	sleep_ms(5);
	expect(read_children(fd, 0).head.children == 1,
	       "%llu: the old family's child is in the sum", read_children(fd, 0).head.children);
}

static void *loop_in_thread(void *n)
{
	loop((uintptr_t)n);
	return NULL;
}

TEST(inherit, threads_of_a_process)
{
	pthread_t threads[16];
	struct reading reading;
	int fd;

	need_exact();
	fd = count_instructions(PERFCTR_CONTROL_INHERIT);
	for (int i = 0; i < 16; i++)
		pthread_create(&threads[i], NULL, loop_in_thread, (void *)100000UL);
	for (int i = 0; i < 16; i++)
		pthread_join(threads[i], NULL);
	reading = await_children(fd, 16);
	expect(reading.counts[0].count > 16 * 200000 && reading.counts[0].count < 16 * 205000,
	       "%llu", reading.counts[0].count);
}

static void named_child(void *number)
{
	char name[16];

	snprintf(name, sizeof(name), "child-%d", *(int *)number);
	prctl(PR_SET_NAME, name);
	loop(1000 * (1 + *(int *)number));
}

/* One record from the front of *bytes, which are *left long. */
static const struct perfctr_record *next_record(char **bytes, ssize_t *left, uint64_t *sum)
{
	const struct perfctr_record *record = (void *)*bytes;
	const struct perfctr_count *counts = (void *)(*bytes + record->counts_at);

	expect(*left >= (ssize_t)sizeof(*record) && record->size <= *left,
	       "%zd bytes, record of %u", *left, record->size);
	expect(record->counts_at == sizeof(*record) &&
		       record->size == sizeof(*record) + record->nr_counts * sizeof(*counts),
	       "%u bytes for %u counts", record->size, record->nr_counts);
	*sum += counts[0].count;
	*left -= record->size;
	*bytes += record->size;
	return record;
}

#define CHILDREN 20

TEST(inherit, a_record_of_each_ended_task)
{
	static char buffer[65536];
	char *next = buffer, name[16];
	const struct perfctr_record *record;
	uint64_t sum = 0, family;
	pid_t pids[CHILDREN];
	ssize_t left;
	int fd;

	need_pmu();
	fd = count_instructions(PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_RECORDS);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	expect(read(fd, buffer, sizeof(buffer)) < 0 && errno == EAGAIN, "errno %d", errno);
	family = read_counts(fd).head.family;
	for (int i = 0; i < CHILDREN; i++) {
		pids[i] = start(named_child, &i);
		join(pids[i]);
	}
	await_children(fd, CHILDREN);
	expect(read(fd, buffer, 8) < 0 && errno == EINVAL, "a read of 8 bytes gave errno %d",
	       errno);
	left = read(fd, buffer, sizeof(buffer));
	for (int i = 0; i < CHILDREN; i++) {
		record = next_record(&next, &left, &sum);
		snprintf(name, sizeof(name), "child-%d", i);
		expect(record->tid == (uint32_t)pids[i] && record->pid == (uint32_t)pids[i],
		       "record %d: tid %u, pid %u, not %d", i, record->tid, record->pid, pids[i]);
		expect(record->parent_tid == (uint32_t)getpid(), "parent %u", record->parent_tid);
		expect(!strcmp(record->name, name), "%s is called %s", name, record->name);
		expect(record->started < record->ended, "%llu to %llu", record->started,
		       record->ended);
		expect(record->family == family, "%llu, not %lu", record->family, family);
		expect(record->tsc > 0, "%s has no virtual TSC", name);
	}
	expect(left == 0, "%zd bytes more", left);
	expect(sum == read_children(fd, 0).counts[0].count,
	       "the records' sum is %lu, the family's %llu", sum,
	       read_children(fd, 0).counts[0].count);
	expect(read(fd, buffer, sizeof(buffer)) < 0 && errno == EAGAIN, "errno %d", errno);
}

TEST(inherit, reading_records_waits_and_ends_with_the_last_task)
{
	volatile unsigned int *flags = shared(PAGE);
	static char buffer[4096];
	struct pollfd wait;
	pid_t child = start(loop_until_told, (void *)flags);
	ssize_t got;
	int fd;

	fd = attach(child);
	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_RECORDS);
	wait = (struct pollfd){ .fd = fd, .events = POLLIN };
	flags[1] = 1;
	join(child);
	got = read(fd, buffer, sizeof(buffer));
	expect(got == 0, "%zd bytes: nobody but the owner was there", got);
	expect(poll(&wait, 1, 1000) == 1, "poll(2) does not report the end");
}

TEST(inherit, detached_descendants_are_not_lost_when_the_root_exits)
{
	volatile unsigned int *flags = shared(PAGE);
	int dev = device(), fd;
	pid_t root = fork();

	if (root == 0) {
		await(&flags[2], 1);
		start(loop_until_told, (void *)flags);
		_exit(0);
	}
	fd = try_attach(dev, root);
	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	flags[2] = 1;
	join(root);
	await(&flags[0], 1);
	expect(read_counts(fd).head.state == PERFCTR_ENDED, "%u", read_counts(fd).head.state);
	expect(read_children(fd, 0).head.live == 1, "%llu alive", read_children(fd, 0).head.live);
	flags[1] = 1;
	expect(await_children(fd, 1).head.tsc > 0, "the orphan has counted nothing");
}
