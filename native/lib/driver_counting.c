// SPDX-License-Identifier: LGPL-2.1-or-later
/* A counting on the driver: opened, controlled, mapped and closed. */
#include "driver_counting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct counting *driver_counting_open(struct target target)
{
	struct driver_counting *counting = calloc(1, sizeof(*counting));

	if (!counting) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	counting->target = target;
	counting->fd = -1;
	counting->beside = perf_backend.counting_open(target);
	if (counting->beside)
		return (struct counting *)counting;
	free(counting);
	return NULL;
}

static void close_fd(struct driver_counting *counting)
{
	if (counting->fd < 0)
		return;
	if (is_global(counting))
		global_close();
	else
		close(counting->fd);
	counting->fd = -1;
}

static void unmap(struct driver_counting *counting)
{
	if (!counting->page)
		return;
	hrvtime_use(NULL, NULL);
	driver_page_unmap(counting->page);
	counting->page = NULL;
}

/* All but the descriptor: a control of a vperfctr that is there is cheap. */
static void forget(struct driver_counting *counting)
{
	unmap(counting);
	perf_backend.counting_unlink(counting->beside);
	driver_program_free(&counting->program);
	part_free(&counting->software);
	part_free(&counting->hardware);
	free(counting->scratch);
	*counting = (struct driver_counting){
		.target = counting->target,
		.fd = counting->fd,
		.beside = counting->beside,
	};
}

int driver_counting_unlink(struct counting *handle)
{
	struct driver_counting *counting = of(handle);

	forget(counting);
	close_fd(counting);
	return 0;
}

void driver_counting_close(struct counting *handle)
{
	driver_counting_unlink(handle);
	perf_backend.counting_close(of(handle)->beside);
	free(handle);
}

static int prepare(struct driver_counting *counting, const struct perfctr_control *control)
{
	int result;

	counting->events = control->events;
	result = part_take(&counting->software, control->events, false);
	if (result == 0)
		result = part_take(&counting->hardware, control->events, true);
	if (result == 0)
		result = driver_program_init(&counting->program, &counting->hardware);
	counting->scratch = calloc(control->events->count + 1, sizeof(*counting->scratch));
	if (result == 0 && !counting->scratch)
		result = fail(ENOMEM, "out of memory");
	for (int i = 0; result == 0 && control->periods && i < counting->program.count; i++)
		counting->program.counter[i].period = control->periods[counting->hardware.index[i]];
	return result;
}

static int start_software(struct driver_counting *counting, const struct perfctr_control *control)
{
	struct perfctr_control own = *control;
	uint64_t periods[counting->software.events.count + 1];
	int result;

	if (counting->software.events.count == 0)
		return 0;
	own.flags &= ~PERFCTR_COUNT_TSC;
	own.events = &counting->software.events;
	for (int i = 0; control->periods && i < own.events->count; i++)
		periods[i] = control->periods[counting->software.index[i]];
	own.periods = control->periods ? periods : NULL;
	result = perf_backend.counting_control(counting->beside, &own);
	counting->beside_runs = result == 0;
	part_give_back(&counting->software, counting->events);
	return result == -ENODEV ? 0 : result; /* the driver may have something to count */
}

static int start_vperfctr(struct driver_counting *counting, const struct perfctr_control *control)
{
	struct driver_control own = {.signal = control->periods ? control->signal : 0};

	if (control->flags & PERFCTR_COUNT_CHILDREN)
		own.flags |= PERFCTR_CONTROL_INHERIT;
	if (counting->fd < 0)
		counting->fd = driver_open(counting->target);
	if (counting->fd < 0)
		return counting->fd;
	return driver_program_start(&counting->program, counting->fd, &own);
}

static int start_hardware(struct driver_counting *counting, const struct perfctr_control *control)
{
	int result;

	if (counting->program.count == 0 && !(control->flags & PERFCTR_COUNT_TSC))
		return 0;
	if (!is_global(counting)) {
		result = start_vperfctr(counting, control);
	} else {
		close_fd(counting);
		result = counting->fd = global_open(&counting->program);
		if (result >= 0)
			result = driver_read(counting->fd, PERFCTR_READ, 0, counting->target.cpu,
					     &counting->start);
	}
	part_give_back(&counting->hardware, counting->events);
	return result < 0 ? result : 0;
}

static int check_any(const struct perfctr_events *events)
{
	for (int i = 0; i < events->count; i++)
		if (!events->event[i].unavailable)
			return 0;
	return fail(ENODEV, "none of the requested events can be counted: %s: %s",
		    events->event[0].name, events->event[0].unavailable);
}

int driver_counting_control(struct counting *handle, const struct perfctr_control *control)
{
	struct driver_counting *counting = of(handle);
	int result;

	forget(counting);
	result = prepare(counting, control);
	if (result == 0)
		result = start_software(counting, control);
	if (result == 0)
		result = start_hardware(counting, control);
	if (result == 0)
		result = check_any(control->events);
	if (result < 0) {
		driver_counting_unlink(handle);
		return result;
	}
	counting->running = true;
	counting->children = control->flags & PERFCTR_COUNT_CHILDREN;
	return 0;
}

int driver_counting_stop(struct counting *handle)
{
	struct driver_counting *counting = of(handle);
	int result;

	if (!counting->running)
		return 0;
	counting->running = false;
	if (counting->page)
		hrvtime_use(NULL, NULL); /* the virtual TSC stands still */
	result = perf_backend.counting_stop(counting->beside);
	if (result < 0 || counting->fd < 0)
		return result;
	if (is_global(counting))
		return driver_read(counting->fd, PERFCTR_READ, 0, counting->target.cpu,
				   &counting->end);
	if (ioctl(counting->fd, PERFCTR_STOP) < 0 && errno != ESRCH)
		return fail(errno, "can't stop counting: %s", strerror(errno));
	return 0;
}

int driver_counting_resume(struct counting *handle)
{
	struct driver_counting *counting = of(handle);
	int result = perf_backend.counting_resume(counting->beside);

	if (result < 0 || counting->fd < 0 || !counting->running)
		return result;
	if (ioctl(counting->fd, PERFCTR_IRESUME) < 0)
		return fail(errno, "can't resume the driver's counters: %s", strerror(errno));
	return 0;
}

int driver_counting_map(struct counting *handle)
{
	struct driver_counting *counting = of(handle);
	int readable = 0;

	if (!counting->events)
		return fail(EINVAL, "nothing is counted: a control has to come first");
	if (counting->beside_runs)
		readable = perf_backend.counting_map(counting->beside);
	if (readable < 0 || counting->fd < 0)
		return readable;
	if (!counting->page)
		counting->page = driver_page_map(counting->fd);
	if (!counting->page)
		return fail(errno, "can't map the driver's counters: %s", strerror(errno));
	if (counting->running)
		hrvtime_use(driver_page_time, counting->page);
	counting->rdpmc = driver_page_has_rdpmc();
	for (int i = 0; i < counting->program.count; i++)
		readable += driver_is_mapped(counting, &counting->program.counter[i]);
	return readable;
}
