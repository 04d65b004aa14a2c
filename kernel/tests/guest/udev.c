// SPDX-License-Identifier: GPL-2.0-only
/* The rule for udev that comes with the driver, and the change of it that its comment proposes. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"

#define RULES	 "/run/udev/rules.d/99-perfctr.rules"
#define STRANGER 1001
#define GROUP	 "perfctr"
#define GROUP_ID 4242

static void shell(const char *command)
{
	int status = system(command);

	expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: status %#x", command, status);
}

static bool has_mode(mode_t mode, gid_t group)
{
	struct stat device;

	expect(stat("/dev/perfctr", &device) == 0, "%s", strerror(errno));
	return (device.st_mode & 0777) == mode && device.st_gid == group;
}

/*
 * Has udev look at the device as if it had just come, until it has done so: waiting with --settle
 * has been seen to last forever.
 */
static void expect_rules_to_give(mode_t mode, gid_t group)
{
	int tries = 100;

	shell("chown 0:0 /dev/perfctr && chmod 0600 /dev/perfctr");
	shell("udevd --daemon");
	while (!has_mode(mode, group) && tries-- > 0) {
		shell("udevadm trigger --action=add /sys/class/misc/perfctr");
		usleep(300000);
	}
	expect(tries > 0, "udev has not given it mode %o and group %u", mode, group);
	shell("udevadm control --exit");
}

struct visitor {
	gid_t group;
	int error;
};

static void visit(void *argument)
{
	struct visitor *visitor = argument;
	int fd;

	expect(setgroups(visitor->group ? 1 : 0, &visitor->group) == 0, "%s", strerror(errno));
	become_user(STRANGER);
	fd = open("/dev/perfctr", O_RDWR);
	expect((fd < 0 ? errno : 0) == visitor->error, "errno %d", errno);
}

static void expect_opening(gid_t group, int error)
{
	struct visitor visitor = { .group = group, .error = error };

	join(start(visit, &visitor));
}

static void use_rules(const char *make)
{
	int fd = inotify_init1(IN_CLOEXEC);

	if (fd < 0)
		skip("this kernel has no inotify, which udev needs");
	close(fd);
	shell("mkdir -p /run/udev/rules.d /etc");
	shell("echo " GROUP ":x:4242: >/etc/group");
	shell(make);
}

TEST(udev, lets_everybody_open_the_device)
{
	use_rules("cp /99-perfctr.rules " RULES);
	expect_rules_to_give(0666, 0);
	expect_opening(0, 0);
}

TEST(udev, can_keep_the_device_to_a_group)
{
	use_rules("sed 's/MODE=\"0666\"/GROUP=\"" GROUP
		  "\", MODE=\"0660\"/' /99-perfctr.rules >" RULES);
	expect_rules_to_give(0660, GROUP_ID);
	expect_opening(0, EACCES);
	expect_opening(GROUP_ID, 0);
	shell("chown 0:0 /dev/perfctr && chmod 0666 /dev/perfctr");
}
