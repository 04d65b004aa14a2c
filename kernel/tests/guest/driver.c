// SPDX-License-Identifier: GPL-2.0-only
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *boot_option(const char *name)
{
	static char line[4096];
	size_t length = strlen(name);
	char *word, *rest = line;
	FILE *file = fopen("/proc/cmdline", "r");

	if (!file || !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	while ((word = strsep(&rest, " \n"))) {
		if (!strncmp(word, name, length) && word[length] == '=')
			return word + length + 1;
	}
	return "";
}

bool guest_is(const char *cpu)
{
	return !strcmp(boot_option("rig.cpu"), cpu);
}

bool is_deterministic(void)
{
	return !strcmp(boot_option("rig.icount"), "on");
}

bool has_sanitizers(void)
{
	return access("/sys/kernel/debug/kmemleak", F_OK) == 0;
}

int cpus(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN);
}

void need_cpus(int n)
{
	int there = atoi(boot_option("rig.smp"));

	if (there < n)
		skip("needs %d CPUs, this guest has %d", n, there);
	expect(cpus() == there, "%d of %d CPUs are online", cpus(), there);
}

void stay_where_it_counts(void)
{
	if (guest_is("p4"))
		pin(0);
}

void need_pmu(void)
{
	if (guest_is("none"))
		skip("this guest has no counters");
	expect(info().family != PERFCTR_FAMILY_GENERIC, "the driver finds no counters");
	stay_where_it_counts();
}

void need_exact(void)
{
	need_pmu();
	if (!is_deterministic())
		skip("this guest's counters tell the time, not instructions");
}

void need_perfex(void)
{
	if (access("/bin/perfex", X_OK) < 0)
		skip("native/build/perfex is not built");
}

struct perfctr_info info(void)
{
	struct perfctr_info info = { .size = sizeof(info) };
	int fd = device(), error = request(fd, PERFCTR_INFO, &info);

	expect(error == 0, "PERFCTR_INFO gave %d", error);
	close(fd);
	return info;
}

unsigned int list_cpus(struct perfctr_cpu *list, unsigned int room)
{
	struct perfctr_cpus all = {
		.size = sizeof(all),
		.nr_cpus = room,
		.cpus = (uintptr_t)list,
		.cpu_size = sizeof(*list),
	};
	int fd = device(), error = request(fd, PERFCTR_CPUS, &all);

	expect(error == 0, "PERFCTR_CPUS gave %d", error);
	close(fd);
	return all.nr_cpus;
}

/* Pentium 4: instr_retired (not bogus) on counters 12 to 17, global_power_events on 0 to 3. */
#define P4_CCCR(escr)	     (3 << 16 | (uint64_t)(escr) << 13)
#define P4_ESCR(event, mask) ((uint64_t)(event) << 25 | (uint64_t)(mask) << 9)

static uint32_t family(void)
{
	static uint32_t known = ~0U;

	if (known == ~0U)
		known = info().family;
	return known;
}

struct perfctr_event instructions(unsigned int flags)
{
	switch (family()) {
	case PERFCTR_FAMILY_NETBURST:
		return (struct perfctr_event){
			.config = P4_CCCR(4),
			.config1 = P4_ESCR(2, 3),
			.counters = 0x3f000,
			.flags = flags,
		};
	default:
		return (struct perfctr_event){ .config = 0xc0, .flags = flags };
	}
}

struct perfctr_event cycles(unsigned int flags)
{
	switch (family()) {
	case PERFCTR_FAMILY_NETBURST:
		return (struct perfctr_event){
			.config = P4_CCCR(6),
			.config1 = P4_ESCR(0x13, 1),
			.counters = 0xf,
			.flags = flags,
		};
	case PERFCTR_FAMILY_AMD:
		return (struct perfctr_event){ .config = 0x76, .flags = flags };
	default:
		return (struct perfctr_event){ .config = 0x3c, .flags = flags };
	}
}

struct perfctr_event sampled(struct perfctr_event event, uint64_t period)
{
	event.flags |= IMODE;
	event.period = period;
	return event;
}

int request(int fd, unsigned long what, void *argument)
{
	int result = ioctl(fd, what, argument);

	return result < 0 ? -errno : result;
}

int device(void)
{
	int fd = open("/dev/perfctr", O_RDWR | O_CLOEXEC);

	expect(fd >= 0, "/dev/perfctr: %s", strerror(errno));
	return fd;
}

int try_create(int device)
{
	struct perfctr_creat creat = { .size = sizeof(creat) };

	return request(device, PERFCTR_CREAT, &creat);
}

int try_attach(int device, pid_t tid)
{
	struct perfctr_attach attach = { .size = sizeof(attach), .tid = tid };

	return request(device, PERFCTR_ATTACH, &attach);
}

int try_global(int device)
{
	struct perfctr_creat creat = { .size = sizeof(creat) };

	return request(device, PERFCTR_GLOBAL, &creat);
}

int create(void)
{
	int dev = device(), fd = try_create(dev);

	expect(fd >= 0, "PERFCTR_CREAT gave %d", fd);
	close(dev);
	return fd;
}

int attach(pid_t tid)
{
	int dev = device(), fd = try_attach(dev, tid);

	expect(fd >= 0, "PERFCTR_ATTACH to %d gave %d", tid, fd);
	close(dev);
	return fd;
}

struct perfctr_control control_of(const struct perfctr_event *events, unsigned int n,
				  unsigned int flags)
{
	return (struct perfctr_control){
		.size = sizeof(struct perfctr_control),
		.flags = flags,
		.events = (uintptr_t)events,
		.nr_events = n,
		.event_size = sizeof(*events),
	};
}

int try_count(int fd, const struct perfctr_event *events, unsigned int n, unsigned int flags)
{
	struct perfctr_control control = control_of(events, n, flags);

	return request(fd, PERFCTR_CONTROL, &control);
}

void count(int fd, const struct perfctr_event *events, unsigned int n, unsigned int flags)
{
	int error = try_count(fd, events, n, flags);

	expect(error == 0, "PERFCTR_CONTROL with %u events gave %d", n, error);
}

int count_instructions(unsigned int flags)
{
	struct perfctr_event event = instructions(USER);
	int fd = create();

	count(fd, &event, 1, flags);
	return fd;
}

void stop(int fd)
{
	int error = request(fd, PERFCTR_STOP, NULL);

	expect(error == 0, "PERFCTR_STOP gave %d", error);
}

int try_read(int fd, unsigned long what, unsigned int flags, int cpu, struct reading *reading)
{
	reading->head = (struct perfctr_read){
		.size = sizeof(reading->head),
		.flags = flags,
		.counts = (uintptr_t)reading->counts,
		.nr_counts = PERFCTR_MAX_EVENTS,
		.count_size = sizeof(reading->counts[0]),
		.cpu = cpu,
	};
	return request(fd, what, &reading->head);
}

static struct reading must_read(int fd, unsigned long what, unsigned int flags, int cpu)
{
	struct reading reading;
	int error = try_read(fd, what, flags, cpu, &reading);

	expect(error == 0, "reading (request %lu, flags %u, cpu %d) gave %d", what & 0xff, flags,
	       cpu, error);
	return reading;
}

struct reading read_counts(int fd)
{
	return must_read(fd, PERFCTR_READ, 0, 0);
}

struct reading read_children(int fd, unsigned int flags)
{
	return must_read(fd, PERFCTR_READ_CHILDREN, flags, 0);
}

struct reading read_cpu(int fd, int cpu)
{
	return must_read(fd, PERFCTR_READ, 0, cpu);
}

struct reading await_children(int fd, uint64_t n)
{
	struct reading reading = read_children(fd, 0);

	while (reading.head.children < n) {
		sleep_ms(1);
		reading = read_children(fd, 0);
	}
	return reading;
}

const volatile struct perfctr_page *map_page(int fd)
{
	void *page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PERFCTR_MMAP_PAGE);

	expect(page != MAP_FAILED, "mapping the page: %s", strerror(errno));
	return page;
}

struct perfctr_buffer *map_buffer(int fd, size_t size)
{
	void *buffer = mmap(NULL, PAGE + size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    PERFCTR_MMAP_BUFFER);

	expect(buffer != MAP_FAILED, "mapping the buffer: %s", strerror(errno));
	return buffer;
}

__attribute__((noinline)) void loop(unsigned long n)
{
	asm volatile(".globl loop_begin, loop_end\n"
		     "loop_begin:\n"
		     "1:	dec %0\n"
		     "	jnz 1b\n"
		     "	nop\n"
		     "loop_end:\n"
		     : "+r"(n)
		     :
		     : "cc");
}

__attribute__((noinline)) int64_t excess(int fd, unsigned long n)
{
	struct reading before = read_counts(fd), after;

	loop(n);
	after = read_counts(fd);
	return after.counts[0].count - before.counts[0].count - (2 * n + 1);
}

uint64_t nanoseconds(int clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

void spin_ms(unsigned int ms)
{
	uint64_t end = nanoseconds(CLOCK_MONOTONIC) + ms * 1000000ULL;

	while (nanoseconds(CLOCK_MONOTONIC) < end)
		loop(1000);
}

void sleep_ms(unsigned int ms)
{
	struct timespec rest = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	while (nanosleep(&rest, &rest) && errno == EINTR)
		;
}

void pin_task(pid_t tid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	expect(sched_setaffinity(tid, sizeof(set), &set) == 0, "task %d to CPU %d: %s", tid, cpu,
	       strerror(errno));
}

void pin(int cpu)
{
	pin_task(0, cpu);
}

pid_t start(void (*function)(void *), void *argument)
{
	pid_t pid = fork();

	expect(pid >= 0, "fork: %s", strerror(errno));
	if (pid)
		return pid;
	function(argument);
	fflush(stdout);
	_exit(0);
}

void join(pid_t pid)
{
	int status;

	expect(waitpid(pid, &status, 0) == pid, "waiting for %d: %s", pid, strerror(errno));
	expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "child %d ended with status %#x", pid,
	       status);
}

static void spin_on(void *cpu)
{
	pin(*(int *)cpu);
	for (;;)
		loop(1000000);
}

pid_t start_spinner(int cpu)
{
	return start(spin_on, &cpu);
}

static void sleep_forever(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

pid_t start_sleeper(void)
{
	return start(sleep_forever, NULL);
}

void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void become_user(uid_t uid)
{
	expect(setresgid(uid, uid, uid) == 0 && setresuid(uid, uid, uid) == 0,
	       "becoming user %d: %s", uid, strerror(errno));
	prctl(PR_SET_DUMPABLE, 1);
}

void *shared(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	expect(memory != MAP_FAILED, "shared memory: %s", strerror(errno));
	return memory;
}

void await(volatile unsigned int *flag, unsigned int value)
{
	while (*flag < value)
		sleep_ms(1);
}
