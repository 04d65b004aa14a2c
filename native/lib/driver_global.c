// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The driver has one gperfctr, which counts the same events on all CPUs. The library has a handle
 * for each CPU: all that count the same events share that one.
 */
#include "driver_backend.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	int users, fd;
	struct event *event; /* copies of what the first user got, with names of their own */
	struct driver_program program;
} shared;

static void forget(void)
{
	for (int i = 0; i < shared.program.count; i++)
		free(shared.event[i].name);
	free(shared.event);
	free(shared.program.counter);
	memset(&shared, 0, sizeof(shared));
}

static int remember(const struct driver_program *program)
{
	shared.event = calloc(program->count + 1, sizeof(*shared.event));
	shared.program.counter = calloc(program->count + 1, sizeof(*shared.program.counter));
	if (!shared.event || !shared.program.counter)
		return fail(ENOMEM, "out of memory");
	for (; shared.program.count < program->count; shared.program.count++) {
		int i = shared.program.count;

		shared.event[i] = *program->counter[i].event;
		shared.event[i].name = strdup(shared.event[i].name);
		if (!shared.event[i].name)
			return fail(ENOMEM, "out of memory");
		shared.program.counter[i] = program->counter[i];
	}
	shared.program.slots = program->slots;
	shared.program.multiplexed = program->multiplexed;
	return 0;
}

static int open_first(struct driver_program *program)
{
	struct driver_control control = {0};
	int fd = driver_open((struct target){.tid = -1, .cpu = -1});
	int result = fd;

	if (fd < 0)
		return fd;
	result = driver_program_start(program, fd, &control);
	if (result == 0)
		result = remember(program);
	if (result == 0) {
		shared.fd = fd;
		return 0;
	}
	close(fd);
	forget();
	return result;
}

static bool is_the_same(const struct driver_program *program)
{
	if (program->count != shared.program.count)
		return false;
	for (int i = 0; i < program->count; i++)
		if (strcmp(program->counter[i].event->name, shared.event[i].name) != 0)
			return false;
	return true;
}

static int join(struct driver_program *program)
{
	if (!is_the_same(program))
		return fail(EBUSY, "the driver counts the same events on all CPUs: close the "
				   "handles that count others");
	for (int i = 0; i < program->count; i++) {
		char *name = program->counter[i].event->name;

		*program->counter[i].event = shared.event[i];
		program->counter[i].event->name = name;
		program->counter[i].slot = shared.program.counter[i].slot;
	}
	program->slots = shared.program.slots;
	program->multiplexed = shared.program.multiplexed;
	return 0;
}

int global_open(struct driver_program *program)
{
	int result;

	pthread_mutex_lock(&lock);
	result = shared.users ? join(program) : open_first(program);
	if (result == 0) {
		shared.users++;
		result = shared.fd;
	}
	pthread_mutex_unlock(&lock);
	return result;
}

void global_close(void)
{
	pthread_mutex_lock(&lock);
	if (--shared.users == 0) {
		close(shared.fd);
		forget();
	}
	pthread_mutex_unlock(&lock);
}
