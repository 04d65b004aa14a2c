// SPDX-License-Identifier: LGPL-2.1-or-later
/* /dev/perfctr: is it there, what does it say of the machine, and its two kinds of objects. */
#include "driver_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEVICE "/dev/perfctr"

int driver_ask(unsigned long request, void *argument)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	int result;

	if (fd < 0)
		return -errno;
	result = ioctl(fd, request, argument);
	if (result < 0)
		result = -errno;
	close(fd);
	return result;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct driver_info machine;

/* The machine stays what it is, so one answer is enough. */
static int learn(void)
{
	int result = 0;

	pthread_mutex_lock(&lock);
	if (!machine.size) {
		struct driver_info info = {.size = sizeof(info)};

		result = driver_ask(PERFCTR_INFO, &info);
		if (result == 0 && info.abi_version != PERFCTR_ABI_VERSION)
			result = -EPROTO;
		if (result == 0)
			machine = info;
	}
	pthread_mutex_unlock(&lock);
	return result;
}

const char *driver_missing(void)
{
	if (access(DEVICE, F_OK) < 0)
		return "the driver is not loaded (" DEVICE " does not exist)";
	if (access(DEVICE, R_OK | W_OK) < 0)
		return "this user may not open " DEVICE " (its group or mode forbids it)";
	switch (-learn()) {
	case 0:
		return NULL;
	case EPROTO:
		return "the driver's interface has another version than this libperfctr knows";
	default:
		return "the driver does not answer on " DEVICE;
	}
}

const struct driver_info *driver_machine(void)
{
	const char *missing = driver_missing();

	if (!missing)
		return &machine;
	fail(ENODEV, "the driver can't be used: %s", missing);
	return NULL;
}

uint64_t driver_nanoseconds(uint64_t ticks)
{
	return (unsigned __int128)ticks * machine.tsc_mult >> machine.tsc_shift;
}

static int explain(int error, struct target target)
{
	switch (error) {
	case EEXIST:
		return fail(error, "the driver has counters for this thread already, and a thread "
				   "has one set: close the other ones first");
	case EBUSY:
		return fail(error,
			    target.tid < 0
				    ? "the driver counts for tasks: it can't count for CPUs "
				      "at the same time"
				    : "the driver counts for CPUs: it can't count for tasks at "
				      "the same time");
	case EACCES:
		if (target.tid < 0)
			return fail(error, "counting on CPUs needs CAP_PERFMON, or root");
		return fail(error,
			    "thread %d may be counted by whoever traces it, or with "
			    "CAP_PERFMON",
			    target.tid);
	case ESRCH:
		return fail(error, "there is no thread %d", target.tid);
	}
	return fail(error, "the driver can't count: %s", strerror(error));
}

int driver_open(struct target target)
{
	struct perfctr_creat creat = {.size = sizeof(creat)};
	struct perfctr_attach attach = {.size = sizeof(attach), .tid = target.tid};
	int fd;

	if (target.tid < 0)
		fd = driver_ask(PERFCTR_GLOBAL, &creat);
	else if (target.tid > 0)
		fd = driver_ask(PERFCTR_ATTACH, &attach);
	else
		fd = driver_ask(PERFCTR_CREAT, &creat);
	return fd < 0 ? explain(-fd, target) : fd;
}
