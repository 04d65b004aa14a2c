// SPDX-License-Identifier: LGPL-2.1-or-later
#include "image.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel maps the same image into every process: here it is as a file. */
static int open_vdso(void)
{
	const Elf64_Ehdr *image = (const void *)getauxval(AT_SYSINFO_EHDR);
	int fd = image ? memfd_create("vdso", MFD_CLOEXEC) : -1;
	size_t size;

	if (fd < 0)
		return -1;
	size = image->e_shoff + (size_t)image->e_shnum * image->e_shentsize;
	if (write(fd, image, size) == (ssize_t)size)
		return fd;
	close(fd);
	return -1;
}

int image_open(const char *name)
{
	return strcmp(name, "[vdso]") == 0 ? open_vdso() : open(name, O_RDONLY | O_CLOEXEC);
}

struct identity image_identity(const char *name)
{
	struct stat info;

	if (stat(name, &info) < 0)
		return (struct identity){0};
	return (struct identity){info.st_dev, info.st_ino, info.st_mtim};
}

bool image_is(const char *name, const struct identity *identity)
{
	const struct identity now = image_identity(name);

	return now.inode && now.inode == identity->inode && now.device == identity->device &&
	       now.modified.tv_sec == identity->modified.tv_sec &&
	       now.modified.tv_nsec == identity->modified.tv_nsec;
}
