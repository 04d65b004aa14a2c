// SPDX-License-Identifier: GPL-2.0-only
/* Counters survive exec, but not that of a privileged program. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver.h"

struct plan {
	const char *program;
	uid_t user;
	volatile unsigned int *go;
};

static void execute(void *argument)
{
	struct plan *plan = argument;

	become_user(plan->user);
	await(plan->go, 1);
	execl(plan->program, plan->program, "--loop", "1000000", NULL);
	_exit(127);
}

/* A copy of this program, with a mode. */
static const char *program_of_mode(mode_t mode)
{
	static const char path[] = "/tmp/program";
	int from = open("/proc/self/exe", O_RDONLY), to;
	struct stat status;

	unlink(path);
	to = open(path, O_WRONLY | O_CREAT, 0700);
	fstat(from, &status);
	expect(sendfile(to, from, NULL, status.st_size) == status.st_size, "copying: %s",
	       strerror(errno));
	expect(fchmod(to, mode) == 0, "chmod: %s", strerror(errno));
	close(from);
	close(to);
	return path;
}

static struct reading count_execution(mode_t mode, uid_t user)
{
	struct plan plan = { .program = program_of_mode(mode), .user = user, .go = shared(PAGE) };
	struct perfctr_event event = instructions(USER);
	struct reading reading;
	pid_t child;
	int fd;

	stay_where_it_counts();
	child = start(execute, &plan);
	fd = attach(child);

	if (info().family == PERFCTR_FAMILY_GENERIC)
		count(fd, NULL, 0, 0);
	else
		count(fd, &event, 1, 0);
	*plan.go = 1;
	join(child);
	reading = read_counts(fd);
	close(fd);
	return reading;
}

TEST(exec, of_a_plain_program_is_counted)
{
	struct reading reading = count_execution(0755, 1000);

	expect(reading.head.state == PERFCTR_ENDED, "state %u", reading.head.state);
	expect(reading.head.tsc > 0, "virtual TSC %llu", reading.head.tsc);
	if (reading.head.nr_counts)
		expect(reading.counts[0].count > 2000000, "%llu", reading.counts[0].count);
}

TEST(exec, of_a_set_uid_program_detaches)
{
	struct reading reading = count_execution(04755, 1000);

	expect(reading.head.state == PERFCTR_DETACHED, "state %u", reading.head.state);
	if (reading.head.nr_counts)
		expect(reading.counts[0].count < 2000000,
		       "the privileged program was counted: %llu", reading.counts[0].count);
}

TEST(exec, of_a_set_gid_program_detaches)
{
	struct reading reading = count_execution(02755, 1000);

	expect(reading.head.state == PERFCTR_DETACHED, "state %u", reading.head.state);
}

TEST(exec, of_a_set_uid_program_by_its_own_user_is_counted)
{
	struct reading reading = count_execution(04755, 0);

	expect(reading.head.state == PERFCTR_ENDED, "state %u", reading.head.state);
	if (reading.head.nr_counts)
		expect(reading.counts[0].count > 2000000, "%llu", reading.counts[0].count);
}

static void execute_in_child(void *argument)
{
	pid_t child;

	become_user(((struct plan *)argument)->user);
	((struct plan *)argument)->user = 1000;
	await(((struct plan *)argument)->go, 1);
	child = start(execute, argument);
	join(child);
}

TEST(exec, of_a_set_uid_program_detaches_an_inheriting_child)
{
	struct plan plan = { .program = program_of_mode(04755), .user = 1000, .go = shared(PAGE) };
	struct perfctr_event event = instructions(USER);
	struct reading reading;
	pid_t root;
	int fd;

	need_pmu();
	root = start(execute_in_child, &plan);
	fd = attach(root);
	count(fd, &event, 1, PERFCTR_CONTROL_INHERIT);
	*plan.go = 1;
	join(root);
	reading = await_children(fd, 1);
	expect(reading.counts[0].count < 2000000, "the privileged child was counted: %llu",
	       reading.counts[0].count);
	expect(read_counts(fd).head.state == PERFCTR_ENDED, "state %u", read_counts(fd).head.state);
}

static void do_nothing(void *unused)
{
	(void)unused;
}

/* Counts on_exec, in the caller and in what it starts, how many instructions an execution takes. */
static struct reading count_from_exec_on(int fd, struct plan *plan)
{
	struct perfctr_event event = instructions(USER);
	struct reading reading;

	count(fd, &event, 1, PERFCTR_CONTROL_INHERIT | PERFCTR_CONTROL_ON_EXEC);
	loop(1000);
	join(start(do_nothing, NULL));
	join(start(execute_in_child, plan));
	reading = await_children(fd, 3);
	expect(reading.head.children == 3, "%llu children", reading.head.children);
	return reading;
}

TEST(exec, is_where_counting_begins_if_asked_for)
{
	struct plan plan = { .program = program_of_mode(0755), .go = shared(PAGE) };
	struct reading first, second, mine;
	int fd;

	need_exact();
	*plan.go = 1;
	fd = create();
	first = count_from_exec_on(fd, &plan);
	second = count_from_exec_on(fd, &plan);
	mine = read_counts(fd);
	expect(mine.head.state == PERFCTR_RUNNING, "state %u", mine.head.state);
	expect(mine.head.tsc == 0 && mine.counts[0].count == 0 && mine.counts[0].time_enabled == 0,
	       "%llu ticks and %llu instructions without an exec", mine.head.tsc,
	       mine.counts[0].count);
	expect(first.head.tsc > 0 && first.counts[0].count > 2000000,
	       "%llu ticks, %llu instructions", first.head.tsc, first.counts[0].count);
	/* address space layout alone changes the startup of a program */
	expect(llabs((long long)(first.counts[0].count - second.counts[0].count)) < 1000,
	       "%llu, then %llu", first.counts[0].count, second.counts[0].count);
}

TEST(exec, as_a_beginning_has_no_overflow_signal)
{
	struct perfctr_control control = control_of(NULL, 0, PERFCTR_CONTROL_ON_EXEC);
	int error;

	control.signal = 10;
	error = request(create(), PERFCTR_CONTROL, &control);
	expect(error == -EINVAL, "%d", error);
}

/* Nothing is done that takes a period before execve(2), and that takes many. */
static void execute_with_overflows(void *unused)
{
	uint64_t period = has_sanitizers() ? 500000 : 20000;
	struct perfctr_event event = sampled(instructions(KERNEL | USER), period);
	struct perfctr_control control = control_of(&event, 1, 0);
	int fd = create();

	(void)unused;
	control.signal = SIGUSR1;
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "PERFCTR_CONTROL");
	execl("/proc/self/exe", "guest-tests", "--loop", "1000", NULL);
	_exit(127);
}

TEST(exec, with_overflows_in_it_has_no_overflow_signal)
{
	need_pmu();
	join(start(execute_with_overflows, NULL));
}

static void *execute_with_counters(void *unused)
{
	char number[12];
	int fd = create();

	fcntl(fd, F_SETFD, 0);
	snprintf(number, sizeof(number), "%d", fd);
	execl("/proc/self/exe", "guest-tests", "--overflow", number, NULL);
	_exit(127);
	return unused;
}

static void execute_in_thread(void *unused)
{
	pthread_t thread;

	(void)unused;
	pthread_create(&thread, NULL, execute_with_counters, NULL);
	pthread_join(thread, NULL);
}

/* It takes over the number of its process, under which it is to be found from then on. */
TEST(exec, by_a_thread_leaves_its_counters_able_to_signal)
{
	need_exact();
	join(start(execute_in_thread, NULL));
}

TEST(exec, closes_the_descriptor)
{
	int fd = create(), flags = fcntl(fd, F_GETFD);

	expect(flags & FD_CLOEXEC, "flags %d", flags);
}
