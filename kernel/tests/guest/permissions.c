// SPDX-License-Identifier: GPL-2.0-only
/* Who may do what. Every cell of the table is tried. */
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

#define VICTIM	 1000 /* the user whose task is looked at */
#define STRANGER 1001

enum who { OWNER, OTHER, TRACER, PERFMON, ROOT };

static const char *const names[] = { "owner", "other user", "ptracer", "CAP_PERFMON", "root" };

/* clang-format off */
/* What each may do, as 0 or the error. Holders of a descriptor may do the same, whoever they are. */
static const struct {
	const char *what;
	int result[5];
} table[] = {
	/*			  owner    other    ptracer  perfmon  root */
	{ "create",		{ 0,       0,       0,       0,       0 } },
	{ "attach",		{ -EACCES, -EACCES, 0,       0,       0 } },
	{ "control user",	{ 0,       0,       0,       0,       0 } },
	{ "control kernel",	{ -EACCES, -EACCES, -EACCES, 0,       0 } },
	{ "read",		{ 0,       0,       0,       0,       0 } },
	{ "map",		{ 0,       0,       0,       0,       0 } },
	{ "global",		{ -EACCES, -EACCES, -EACCES, 0,       0 } },
};
/* clang-format on */

static void keep_capability(int capability)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = {};

	data[capability / 32].permitted = 1U << capability % 32;
	data[capability / 32].effective = 1U << capability % 32;
	expect(syscall(SYS_capset, &header, data) == 0, "capset: %s", strerror(errno));
}

static void become(enum who who, pid_t victim)
{
	switch (who) {
	case OWNER:
		become_user(VICTIM);
		break;
	case OTHER:
		become_user(STRANGER);
		break;
	case TRACER:
		become_user(VICTIM);
		expect(ptrace(PTRACE_SEIZE, victim, NULL, NULL) == 0, "PTRACE_SEIZE: %s",
		       strerror(errno));
		break;
	case PERFMON:
		prctl(PR_SET_KEEPCAPS, 1);
		become_user(STRANGER);
		keep_capability(CAP_PERFMON);
		break;
	case ROOT:
		break;
	}
}

static void sleep_as_victim(void *ready)
{
	become_user(VICTIM);
	*(volatile unsigned int *)ready = 1;
	for (;;)
		pause();
}

static int close_if_open(int fd)
{
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int control(int fd, unsigned int mode)
{
	struct perfctr_event event = instructions(mode);
	int error = try_count(fd, &event, 1, 0);

	if (info().family == PERFCTR_FAMILY_GENERIC && mode == USER && error == -EOPNOTSUPP)
		return 0; /* not a matter of permission */
	return error;
}

static int map(int fd)
{
	void *page = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, PERFCTR_MMAP_PAGE);

	if (page == MAP_FAILED)
		return -errno;
	munmap(page, PAGE);
	return 0;
}

static int attempt(unsigned int row, pid_t victim, int passed_on)
{
	struct reading reading;
	int dev = device();

	switch (row) {
	case 0:
		return close_if_open(try_create(dev));
	case 1:
		return close_if_open(try_attach(dev, victim));
	case 2:
		return control(passed_on, USER);
	case 3:
		return control(passed_on, KERNEL);
	case 4:
		return try_read(passed_on, PERFCTR_READ, 0, 0, &reading);
	case 5:
		return map(passed_on);
	default:
		return close_if_open(try_global(dev));
	}
}

struct cell {
	unsigned int row;
	enum who who;
	pid_t victim;
	int passed_on;
};

static void try_cell(void *argument)
{
	struct cell *cell = argument;
	int result;

	become(cell->who, cell->victim);
	result = attempt(cell->row, cell->victim, cell->passed_on);
	expect(result == table[cell->row].result[cell->who], "%s by %s gave %d, not %d",
	       table[cell->row].what, names[cell->who], result, table[cell->row].result[cell->who]);
}

static bool needs_a_descriptor(unsigned int row)
{
	return row >= 2 && row <= 5;
}

TEST(permissions, are_as_in_the_table)
{
	volatile unsigned int *ready;
	struct cell cell;

	for (cell.row = 0; cell.row < sizeof(table) / sizeof(*table); cell.row++) {
		/* whether kernel mode may be counted can only be seen where something can be counted */
		if (cell.row == 3 && info().family == PERFCTR_FAMILY_GENERIC)
			continue;
		for (cell.who = OWNER; cell.who <= ROOT; cell.who++) {
			ready = shared(PAGE);
			cell.victim = start(sleep_as_victim, (void *)ready);
			await(ready, 1);
			cell.passed_on = needs_a_descriptor(cell.row) ? attach(cell.victim) : -1;
			join(start(try_cell, &cell));
			end(cell.victim);
			if (cell.passed_on >= 0)
				close(cell.passed_on);
		}
	}
}

static void create_as_stranger(void *unused)
{
	(void)unused;
	become_user(STRANGER);
	create();
}

TEST(permissions, the_device_is_open_to_everybody)
{
	join(start(create_as_stranger, NULL));
}

static void count_kernel_of_inherited_descriptor(void *fd)
{
	struct perfctr_event event = instructions(USER | KERNEL);
	int error;

	become_user(STRANGER);
	error = try_count(*(int *)fd, &event, 1, 0);
	expect(error == -EACCES, "%d", error);
}

TEST(permissions, a_root_made_vperfctr_does_not_lend_its_rights)
{
	int fd;

	need_pmu();
	fd = create();
	join(start(count_kernel_of_inherited_descriptor, &fd));
}
