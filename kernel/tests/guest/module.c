// SPDX-License-Identifier: GPL-2.0-only
/* Loading and unloading at any time. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

static int unload(void)
{
	return syscall(SYS_delete_module, "perfctr", O_NONBLOCK) ? -errno : 0;
}

static void load(void)
{
	int fd = open("/perfctr.ko", O_RDONLY);

	expect(syscall(SYS_finit_module, fd, "", 0) == 0, "loading: %s", strerror(errno));
	close(fd);
}

TEST(module, is_in_use_while_a_descriptor_is_open)
{
	int fd = create();

	expect(unload() < 0, "was unloaded with a vperfctr open");
	close(fd);
}

static void fork_forever(void *unused)
{
	(void)unused;
	for (;;) {
		pid_t child = fork();

		if (child == 0) {
			loop(1000);
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
}

static void count_for_a_moment(void)
{
	int dev = device(), fd = try_create(dev);

	close(dev);
	expect(fd >= 0, "%d", fd);
	count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	for (int i = 0; i < 3; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
	}
	close(fd);
}

/* The last close may still be on its way when rmmod asks. */
static void must_unload(void)
{
	int error = unload();

	for (int i = 0; error == -EAGAIN && i < 100; i++) {
		sleep_ms(10);
		error = unload();
	}
	expect(error == 0, "unloading gave %d", error);
}

TEST(module, loads_and_unloads_while_others_fork)
{
	pid_t forkers[4];

	for (int i = 0; i < 4; i++)
		forkers[i] = start(fork_forever, NULL);
	for (int i = 0; i < 10; i++) {
		count_for_a_moment();
		must_unload();
		sleep_ms(1);
		load();
	}
	for (int i = 0; i < 4; i++)
		end(forkers[i]);
}

static void count_and_be_killed(void *unused)
{
	int fd = create();

	(void)unused;
	if (info().family == PERFCTR_FAMILY_GENERIC) {
		count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
	} else {
		struct perfctr_event event = sampled(instructions(USER), info().min_period + 10000);

		count(fd, &event, 1, PERFCTR_CONTROL_INHERIT);
	}
	fork_forever(NULL);
}

TEST(module, unloads_right_after_counting_tasks_are_killed)
{
	for (int i = 0; i < 10; i++) {
		pid_t child = start(count_and_be_killed, NULL);

		sleep_ms(2);
		end(child);
		must_unload();
		load();
	}
}
