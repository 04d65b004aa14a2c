// SPDX-License-Identifier: LGPL-2.1-or-later
/* Counts for one thread or CPU: its events in as few groups as the processor takes. */
#include "perf_backend.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHILDREN_SIZE (32 << 10)

struct member {
	int fd;
	int leader;		     /* index of the event that leads its group */
	uint64_t period, resumed_at; /* of an i-mode counter */
	struct perf_event_mmap_page *page;
	uint64_t known; /* mapped: what it counted when it was last read */
	struct inherited children;
	struct perfctr_count ended; /* what the children that have ended counted */
};

struct counting {
	struct target target;
	struct perfctr_events *events; /* the user's */
	struct perfctr_events *tsc;    /* ours, or NULL */
	struct member *member;	       /* of each event, and one for tsc */
	int members;
	bool running, children;
	size_t read_size;
	struct group_values *values; /* to read a group into */
};

/* What read() of a group's leader returns. */
struct group_values {
	uint64_t members, enabled, running;
	uint64_t raw[];
};

struct counting *perf_counting_open(struct target target)
{
	struct counting *counting = calloc(1, sizeof(*counting));

	if (counting)
		counting->target = target;
	else
		fail(ENOMEM, "out of memory");
	return counting;
}

static struct event *event_of(const struct counting *counting, int index)
{
	return index < counting->events->count ? &counting->events->event[index]
					       : &counting->tsc->event[0];
}

static void release_member(struct member *member)
{
	if (member->page)
		munmap(member->page, sysconf(_SC_PAGESIZE));
	if (member->fd >= 0)
		close(member->fd);
	inherited_close(&member->children);
}

int perf_counting_unlink(struct counting *counting)
{
	for (int i = 0; i < counting->members; i++)
		release_member(&counting->member[i]);
	free(counting->member);
	free(counting->values);
	perfctr_events_close(counting->tsc);
	*counting = (struct counting){.target = counting->target};
	return 0;
}

void perf_counting_close(struct counting *counting)
{
	perf_counting_unlink(counting);
	free(counting);
}

static int open_member(struct counting *counting, int index, int group)
{
	struct member *member = &counting->member[index];
	struct perf_event_attr attr = {
		.disabled = group < 0,
		.sample_period = member->period,
		.wakeup_events = member->period ? 1 : 0,
		.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
			       PERF_FORMAT_TOTAL_TIME_RUNNING,
	};

	member->fd = perf_open_event(event_of(counting, index), &attr, counting->target, group);
	return member->fd;
}

/*
 * Puts an event into the group of leader, or into a new one: when it doesn't fit there, and always
 * an i-mode counter, which stops and goes on for itself.
 */
static int open_grouped(struct counting *counting, int index, int leader)
{
	struct event *event = event_of(counting, index);
	struct member *member = &counting->member[index];

	if (leader >= 0 && !member->period) {
		const char *unavailable = event->unavailable, *remedy = event->remedy;

		member->leader = leader;
		if (open_member(counting, index, counting->member[leader].fd) != -EINVAL)
			return member->fd;
		event->unavailable = unavailable;
		event->remedy = remedy;
	}
	member->leader = index;
	return open_member(counting, index, -1);
}

static int open_children(struct counting *counting)
{
	for (int i = 0; i < counting->events->count; i++) {
		struct perf_event_attr attr = perf_timed_attr();
		int result = inherited_open(&counting->member[i].children, event_of(counting, i),
					    &attr, counting->target, CHILDREN_SIZE);

		if (result < 0)
			return result;
	}
	return 0;
}

static int send_overflows(struct counting *counting, int index, int signal)
{
	struct f_owner_ex owner = {.type = F_OWNER_TID, .pid = gettid()};
	int fd = counting->member[index].fd;

	if (fcntl(fd, F_SETOWN_EX, &owner) < 0 || fcntl(fd, F_SETSIG, signal) < 0 ||
	    fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK) < 0)
		return fail(errno, "can't send signal %d when event '%s' overflows: %s", signal,
			    event_of(counting, index)->name, strerror(errno));
	return 0;
}

static int prepare(struct counting *counting, const struct perfctr_control *control)
{
	counting->events = control->events;
	if (control->flags & PERFCTR_COUNT_TSC) {
		counting->tsc = perfctr_events_parse("tsc");
		if (!counting->tsc)
			return -errno;
	}
	counting->members = counting->events->count + !!counting->tsc;
	counting->member = calloc(counting->members, sizeof(*counting->member));
	counting->read_size =
		sizeof(*counting->values) + counting->members * sizeof(counting->values->raw[0]);
	counting->values = malloc(counting->read_size);
	if (!counting->member || !counting->values) {
		counting->members = 0;
		return fail(ENOMEM, "out of memory");
	}
	for (int i = 0; i < counting->members; i++) {
		struct member *member = &counting->member[i];

		member->fd = member->children.fd = member->children.reads.fd = -1;
		member->leader = i;
		if (control->periods && i < counting->events->count)
			member->period = control->periods[i];
	}
	return 0;
}

static int open_all(struct counting *counting, const struct perfctr_control *control)
{
	int leader = -1, counted = 0;

	for (int i = 0; i < counting->members; i++) {
		const struct member *member = &counting->member[i];
		int result;

		if (open_grouped(counting, i, leader) < 0)
			continue;
		counted += i < counting->events->count;
		if (!member->period)
			leader = member->leader;
		result = member->period ? send_overflows(counting, i, control->signal) : 0;
		if (result < 0)
			return result;
	}
	if (counted == 0)
		return fail(ENODEV, "none of the requested events can be counted: %s: %s",
			    event_of(counting, 0)->name, event_of(counting, 0)->unavailable);
	counting->children = control->flags & PERFCTR_COUNT_CHILDREN;
	return counting->children ? open_children(counting) : 0;
}

static int switch_leaders(struct counting *counting, bool on)
{
	for (int i = 0; i < counting->members; i++) {
		const struct member *member = &counting->member[i];
		int result;

		if (member->fd < 0 || member->leader != i)
			continue;
		if (on && member->period)
			result = ioctl(member->fd, PERF_EVENT_IOC_REFRESH, 1);
		else
			result = ioctl(member->fd,
				       on ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE,
				       PERF_IOC_FLAG_GROUP);
		if (result < 0)
			return fail(errno, "can't switch event '%s': %s",
				    event_of(counting, i)->name, strerror(errno));
	}
	return 0;
}

int perf_counting_control(struct counting *counting, const struct perfctr_control *control)
{
	int result;

	perf_counting_unlink(counting);
	/* Asked before the first children are counted, since it takes one. */
	if (control->flags & PERFCTR_COUNT_CHILDREN)
		perf_children_are_told();
	result = prepare(counting, control);
	if (result == 0)
		result = open_all(counting, control);
	if (result == 0)
		result = switch_leaders(counting, true);
	if (result < 0)
		perf_counting_unlink(counting);
	else
		counting->running = true;
	return result;
}

int perf_counting_stop(struct counting *counting)
{
	if (!counting->running)
		return 0;
	counting->running = false;
	for (int i = 0; i < counting->members; i++)
		if (counting->member[i].children.fd >= 0)
			ioctl(counting->member[i].children.fd, PERF_EVENT_IOC_DISABLE, 0);
	return switch_leaders(counting, false);
}

static int check_index(const struct counting *counting, int index)
{
	if (!counting->events)
		return fail(EINVAL, "nothing is counted: a control has to come first");
	if (index < 0 || index >= counting->members)
		return fail(EINVAL, "there is no event number %d", index);
	if (counting->member[index].fd < 0)
		return fail(ENODEV, "event '%s' is not counted: %s",
			    event_of(counting, index)->name,
			    event_of(counting, index)->unavailable);
	return 0;
}

static int read_values(struct counting *counting, int leader)
{
	if (read(counting->member[leader].fd, counting->values, counting->read_size) < 0)
		return fail(errno, "can't read event '%s': %s", event_of(counting, leader)->name,
			    strerror(errno));
	return 0;
}

static int read_group(struct counting *counting, int leader, struct perfctr_count *counts)
{
	const struct group_values *values = counting->values;
	int result = read_values(counting, leader);
	int next = 0;

	for (int i = leader; result == 0 && i < counting->events->count; i++)
		if (counting->member[i].fd >= 0 && counting->member[i].leader == leader)
			counts[i] = (struct perfctr_count){values->raw[next++], values->enabled,
							   values->running};
	return result;
}

static bool read_mapped(struct member *member, struct perfctr_count *count)
{
	return member->page && mapped_read(member->page, &member->known, count);
}

/* Whether all of a group can be read through the mapped pages; then they are. */
static bool read_mapped_group(struct counting *counting, int leader, struct perfctr_count *counts)
{
	for (int i = leader; i < counting->events->count; i++) {
		if (counting->member[i].fd < 0 || counting->member[i].leader != leader)
			continue;
		if (!read_mapped(&counting->member[i], &counts[i]))
			return false;
	}
	return true;
}

int perf_counting_read(struct counting *counting, struct perfctr_count *counts)
{
	int result = 0;

	if (!counting->events)
		return check_index(counting, 0);
	memset(counts, 0, counting->events->count * sizeof(*counts));
	for (int i = 0; result == 0 && i < counting->events->count; i++)
		if (counting->member[i].fd >= 0 && counting->member[i].leader == i &&
		    !read_mapped_group(counting, i, counts))
			result = read_group(counting, i, counts);
	return result;
}

/* The place of an event among the values of its group. */
static int place_in_group(const struct counting *counting, int index)
{
	int leader = counting->member[index].leader, place = 0;

	for (int i = leader; i < index; i++)
		place += counting->member[i].fd >= 0 && counting->member[i].leader == leader;
	return place;
}

int perf_counting_read_one(struct counting *counting, int index, uint64_t *raw)
{
	int result = check_index(counting, index);
	struct perfctr_count count;

	if (result < 0)
		return result;
	if (read_mapped(&counting->member[index], &count)) {
		*raw = count.raw;
		return 0;
	}
	result = read_values(counting, counting->member[index].leader);
	if (result == 0)
		*raw = counting->values->raw[place_in_group(counting, index)];
	return result;
}

int perf_counting_read_tsc(struct counting *counting, uint64_t *ticks)
{
	if (counting->events && !counting->tsc)
		return fail(EINVAL, "the virtual TSC is not counted: control it with "
				    "PERFCTR_COUNT_TSC");
	return perf_counting_read_one(counting, counting->events ? counting->events->count : 0,
				      ticks);
}

static int fail_lost(uint64_t lost)
{
	return fail(ENOBUFS, "the counts of %llu children were lost: read the children more often",
		    (unsigned long long)lost);
}

static int add_ended(const struct perf_event_header *header, void *context)
{
	struct perfctr_record record = {0};
	struct member *member = context;
	uint64_t sampler;

	if (!record_translate(header, &record, &sampler))
		return 0;
	if (record.type == PERFCTR_RECORD_LOST)
		return losses_are_counted() ? 0 : fail_lost(record.number);
	if (record.type != PERFCTR_RECORD_COUNT)
		return 0;
	member->ended.raw += record.count.raw;
	member->ended.enabled += record.count.enabled;
	member->ended.running += record.count.running;
	return 0;
}

int perf_counting_read_children(struct counting *counting, struct perfctr_count *counts)
{
	int result = 0;

	if (!counting->children)
		return fail(EINVAL, "children are not counted: control it with "
				    "PERFCTR_COUNT_CHILDREN");
	if (!perf_children_are_told())
		return fail(ENOTSUP, "this kernel does not report what children have counted when "
				     "they end: use Linux 6.19 or newer, a stable kernel of 2026, "
				     "or perfctr's driver");
	for (int i = 0; result >= 0 && i < counting->events->count; i++) {
		struct member *member = &counting->member[i];
		uint64_t lost;

		if (member->children.reads.page)
			result = ring_drain(&member->children.reads, add_ended, member);
		lost = losses_read(member->children.fd);
		if (result >= 0 && lost)
			result = fail_lost(lost);
		counts[i] = member->ended;
	}
	return result < 0 ? result : 0;
}

int perf_counting_read_state(struct counting *counting, struct perfctr_state *state)
{
	*state = (struct perfctr_state){
		.size = sizeof(*state),
		.running = counting->running,
		.events = counting->events ? counting->events->count : 0,
	};
	for (unsigned i = 0; i < state->events; i++) {
		struct member *member = &counting->member[i];
		struct perfctr_count count;

		if (member->fd < 0)
			continue;
		state->counted++;
		state->groups += member->leader == (int)i;
		state->user_read += read_mapped(member, &count);
	}
	if (counting->tsc && counting->member[state->events].fd >= 0)
		return perf_counting_read_tsc(counting, &state->tsc);
	return 0;
}

/* A signal handler may call this in the middle of a read, so it shares no buffer with one. */
static int resume_member(struct counting *counting, int index)
{
	struct member *member = &counting->member[index];
	struct {
		struct group_values group;
		uint64_t raw;
	} values;

	if (member->fd < 0 || !member->period)
		return 0;
	if (read(member->fd, &values, sizeof(values)) != sizeof(values))
		return -errno;
	/* One that has not overflowed since would stop only at the next but one. */
	if (values.raw - member->resumed_at < member->period)
		return 0;
	member->resumed_at = values.raw - values.raw % member->period;
	return ioctl(member->fd, PERF_EVENT_IOC_REFRESH, 1) < 0 ? -errno : 0;
}

int perf_counting_resume(struct counting *counting)
{
	for (int i = 0; counting->running && i < counting->events->count; i++) {
		int result = resume_member(counting, i);

		if (result < 0)
			return fail(-result, "can't resume event '%s': %s",
				    event_of(counting, i)->name, strerror(-result));
	}
	return 0;
}

int perf_counting_map(struct counting *counting)
{
	int readable = 0;

	if (!counting->events)
		return check_index(counting, 0);
	for (int i = 0; i < counting->members; i++) {
		struct member *member = &counting->member[i];
		struct perfctr_count count;

		if (member->fd < 0)
			continue;
		if (!member->page) {
			int result = perf_counting_read_one(counting, i, &member->known);
			void *page;

			if (result < 0)
				return result;
			page = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, member->fd,
				    0);

			if (page == MAP_FAILED)
				return fail(errno, "can't map event '%s': %s",
					    event_of(counting, i)->name, strerror(errno));
			member->page = page;
		}
		readable += i < counting->events->count && read_mapped(member, &count);
	}
	return readable;
}
