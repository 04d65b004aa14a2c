// SPDX-License-Identifier: GPL-2.0-only
/* More events than counters: they take turns. */
#include <errno.h>
#include <stdlib.h>

#include "driver.h"

#define EVENTS 12

/* Bound to four counters, so that Intel's fixed ones or NetBurst's other 14 do not make it easier. */
static struct perfctr_event crowded(unsigned int i)
{
	struct perfctr_event event = i % 2 ? cycles(USER) : instructions(USER);

	if (info().family == PERFCTR_FAMILY_NETBURST)
		event.counters = i % 2 ? 0x3 : 0x3000;
	else
		event.counters = 0xf;
	return event;
}

static int count_crowd(unsigned int flags)
{
	struct perfctr_event events[EVENTS];
	int fd = create();

	for (unsigned int i = 0; i < EVENTS; i++)
		events[i] = crowded(i);
	count(fd, events, EVENTS, flags);
	return fd;
}

static double scaled(const struct perfctr_count *count)
{
	return (double)count->count * count->time_enabled / count->time_running;
}

static void expect_estimates(const struct reading *reading, double instructions)
{
	double worst = 0;

	for (unsigned int i = 0; i < EVENTS; i++) {
		const struct perfctr_count *count = &reading->counts[i];
		double expected = i % 2 ? 2 * instructions : instructions, percent;

		expect(count->time_running > 0, "event %u never ran", i);
		expect(count->time_running < count->time_enabled, "event %u ran all the time", i);
		percent = 100 * scaled(count) / expected - 100;
		expect(percent > -1 && percent < 1,
		       "event %u is estimated as %.0f, %+.2f %% from %.0f", i, scaled(count),
		       percent, expected);
		if (percent * percent > worst * worst)
			worst = percent;
	}
	measured("12 events on 4 counters: worst estimate %+.2f %%", worst);
}

TEST(mux, estimates_of_a_steady_loop_are_within_1_percent)
{
	struct reading reading;
	int fd;

	need_exact();
	pin(0);
	fd = count_crowd(0);
	loop(200000000);
	stop(fd);
	reading = read_counts(fd);
	expect_estimates(&reading, 400000001);
}

TEST(mux, estimates_hold_with_a_competitor)
{
	struct reading reading;
	pid_t competitor;
	int fd;

	need_exact();
	pin(0);
	fd = count_crowd(0);
	competitor = start_spinner(0);
	loop(200000000);
	stop(fd);
	end(competitor);
	reading = read_counts(fd);
	expect_estimates(&reading, 400000001);
}

TEST(mux, what_fits_is_not_multiplexed)
{
	struct perfctr_event events[4];
	struct reading reading;
	int fd;

	need_exact();
	for (unsigned int i = 0; i < 4; i++)
		events[i] = crowded(i);
	fd = create();
	count(fd, events, 4, 0);
	loop(10000000);
	stop(fd);
	reading = read_counts(fd);
	for (unsigned int i = 0; i < 4; i++)
		expect(reading.counts[i].time_running == reading.counts[i].time_enabled &&
			       reading.counts[i].time_running > 0,
		       "event %u ran %llu of %llu", i, reading.counts[i].time_running,
		       reading.counts[i].time_enabled);
}

TEST(mux, pinned_events_always_run)
{
	struct perfctr_event events[EVENTS];
	struct reading reading;
	int fd;

	need_exact();
	for (unsigned int i = 0; i < EVENTS; i++)
		events[i] = crowded(i);
	events[4].flags |= PERFCTR_EVENT_PINNED;
	fd = create();
	count(fd, events, EVENTS, 0);
	loop(40000000);
	stop(fd);
	reading = read_counts(fd);
	expect(reading.counts[4].time_running == reading.counts[4].time_enabled, "%llu of %llu",
	       reading.counts[4].time_running, reading.counts[4].time_enabled);
	expect(reading.counts[4].count > 80000000 && reading.counts[4].count < 80010000, "%llu",
	       reading.counts[4].count);
}

TEST(mux, pinned_events_that_do_not_fit_are_refused)
{
	struct perfctr_event events[EVENTS];

	need_pmu();
	for (unsigned int i = 0; i < EVENTS; i++) {
		events[i] = crowded(i);
		events[i].flags |= PERFCTR_EVENT_PINNED;
	}
	expect(try_count(create(), events, EVENTS, 0) == -EINVAL, "not EINVAL");
}

TEST(mux, events_counted_together_have_the_same_time)
{
	struct perfctr_event events[EVENTS];
	struct reading reading;
	int fd;

	need_exact();
	for (unsigned int i = 0; i < EVENTS; i++) {
		events[i] = crowded(i);
		if (i % 2)
			events[i].flags |= PERFCTR_EVENT_WITH_PREV;
	}
	fd = create();
	count(fd, events, EVENTS, 0);
	loop(60000000);
	stop(fd);
	reading = read_counts(fd);
	for (unsigned int i = 0; i < EVENTS; i += 2) {
		const struct perfctr_count *pair = &reading.counts[i];

		expect(pair[0].time_running == pair[1].time_running, "pair %u: %llu and %llu",
		       i / 2, pair[0].time_running, pair[1].time_running);
		/* one is switched on a little before the other */
		expect(llabs((long long)(pair[1].count - 2 * pair[0].count)) < 2000,
		       "pair %u: %llu instructions, %llu cycles", i / 2, pair[0].count,
		       pair[1].count);
	}
}

static void loop_20_million(void *unused)
{
	(void)unused;
	loop(20000000);
}

TEST(mux, descendants_are_multiplexed_too)
{
	struct reading reading;
	pid_t pids[3];
	int fd;

	need_exact();
	fd = count_crowd(PERFCTR_CONTROL_INHERIT);
	for (int i = 0; i < 3; i++)
		pids[i] = start(loop_20_million, NULL);
	for (int i = 0; i < 3; i++)
		join(pids[i]);
	reading = await_children(fd, 3);
	for (unsigned int i = 0; i < EVENTS; i++) {
		double percent = 100 * scaled(&reading.counts[i]) / (i % 2 ? 240e6 : 120e6) - 100;

		expect(reading.counts[i].time_running < reading.counts[i].time_enabled,
		       "event %u ran all the time", i);
		expect(percent > -10 && percent < 10, "event %u: %+.1f %%", i, percent);
	}
}
