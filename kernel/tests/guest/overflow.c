// SPDX-License-Identifier: GPL-2.0-only
/* i-mode: overflows by period, signals, and the ring buffer of samples. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver.h"

static void need_overflow(void)
{
	need_exact();
	expect(info().features & PERFCTR_FEATURE_OVERFLOW, "features %#x", info().features);
}

/* Controls fd to count one event, sampled, with a buffer for this many samples' bytes. */
static void sample(int fd, struct perfctr_event event, uint64_t buffer_size, unsigned int flags)
{
	struct perfctr_control control = control_of(&event, 1, flags);
	int error;

	control.buffer_size = buffer_size;
	error = request(fd, PERFCTR_CONTROL, &control);
	expect(error == 0, "sampling every %llu gave %d", event.period, error);
}

static void expect_all_overflows(uint64_t period)
{
	int fd = create();
	struct perfctr_count got;

	sample(fd, sampled(instructions(USER), period), 0, 0);
	loop(5000000);
	stop(fd);
	got = read_counts(fd).counts[0];
	expect(got.count > 10000000, "%llu", got.count);
	expect(got.overflows == got.count / period,
	       "%llu overflows of %lu in %llu instructions, not %llu", got.overflows, period,
	       got.count, got.count / period);
	close(fd);
}

static const uint64_t periods[] = { 1000, 4096, 10007 };

TEST(overflow, happens_every_period_without_drift)
{
	need_overflow();
	for (int i = 0; i < 3; i++)
		expect_all_overflows(periods[i]);
}

TEST(overflow, happens_every_period_with_competitors)
{
	pid_t competitors[4];

	need_overflow();
	pin(0);
	for (int i = 0; i < 4; i++)
		competitors[i] = start_spinner(0);
	for (int i = 0; i < 3; i++)
		expect_all_overflows(periods[i]);
	for (int i = 0; i < 4; i++)
		end(competitors[i]);
}

TEST(overflow, happens_every_period_in_competitors_that_sample_too)
{
	pid_t competitors[3];

	need_overflow();
	pin(0);
	for (int i = 0; i < 3; i++) {
		competitors[i] = fork();
		if (competitors[i] == 0) {
			expect_all_overflows(periods[i]);
			_exit(0);
		}
	}
	for (int i = 0; i < 3; i++)
		join(competitors[i]);
}

TEST(overflow, every_sample_is_in_the_buffer)
{
	const size_t size = 128 * 1024;
	struct perfctr_buffer *buffer;
	struct perfctr_sample *samples;
	struct perfctr_count got;
	uint64_t tsc = 0, in_loop = 0;
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(USER), 10007), size, 0);
	buffer = map_buffer(fd, size);
	loop(5000000);
	stop(fd);
	got = read_counts(fd).counts[0];
	samples = (void *)((char *)buffer + PAGE);
	expect(buffer->sample_size == sizeof(*samples), "%u", buffer->sample_size);
	expect(buffer->capacity * sizeof(*samples) <= size, "%llu samples", buffer->capacity);
	expect(buffer->head == got.overflows && got.lost == 0 && buffer->lost[0] == 0,
	       "%llu samples, %llu overflows, %llu lost", buffer->head, got.overflows, got.lost);
	for (uint64_t i = 0; i < buffer->head; i++) {
		expect(samples[i].position == i + 1, "sample %lu has position %llu", i,
		       samples[i].position);
		expect(samples[i].events == 1, "sample %lu: events %#llx", i, samples[i].events);
		expect(samples[i].tid == (uint32_t)gettid() && samples[i].pid == (uint32_t)getpid(),
		       "sample %lu: tid %u, pid %u", i, samples[i].tid, samples[i].pid);
		expect(samples[i].tsc >= tsc, "sample %lu: virtual TSC goes back", i);
		expect((samples[i].flags & 3) == PERFCTR_SAMPLE_USER, "sample %lu: flags %#x", i,
		       samples[i].flags);
		tsc = samples[i].tsc;
		in_loop += samples[i].ip >= (uintptr_t)loop_begin &&
			   samples[i].ip <= (uintptr_t)loop_end;
	}
	expect(in_loop >= buffer->head - 3, "only %lu of %llu samples are in the loop", in_loop,
	       buffer->head);
}

TEST(overflow, lost_samples_are_counted)
{
	struct perfctr_buffer *buffer;
	struct perfctr_count got;
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(USER), 1000), PAGE, 0);
	buffer = map_buffer(fd, PAGE);
	loop(5000000);
	stop(fd);
	got = read_counts(fd).counts[0];
	expect(got.overflows == got.count / 1000, "%llu overflows in %llu", got.overflows,
	       got.count);
	expect(buffer->head == buffer->capacity, "%llu samples in a buffer for %llu", buffer->head,
	       buffer->capacity);
	expect(got.lost == buffer->lost[0], "%llu lost, in the buffer %llu", got.lost,
	       buffer->lost[0]);
	expect(buffer->head + got.lost == got.overflows, "%llu samples and %llu lost are not %llu",
	       buffer->head, got.lost, got.overflows);
}

static uint64_t drain(struct perfctr_buffer *buffer)
{
	struct perfctr_sample *samples = (void *)((char *)buffer + PAGE);
	uint64_t n = 0, tail = buffer->tail;

	while (__atomic_load_n(&samples[tail % buffer->capacity].position, __ATOMIC_ACQUIRE) ==
	       tail + 1) {
		n++;
		__atomic_store_n(&buffer->tail, ++tail, __ATOMIC_RELEASE);
	}
	return n;
}

TEST(overflow, samples_and_lost_add_up_with_a_slow_reader)
{
	struct perfctr_buffer *buffer;
	struct perfctr_count got;
	uint64_t n = 0;
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(USER), 1000), PAGE, 0);
	buffer = map_buffer(fd, PAGE);
	for (int i = 0; i < 100; i++) {
		loop(5000 + 1000 * (i % 100));
		n += drain(buffer);
	}
	stop(fd);
	n += drain(buffer);
	got = read_counts(fd).counts[0];
	expect(got.lost > 0, "nothing was lost");
	expect(n + got.lost == got.overflows, "%lu samples and %llu lost are not %llu", n, got.lost,
	       got.overflows);
}

TEST(overflow, a_reader_who_lies_about_the_tail_harms_nobody)
{
	static const uint64_t lies[] = { ~0ULL, 1ULL << 63, 1000000, 0 };
	struct perfctr_buffer *buffer;
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(USER), 1000), PAGE, 0);
	buffer = map_buffer(fd, PAGE);
	for (int i = 0; i < 4; i++) {
		memset(buffer, 0xff, sizeof(*buffer));
		buffer->tail = lies[i];
		loop(200000);
	}
	stop(fd);
	expect(read_counts(fd).counts[0].overflows >= 1600, "%llu",
	       read_counts(fd).counts[0].overflows);
}

TEST(overflow, poll_reports_the_watermark)
{
	struct perfctr_event event;
	struct perfctr_control control;
	struct pollfd wait;
	int fd;

	need_overflow();
	event = sampled(instructions(USER), 1000);
	control = control_of(&event, 1, 0);
	control.buffer_size = 16 * PAGE;
	control.watermark = 8 * PAGE;
	fd = create();
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "PERFCTR_CONTROL");
	map_buffer(fd, 16 * PAGE);
	wait = (struct pollfd){ .fd = fd, .events = POLLIN };
	loop(100 * 500);
	expect(poll(&wait, 1, 0) == 0, "after about 100 samples of 512: revents %#x", wait.revents);
	loop(450 * 500);
	expect(poll(&wait, 1, 0) == 1 && wait.revents == POLLIN, "after about 550: revents %#x",
	       wait.revents);
}

static volatile unsigned int signals;
static volatile uint64_t signalled_events;
static volatile int signal_code;

static void on_signal(int number, siginfo_t *details, void *context)
{
	(void)number;
	(void)context;
	signals++;
	signal_code = details->si_code;
	signalled_events |= (uintptr_t)details->si_value.sival_ptr;
}

static void catch_signal(int number)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };

	sigaction(number, &action, NULL);
}

TEST(overflow, sigio_comes_at_the_watermark)
{
	int fd;

	need_overflow();
	catch_signal(SIGIO);
	fd = create();
	fcntl(fd, F_SETOWN, getpid());
	fcntl(fd, F_SETFL, O_ASYNC);
	sample(fd, sampled(instructions(USER), 1000), PAGE, 0);
	map_buffer(fd, PAGE);
	loop(100000);
	expect(signals > 0, "no SIGIO after 200 samples in a buffer for 64");
}

static int fd_to_resume;

static void resume_on_signal(int number, siginfo_t *details, void *context)
{
	on_signal(number, details, context);
	request(fd_to_resume, PERFCTR_IRESUME, NULL);
}

static void signal_on(int fd, uint64_t period, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	struct perfctr_event event = sampled(instructions(USER), period);
	struct perfctr_control control = control_of(&event, 1, 0);

	sigaction(SIGUSR1, &action, NULL);
	fd_to_resume = fd;
	control.signal = SIGUSR1;
	expect(request(fd, PERFCTR_CONTROL, &control) == 0, "PERFCTR_CONTROL");
}

static int signal_every(uint64_t period, void (*handler)(int, siginfo_t *, void *))
{
	int fd = create();

	signal_on(fd, period, handler);
	return fd;
}

bool is_overflow_signalled(int fd)
{
	signal_on(fd, 100000, on_signal);
	loop(200000);
	return signals == 1;
}

TEST(overflow, signals_its_own_task_and_pauses_until_resumed)
{
	struct reading paused;
	int fd;

	need_overflow();
	fd = signal_every(100000, on_signal);
	loop(200000);
	expect(signals == 1, "%u signals without a resume", signals);
	expect(signal_code == PERFCTR_SI_OVERFLOW, "si_code %d", signal_code);
	expect(signalled_events == 1, "si_value %#lx", signalled_events);
	paused = read_counts(fd);
	expect(paused.head.state == PERFCTR_PAUSED, "state %u", paused.head.state);
	loop(100000);
	expect(read_counts(fd).counts[0].count == paused.counts[0].count, "counts on while paused");
	expect(read_counts(fd).head.tsc > paused.head.tsc, "the virtual TSC stands still");
	expect(request(fd, PERFCTR_IRESUME, NULL) == 0, "PERFCTR_IRESUME");
	expect(read_counts(fd).head.state == PERFCTR_RUNNING, "%u", read_counts(fd).head.state);
	loop(100000);
	expect(signals == 2, "%u signals after the resume", signals);
}

TEST(overflow, a_self_signalling_program_sees_every_period)
{
	struct perfctr_count got;
	int fd;

	need_overflow();
	fd = signal_every(100000, resume_on_signal);
	loop(1000000);
	stop(fd);
	got = read_counts(fd).counts[0];
	expect(signals == got.overflows, "%u signals, %llu overflows", signals, got.overflows);
	expect(got.overflows == got.count / 100000, "%llu overflows in %llu", got.overflows,
	       got.count);
	expect(signals >= 20, "%u signals", signals);
}

TEST(overflow, may_signal_only_the_task_that_asks)
{
	struct perfctr_event event;
	struct perfctr_control control;
	pid_t child;

	need_overflow();
	event = sampled(instructions(USER), 100000);
	control = control_of(&event, 1, 0);
	control.signal = SIGUSR1;
	child = start_sleeper();
	expect(request(attach(child), PERFCTR_CONTROL, &control) == -EPERM, "not EPERM");
	end(child);
}

static void loop_a_million(void *unused)
{
	(void)unused;
	loop(500000);
}

TEST(overflow, descendants_share_the_buffer)
{
	const size_t size = 1 << 20;
	struct perfctr_buffer *buffer;
	struct perfctr_sample *samples;
	struct reading children;
	uint64_t own, of_children = 0;
	pid_t pids[4];
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(USER), 1000), size, PERFCTR_CONTROL_INHERIT);
	buffer = map_buffer(fd, size);
	samples = (void *)((char *)buffer + PAGE);
	for (int i = 0; i < 4; i++)
		pids[i] = start(loop_a_million, NULL);
	for (int i = 0; i < 4; i++)
		join(pids[i]);
	children = await_children(fd, 4);
	stop(fd);
	own = read_counts(fd).counts[0].overflows;
	for (uint64_t i = 0; i < buffer->head; i++)
		of_children += samples[i].pid != (uint32_t)getpid();
	expect(buffer->head == own + children.counts[0].overflows,
	       "%llu samples, %lu and %llu overflows", buffer->head, own,
	       children.counts[0].overflows);
	expect(of_children == children.counts[0].overflows, "%lu samples of %llu", of_children,
	       children.counts[0].overflows);
}

/* Each interrupt takes longer than such a period. */
TEST(overflow, of_many_short_periods_in_the_kernel_leave_time_for_others)
{
	struct perfctr_event events[4];
	struct reading reading;
	int fd;

	need_overflow();
	for (int i = 0; i < 4; i++)
		events[i] = sampled(instructions(KERNEL | USER), info().min_period + i);
	fd = create();
	count(fd, events, 4, 0);
	for (int i = 0; i < 1000; i++)
		getppid();
	loop(1000000);
	stop(fd);
	reading = read_counts(fd);
	for (int i = 0; i < 4; i++) {
		struct perfctr_count *counted = &reading.counts[i];

		expect(counted->count > 1000000, "event %d: %llu", i, counted->count);
		expect(counted->overflows == counted->count / events[i].period,
		       "event %d: %llu overflows of %llu", i, counted->overflows, counted->count);
	}
}

TEST(overflow, in_the_kernel_is_told_apart)
{
	const size_t size = 1 << 20;
	struct perfctr_buffer *buffer;
	struct perfctr_sample *samples;
	uint64_t kernel = 0;
	int fd;

	need_overflow();
	fd = create();
	sample(fd, sampled(instructions(KERNEL), 5000), size, 0);
	buffer = map_buffer(fd, size);
	samples = (void *)((char *)buffer + PAGE);
	for (int i = 0; i < 1000; i++)
		getppid();
	stop(fd);
	for (uint64_t i = 0; i < buffer->head; i++) {
		if (samples[i].flags & PERFCTR_SAMPLE_KERNEL) {
			kernel++;
			expect(!samples[i].ip || samples[i].ip >> 63, "sample %lu: %#llx", i,
			       samples[i].ip);
		}
	}
	expect(buffer->head >= 10 && kernel > buffer->head / 2,
	       "%lu of %llu samples are in the kernel", kernel, buffer->head);
}
