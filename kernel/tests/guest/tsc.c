// SPDX-License-Identifier: GPL-2.0-only
/* The virtual TSC is the CPU time of the task. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"

static uint64_t in_nanoseconds(uint64_t tsc)
{
	struct perfctr_info machine = info();

	return (unsigned __int128)tsc * machine.tsc_mult >> machine.tsc_shift;
}

/* Without -icount a guest's kernel calibrates its TSC by timers that a busy host delays. */
static void need_calibrated_tsc(void)
{
	if (!is_deterministic())
		skip("without -icount the kernel's idea of the TSC's rate depends on the host's load");
}

static void expect_close(uint64_t tsc, uint64_t cpu_time, const char *what)
{
	double percent = 100.0 * in_nanoseconds(tsc) / cpu_time - 100;

	measured("virtual TSC against CPU time, %s: %+.3f %%", what, percent);
	expect(percent > -0.5 && percent < 0.5,
	       "%lu ns of virtual TSC, %lu ns of CPU time (%+.3f %%)", in_nanoseconds(tsc),
	       cpu_time, percent);
}

static void compare(int fd, const char *what)
{
	uint64_t tsc = read_counts(fd).head.tsc, cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID);

	spin_ms(200);
	tsc = read_counts(fd).head.tsc - tsc;
	cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
	expect_close(tsc, cpu, what);
}

TEST(tsc, is_cpu_time_alone)
{
	int fd;

	need_calibrated_tsc();
	fd = create();
	count(fd, NULL, 0, 0);
	compare(fd, "alone");
}

TEST(tsc, is_cpu_time_with_a_competitor)
{
	pid_t competitor;
	int fd;

	need_calibrated_tsc();
	pin(0);
	fd = create();
	count(fd, NULL, 0, 0);
	competitor = start_spinner(0);
	compare(fd, "with a competitor");
	end(competitor);
}

TEST(tsc, stands_still_while_the_task_sleeps)
{
	pid_t sleeper = start_sleeper();
	int fd = attach(sleeper);
	uint64_t before;

	count(fd, NULL, 0, 0);
	sleep_ms(5);
	before = read_counts(fd).head.tsc;
	sleep_ms(100);
	expect(read_counts(fd).head.tsc == before, "a sleeper has gained %llu ticks",
	       read_counts(fd).head.tsc - before);
	end(sleeper);
}

TEST(tsc, of_a_running_task_attached_from_outside)
{
	uint64_t tsc, cpu;
	clockid_t clock;
	pid_t spinner;
	int fd;

	need_calibrated_tsc();
	spinner = start_spinner(cpus() - 1);
	pin(0);
	sleep_ms(5);
	clock_getcpuclockid(spinner, &clock);
	fd = attach(spinner);
	count(fd, NULL, 0, 0);
	/* both are read while the task stands still */
	kill(spinner, SIGSTOP);
	waitpid(spinner, NULL, WUNTRACED);
	tsc = read_counts(fd).head.tsc;
	cpu = nanoseconds(clock);
	kill(spinner, SIGCONT);
	sleep_ms(200);
	kill(spinner, SIGSTOP);
	waitpid(spinner, NULL, WUNTRACED);
	expect_close(read_counts(fd).head.tsc - tsc, nanoseconds(clock) - cpu, "attached");
	end(spinner);
}

TEST(tsc, goes_on_over_a_control_that_keeps_it)
{
	int fd = create();
	uint64_t before;

	count(fd, NULL, 0, 0);
	spin_ms(10);
	before = read_counts(fd).head.tsc;
	count(fd, NULL, 0, PERFCTR_CONTROL_KEEP_TSC);
	expect(read_counts(fd).head.tsc >= before, "it has lost ticks");
	count(fd, NULL, 0, 0);
	expect(read_counts(fd).head.tsc < before, "it did not start at 0");
}

TEST(tsc, stands_still_when_stopped)
{
	int fd = create();
	uint64_t before;

	count(fd, NULL, 0, 0);
	spin_ms(5);
	stop(fd);
	before = read_counts(fd).head.tsc;
	spin_ms(5);
	expect(read_counts(fd).head.tsc == before && before > 0, "%lu, then %llu", before,
	       read_counts(fd).head.tsc);
}
