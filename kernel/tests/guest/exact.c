// SPDX-License-Identifier: GPL-2.0-only
/* A loop of N user instructions counts N plus a constant that never varies. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

/*
 * The constant: what two readings around the loop count of themselves. It is taken alone on the CPU;
 * each test compares with it what it gets under its own conditions.
 */
static int64_t constant(int fd)
{
	int64_t first;

	excess(fd, 10); /* pages are touched, symbols bound */
	first = excess(fd, 10);
	expect(first > 0 && first < 1000, "%ld instructions around an empty loop", first);
	return first;
}

static void expect_exact(int fd, int64_t expected, unsigned long n)
{
	int64_t got = excess(fd, n);

	expect(got == expected, "loop(%lu) counts %+ld instructions beside the constant %ld", n,
	       got - expected, expected);
}

TEST(exact, alone)
{
	int64_t base;
	int fd;

	need_exact();
	pin(0);
	fd = count_instructions(0);
	base = constant(fd);
	for (unsigned long n = 1; n <= 10000000; n *= 10)
		expect_exact(fd, base, n);
	measured("constant around a counted loop: %ld instructions", base);
}

TEST(exact, with_4_competitors_on_the_cpu)
{
	pid_t competitors[4];
	uint64_t resumes;
	int64_t base;
	int fd;

	need_exact();
	pin(0);
	fd = count_instructions(0);
	base = constant(fd);
	resumes = map_page(fd)->resumes;
	for (int i = 0; i < 4; i++)
		competitors[i] = start_spinner(0);
	for (int i = 0; i < 5; i++)
		expect_exact(fd, base, 4000000);
	resumes = map_page(fd)->resumes - resumes;
	expect(resumes > 15, "only %lu resumes: the competitors did not run", resumes);
	for (int i = 0; i < 4; i++)
		end(competitors[i]);
}

TEST(exact, the_competitors_count_exactly_too)
{
	pid_t competitors[4];

	need_exact();
	for (int i = 0; i < 4; i++) {
		competitors[i] = fork();
		if (competitors[i])
			continue;
		pin(0);
		int fd = count_instructions(0);
		int64_t base = constant(fd);

		for (int j = 0; j < 3; j++)
			expect_exact(fd, base, 4000000 + 1000000 * i);
		_exit(0);
	}
	for (int i = 0; i < 4; i++)
		join(competitors[i]);
}

struct migration {
	pid_t task;
	volatile unsigned int moves, stop;
};

static void move_around(void *argument)
{
	struct migration *migration = argument;

	pin(0);
	while (!migration->stop) {
		pin_task(migration->task, ++migration->moves % cpus());
		sleep_ms(1);
	}
}

TEST(exact, migrating_between_cpus_every_tick)
{
	struct migration *migration = shared(sizeof(*migration));
	int64_t base;
	pid_t mover;
	int fd;

	need_exact();
	need_cpus(2);
	if (guest_is("p4"))
		skip("half of this guest's CPUs may not count");
	fd = count_instructions(0);
	base = constant(fd);
	migration->task = getpid();
	mover = start(move_around, migration);
	for (int i = 0; i < 40; i++)
		expect_exact(fd, base, 1000000);
	migration->stop = 1;
	join(mover);
	/* each to another CPU, before it ran on */
	expect(migration->moves >= 20, "was moved %u times only", migration->moves);
}

/* A round of two switches, in raw system calls, so that each is the same instructions. */
static long raw(long number, int fd, char *byte)
{
	register char *address asm("rsi") = byte;

	asm volatile("syscall"
		     : "+a"(number)
		     : "D"((long)fd), "r"(address), "d"(1L)
		     : "rcx", "r11", "memory");
	return number;
}

struct turns {
	int to[2], back[2];
};

static void answer_turns(void *argument)
{
	struct turns *turns = argument;
	char byte;

	pin(0);
	close(turns->to[1]);
	while (raw(SYS_read, turns->to[0], &byte) == 1)
		raw(SYS_write, turns->back[1], &byte);
}

static uint64_t counted_turns(int fd, struct turns *turns, unsigned int rounds)
{
	uint64_t before = read_counts(fd).counts[0].count;
	char byte = 0;

	while (rounds--) {
		raw(SYS_write, turns->to[1], &byte);
		raw(SYS_read, turns->back[0], &byte);
	}
	return read_counts(fd).counts[0].count - before;
}

TEST(exact, across_10000_switches)
{
	uint64_t thousand, two_thousand, constant, got, resumes;
	struct turns turns;
	pid_t other;
	int fd;

	need_exact();
	pin(0);
	expect(pipe(turns.to) == 0 && pipe(turns.back) == 0, "pipe");
	other = start(answer_turns, &turns);
	fd = count_instructions(0);
	counted_turns(fd, &turns, 10);
	thousand = counted_turns(fd, &turns, 1000);
	two_thousand = counted_turns(fd, &turns, 2000);
	constant = 2 * thousand - two_thousand;
	resumes = map_page(fd)->resumes;
	got = counted_turns(fd, &turns, 10000);
	resumes = map_page(fd)->resumes - resumes;
	end(other);
	expect(resumes >= 10000, "only %lu switches", resumes);
	expect(got == 10 * thousand - 9 * constant,
	       "%lu instructions in 10000 turns, %lu in 1000, constant %lu", got, thousand,
	       constant);
}

static void counted_child(void *flags)
{
	volatile unsigned int *go = flags;
	int fd = count_instructions(0);
	int64_t base = constant(fd);

	go[0] = 1;
	for (int i = 0; i < 20; i++)
		expect_exact(fd, base, 500000);
	go[1] = 1;
}

TEST(exact, stopped_and_continued)
{
	volatile unsigned int *flags = shared(PAGE);
	pid_t child;
	int stops = 0, status;

	need_exact();
	child = start(counted_child, (void *)flags);
	await(&flags[0], 1);
	while (!flags[1]) {
		kill(child, SIGSTOP);
		waitpid(child, &status, WUNTRACED);
		stops++;
		sleep_ms(3);
		kill(child, SIGCONT);
		sleep_ms(1);
	}
	join(child);
	expect(stops >= 5, "only stopped %d times", stops);
}

TEST(exact, traced)
{
	volatile unsigned int *flags = shared(PAGE);
	pid_t child;
	int status, stops = 0;

	need_exact();
	child = start(counted_child, (void *)flags);
	expect(ptrace(PTRACE_SEIZE, child, NULL, NULL) == 0, "PTRACE_SEIZE");
	await(&flags[0], 1);
	while (!flags[1]) {
		ptrace(PTRACE_INTERRUPT, child, NULL, NULL);
		if (waitpid(child, &status, __WALL) != child || WIFEXITED(status))
			break;
		stops++;
		sleep_ms(2);
		ptrace(PTRACE_CONT, child, NULL, NULL);
		sleep_ms(1);
	}
	ptrace(PTRACE_DETACH, child, NULL, NULL);
	if (!WIFEXITED(status))
		join(child);
	else
		expect(WEXITSTATUS(status) == 0, "the child ended with status %d",
		       WEXITSTATUS(status));
	expect(stops >= 5, "only stopped %d times", stops);
}

static __attribute__((noinline)) uint64_t counted_sleep(int fd, unsigned int ms)
{
	uint64_t before = read_counts(fd).counts[0].count;

	sleep_ms(ms);
	return read_counts(fd).counts[0].count - before;
}

TEST(exact, sleeping_counts_nothing)
{
	uint64_t shortly, long_time;
	int fd;

	need_exact();
	fd = count_instructions(0);
	counted_sleep(fd, 1);
	shortly = counted_sleep(fd, 1);
	long_time = counted_sleep(fd, 200);
	expect(long_time == shortly, "200 ms of sleep count %lu instructions, 1 ms %lu", long_time,
	       shortly);
}

static void loop_when_told(void *flags)
{
	volatile unsigned int *go = flags;

	await(&go[0], 1);
	loop(3000000);
	go[1] = 1;
	await(&go[0], 2);
}

TEST(exact, another_task_attached)
{
	volatile unsigned int *flags = shared(PAGE);
	struct perfctr_event event;
	uint64_t asleep, ran;
	pid_t child;
	int fd;

	need_exact();
	event = instructions(USER);
	child = start(loop_when_told, (void *)flags);
	fd = attach(child);
	sleep_ms(2);
	kill(child, SIGSTOP);
	waitpid(child, NULL, WUNTRACED);
	count(fd, &event, 1, 0);
	sleep_ms(20);
	asleep = read_counts(fd).counts[0].count;
	expect(asleep == 0, "%lu instructions while stopped", asleep);
	flags[0] = 1;
	kill(child, SIGCONT);
	await(&flags[1], 1);
	ran = read_counts(fd).counts[0].count;
	expect(ran > 6000000 && ran < 6020000, "%lu instructions around a loop of 6000001", ran);
	flags[0] = 2;
	join(child);
	expect(read_counts(fd).head.state == PERFCTR_ENDED, "%u", read_counts(fd).head.state);
}

TEST(exact, fixed_counters_agree_with_general_ones)
{
	struct perfctr_event events[2];
	struct reading reading;
	int fd;

	need_exact();
	if (info().family != PERFCTR_FAMILY_INTEL)
		skip("this family has no fixed counters");
	events[0] = instructions(USER);
	events[0].counters = 1ULL << 32;
	events[1] = instructions(USER);
	events[1].counters = 1;
	fd = create();
	count(fd, events, 2, 0);
	loop(12345);
	reading = read_counts(fd);
	expect(reading.counts[0].count == reading.counts[1].count, "%llu and %llu",
	       reading.counts[0].count, reading.counts[1].count);
	expect(reading.counts[0].count > 24690, "%llu", reading.counts[0].count);
}

TEST(exact, kernel_mode_is_counted_apart)
{
	struct perfctr_event events[3];
	struct reading reading;
	int fd;

	/* NetBurst has but two ESCRs for retired instructions */
	unsigned int n = guest_is("p4") ? 2 : 3;

	need_exact();
	events[0] = instructions(USER);
	events[1] = instructions(KERNEL);
	events[2] = instructions(USER | KERNEL);
	fd = create();
	count(fd, events, n, 0);
	for (int i = 0; i < 1000; i++)
		getppid();
	stop(fd);
	reading = read_counts(fd);
	expect(reading.counts[0].count > 2000 && reading.counts[1].count > 50000,
	       "user %llu, kernel %llu", reading.counts[0].count, reading.counts[1].count);
	if (n < 3)
		return;
	/* the counters are not switched on and off in one instruction */
	expect(llabs((long long)(reading.counts[0].count + reading.counts[1].count -
				 reading.counts[2].count)) < 400,
	       "user %llu and kernel %llu are not %llu", reading.counts[0].count,
	       reading.counts[1].count, reading.counts[2].count);
}
