// SPDX-License-Identifier: LGPL-2.1-or-later
/* Gets a list of events counted, or as many of them as the machine and the user's rights allow. */
#include "driver_backend.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define KERNEL_RIGHT "the driver lets only those with CAP_PERFMON count what happens in the kernel"

int driver_program_init(struct driver_program *program, const struct part *part)
{
	*program = (struct driver_program){
		.counter = calloc(part->events.count + 1, sizeof(*program->counter)),
		.count = part->events.count,
	};
	if (!program->counter) {
		program->count = 0;
		return fail(ENOMEM, "out of memory");
	}
	for (int i = 0; i < program->count; i++)
		program->counter[i] =
			(struct driver_counter){.event = &part->events.event[i], .slot = SLOT_NONE};
	return 0;
}

void driver_program_free(struct driver_program *program)
{
	free(program->counter);
	*program = (struct driver_program){0};
}

static void refuse(struct event *event, const char *why, const char *remedy)
{
	event->unavailable = why;
	event->remedy = remedy;
}

static void check_mode(struct driver_counter *counter)
{
	if (counter->event->exclude_user || counter->event->exclude_kernel)
		refuse(counter->event, "the virtual TSC can't be counted by mode",
		       "leave :u or :k out");
	else if (counter->period)
		refuse(counter->event, "the virtual TSC does not interrupt",
		       "sample cycles or cpu-clock");
}

/* Which events shall never wait for a turn. */
enum pinning { PIN_ALL, PIN_SAMPLED, PIN_NONE };

static uint32_t mode_of(const struct driver_counter *counter, enum pinning pinning)
{
	uint32_t mode = counter->period ? PERFCTR_EVENT_IMODE : 0;

	if (pinning == PIN_ALL || (pinning == PIN_SAMPLED && counter->period))
		mode |= PERFCTR_EVENT_PINNED;
	return mode;
}

/* Fills in the events that are still to be counted, and gives each its slot. */
static int collect(struct driver_program *program, enum pinning pinning,
		   struct driver_event *events)
{
	int slots = 0;

	for (int i = 0; i < program->count; i++) {
		struct driver_counter *counter = &program->counter[i];
		bool tsc = counter->event->type == TYPE_TSC;

		counter->slot = tsc ? SLOT_TSC : SLOT_NONE;
		if (tsc && !counter->event->unavailable)
			check_mode(counter);
		if (tsc || counter->event->unavailable)
			continue;
		if (slots == PERFCTR_MAX_EVENTS)
			return fail(E2BIG, "the driver counts at most %d events at once",
				    PERFCTR_MAX_EVENTS);
		driver_encode(counter->event, &events[slots]);
		if (counter->event->unavailable)
			continue;
		events[slots].period = counter->period;
		events[slots].flags |= mode_of(counter, pinning);
		counter->slot = slots++;
	}
	program->slots = slots;
	return 0;
}

static int try(int fd, struct driver_control *control, struct driver_event *events, int count)
{
	control->size = sizeof(*control);
	control->events = (uintptr_t)events;
	control->nr_events = count;
	control->event_size = sizeof(*events);
	return ioctl(fd, PERFCTR_CONTROL, control) < 0 ? -errno : 0;
}

static int count_sampled(const struct driver_program *program)
{
	int sampled = 0;

	for (int i = 0; i < program->count; i++)
		sampled += program->counter[i].period && program->counter[i].slot >= 0;
	return sampled;
}

/*
 * Pinned, they fit the counters or are refused; otherwise they take turns. A sampled event that
 * waits for its turn would lose samples, so that it never has to.
 */
static int try_all(struct driver_program *program, int fd, struct driver_control *control)
{
	int result = -EINVAL;

	for (enum pinning pinning = PIN_ALL; pinning <= PIN_NONE && result == -EINVAL; pinning++) {
		struct driver_event events[PERFCTR_MAX_EVENTS];

		result = collect(program, pinning, events);
		if (result == 0)
			result = try(fd, control, events, program->slots);
		program->multiplexed = pinning != PIN_ALL;
		if (program->slots < 2 || (pinning == PIN_SAMPLED && count_sampled(program) > 0))
			break;
	}
	return result;
}

/* Each could be sampled alone, but not all together. */
static bool refuse_last_sampled(struct driver_program *program)
{
	if (count_sampled(program) < 2)
		return false;
	for (int i = program->count - 1;; i--)
		if (program->counter[i].period && program->counter[i].slot >= 0) {
			refuse_beside(program->counter[i].event);
			return true;
		}
}

/* The user may not count in the kernel: what counts in both modes is narrowed to user mode. */
static void narrow(struct driver_program *program)
{
	static const char remedy[] = "sudo setcap cap_perfmon+ep on the program that counts";

	for (int i = 0; i < program->count; i++) {
		struct event *event = program->counter[i].event;

		if (program->counter[i].slot < 0 || event->exclude_kernel)
			continue;
		if (event->exclude_user) {
			refuse(event, KERNEL_RIGHT, remedy);
			continue;
		}
		event->exclude_kernel = true;
		event->narrowed = KERNEL_RIGHT;
		event->remedy = remedy;
		event->scope = "user";
	}
}

static void refuse_all(struct driver_program *program, const char *why, const char *remedy)
{
	for (int i = 0; i < program->count; i++)
		if (program->counter[i].slot >= 0)
			refuse(program->counter[i].event, why, remedy);
}

/* Each on its own: those that the driver does not take are refused. */
static int refuse_wrong(struct driver_program *program, int fd, struct driver_control *control)
{
	int refused = 0;

	for (int i = 0; i < program->count; i++) {
		struct driver_counter *counter = &program->counter[i];
		struct driver_event event;

		if (counter->slot < 0)
			continue;
		driver_encode(counter->event, &event);
		event.period = counter->period;
		event.flags |= mode_of(counter, PIN_NONE);
		if (try(fd, control, &event, 1) != -EINVAL)
			continue;
		if (counter->period && counter->period < driver_machine()->min_period)
			refuse(counter->event, "the driver takes no period that is so short",
			       "a longer period, or a larger min_period of the module");
		else
			refuse(counter->event, "the processor's PMU rejects it",
			       "perfex list shows the events of this machine");
		refused++;
	}
	return refused;
}

static int cope(struct driver_program *program, int fd, struct driver_control *control, int error)
{
	switch (error) {
	case EACCES:
		narrow(program);
		return 0;
	case EBUSY:
		refuse_all(program, "perf holds the hardware counters, most often the NMI watchdog",
			   "sudo sysctl kernel.nmi_watchdog=0, or PERFCTR_BACKEND=perf");
		return 0;
	case EOPNOTSUPP:
		refuse_all(program, "this machine has no hardware counters that work",
			   "run on bare metal, or enable the virtual PMU of this virtual machine");
		return 0;
	case EINVAL:
		if (refuse_wrong(program, fd, control) > 0 || refuse_last_sampled(program))
			return 0;
		return fail(error, "the driver refuses these events together");
	}
	return fail(error, "the driver can't count these events: %s", strerror(error));
}

int driver_program_start(struct driver_program *program, int fd, struct driver_control *control)
{
	for (;;) {
		int result = try_all(program, fd, control);

		/* No events are left to blame. */
		if (result < 0 && result != -ENOMEM && program->slots == 0)
			return fail(-result, "the driver can't count: %s", strerror(-result));
		if (result == 0 || result == -E2BIG)
			return result;
		result = cope(program, fd, control, -result);
		if (result < 0)
			return result;
	}
}

bool driver_program_fits(struct driver_program *program, int fd)
{
	struct driver_control control = {0};

	if (driver_program_start(program, fd, &control) < 0 || program->multiplexed)
		return false;
	for (int i = 0; i < program->count; i++)
		if (program->counter[i].event->unavailable)
			return false;
	return true;
}
