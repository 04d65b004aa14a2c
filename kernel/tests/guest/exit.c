// SPDX-License-Identifier: GPL-2.0-only
/* A task's end, its vperfctr's holders, and both at the same time. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

TEST(exit, counts_outlive_the_task)
{
	pid_t child = start_spinner(0);
	int fd = attach(child);
	struct reading last;

	count(fd, NULL, 0, 0);
	sleep_ms(5);
	end(child);
	last = read_counts(fd);
	expect(last.head.state == PERFCTR_ENDED, "state %u", last.head.state);
	expect(last.head.tsc > 0 && last.head.tsc == read_counts(fd).head.tsc, "%llu, then %llu",
	       last.head.tsc, read_counts(fd).head.tsc);
	expect(try_count(fd, NULL, 0, 0) == -ESRCH, "CONTROL of an ended task");
}

static void exit_soon(void *unused)
{
	(void)unused;
	spin_ms(1);
}

static void read_until_it_ends(pid_t child)
{
	struct reading reading;
	uint64_t tsc = 0;
	int dev = device(), fd = try_attach(dev, child);

	close(dev);
	if (fd == -ESRCH)
		return;
	expect(fd >= 0, "%d", fd);
	if (try_count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT) == -ESRCH) {
		close(fd);
		return;
	}
	do {
		reading = read_counts(fd);
		expect(reading.head.tsc >= tsc, "virtual TSC %llu after %lu", reading.head.tsc,
		       tsc);
		tsc = reading.head.tsc;
		read_children(fd, PERFCTR_READ_LIVE);
	} while (reading.head.state != PERFCTR_ENDED);
	close(fd);
}

TEST(exit, while_being_read)
{
	for (int i = 0; i < 100; i++) {
		pid_t child = start(exit_soon, NULL);

		read_until_it_ends(child);
		join(child);
	}
}

TEST(exit, while_being_attached)
{
	for (int i = 0; i < 300; i++) {
		pid_t child = start(exit_soon, NULL);
		int dev = device(), fd;

		for (int j = 0; j < i % 10; j++)
			loop(10000);
		kill(child, SIGKILL);
		fd = try_attach(dev, child);
		expect(fd >= 0 || fd == -ESRCH, "%d", fd);
		if (fd >= 0)
			close(fd);
		close(dev);
		waitpid(child, NULL, 0);
	}
}

static void send_fd(int socket, int fd)
{
	char byte = 0, space[CMSG_SPACE(sizeof(int))] = {};
	struct iovec data = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	expect(sendmsg(socket, &message, 0) == 1, "sendmsg: %s", strerror(errno));
}

static int receive_fd(int socket)
{
	char byte, space[CMSG_SPACE(sizeof(int))];
	struct iovec data = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = space,
		.msg_controllen = sizeof(space),
	};
	int fd;

	expect(recvmsg(socket, &message, 0) == 1, "recvmsg: %s", strerror(errno));
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void count_myself_and_pass_it_on(void *argument)
{
	int fd = create(), socket = *(int *)argument;

	count(fd, NULL, 0, 0);
	send_fd(socket, fd);
	close(fd);
	spin_ms(5);
}

TEST(exit, of_an_owner_whose_descriptor_was_passed_on)
{
	struct reading reading;
	int sockets[2], fd;
	pid_t child;

	expect(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0, "%s", strerror(errno));
	child = start(count_myself_and_pass_it_on, &sockets[1]);
	fd = receive_fd(sockets[0]);
	expect(map_page(fd)->tid == (uint32_t)child, "the page is of thread %u", map_page(fd)->tid);
	join(child);
	reading = read_counts(fd);
	expect(reading.head.state == PERFCTR_ENDED && reading.head.tsc > 0, "state %u, TSC %llu",
	       reading.head.state, reading.head.tsc);
}

TEST(exit, closing_the_descriptor_frees_the_task_while_it_runs)
{
	pid_t child = start_spinner(cpus() - 1);

	for (int i = 0; i < 50; i++) {
		int fd = attach(child);

		count(fd, NULL, 0, PERFCTR_CONTROL_INHERIT);
		close(fd);
	}
	end(child);
}
