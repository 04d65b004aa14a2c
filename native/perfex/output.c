// SPDX-License-Identifier: LGPL-2.1-or-later
#include "output.h"

#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (64 << 10)

static mode_t new_mode(const struct output *output)
{
	struct stat info;
	mode_t mask;

	if (stat(output->target, &info) == 0)
		return info.st_mode & 0777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* A file without a name, which vanishes if perfex is killed; not every file system has these. */
static int open_unnamed(const char *target)
{
	char *copy = strdup(target);
	int fd = copy ? open(dirname(copy), O_TMPFILE | O_WRONLY | O_APPEND | O_CLOEXEC, 0600) : -1;

	free(copy);
	return fd;
}

static int open_beside(struct output *output)
{
	int fd;

	if (access(output->target, F_OK) == 0 && access(output->target, W_OK) < 0)
		return -1;
	if (asprintf(&output->temporary, "%s.XXXXXX", output->target) < 0)
		return -1;
	fd = open_unnamed(output->target);
	output->unnamed = fd >= 0;
	if (!output->unnamed)
		fd = mkostemp(output->temporary, O_CLOEXEC | O_APPEND);
	if (fd < 0) {
		free(output->temporary);
		output->temporary = NULL;
		return -1;
	}
	fchmod(fd, new_mode(output));
	return fd;
}

int output_open(struct output *output, const char *name)
{
	struct stat info;
	int fd;

	output->name = name;
	output->target = realpath(name, NULL);
	if (!output->target)
		output->target = strdup(name);
	if (!output->target)
		return complain("can't write '%s': out of memory", name);
	/* A device or a pipe can't be replaced. */
	if (stat(name, &info) == 0 && !S_ISREG(info.st_mode))
		fd = open(name, O_WRONLY | O_APPEND | O_CLOEXEC);
	else
		fd = open_beside(output);
	output->file = fd < 0 ? NULL : fdopen(fd, "a");
	if (output->file) {
		/* Records are written token by token; perfex has one thread. */
		__fsetlocking(output->file, FSETLOCKING_BYCALLER);
		setvbuf(output->file, NULL, _IOFBF, BUFFER_SIZE);
		return 0;
	}
	complain("can't write '%s': %s", name, strerror(errno));
	output_discard(output);
	return EXIT_PERFEX;
}

static int name_it(const struct output *output, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(output->file));
	return linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* A link can't take the place of an old file, a renamed one can. */
static int take_place(struct output *output)
{
	char *suffix = output->temporary + strlen(output->temporary) - strlen("XXXXXX");

	if (output->unnamed) {
		if (name_it(output, output->target) == 0)
			return 0;
		if (errno != EEXIST)
			return -1;
		snprintf(suffix, strlen(suffix) + 1, "%06x", (unsigned)getpid() & 0xffffff);
		if (name_it(output, output->temporary) < 0)
			return -1;
		output->unnamed = false;
	}
	return rename(output->temporary, output->target);
}

int output_commit(struct output *output)
{
	if (!output->temporary)
		return 0;
	if (take_place(output) < 0)
		return complain("can't write '%s': %s%s%s", output->name, strerror(errno),
				output->unnamed ? "" : "; the run is in ",
				output->unnamed ? "" : output->temporary);
	free(output->temporary);
	output->temporary = NULL;
	return 0;
}

void output_discard(struct output *output)
{
	if (output->temporary && !output->unnamed)
		unlink(output->temporary);
	if (output->file)
		fclose(output->file);
	free(output->temporary);
	free(output->target);
	*output = (struct output){0};
}

int output_close(struct output *output)
{
	int result = 0;

	if (!output->file)
		return 0;
	if (ferror(output->file) | fclose(output->file))
		result = complain("can't write '%s': %s", output->name, strerror(errno));
	free(output->temporary);
	free(output->target);
	return result;
}
