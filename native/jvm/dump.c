// SPDX-License-Identifier: LGPL-2.1-or-later
#include "dump.h"

#include "jitdump.h"

#include <elf.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int dump = -1;
static uint64_t loaded;

void bytes_add(struct bytes *bytes, const void *data, size_t size)
{
	size_t room = bytes->room ? bytes->room : 4096;
	char *grown;

	while (room < bytes->size + size)
		room *= 2;
	grown = room > bytes->room ? realloc(bytes->data, room) : bytes->data;
	if (!grown) {
		bytes->failed = 1;
		return;
	}
	bytes->data = grown;
	bytes->room = room;
	memcpy(grown + bytes->size, data, size);
	bytes->size += size;
}

void bytes_add_text(struct bytes *bytes, const char *text)
{
	bytes_add(bytes, text, strlen(text) + 1);
}

void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
}

uint64_t dump_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void close_locked(void)
{
	if (dump >= 0)
		close(dump);
	dump = -1;
}

/* A record goes into the file whole or, at the end of the disk, as the last one. */
static void write_locked(struct iovec *parts, int count)
{
	ssize_t wanted = 0;

	for (int i = 0; i < count; i++)
		wanted += parts[i].iov_len;
	if (dump >= 0 && writev(dump, parts, count) != wanted)
		close_locked();
}

static void write_record(void *record, size_t size)
{
	struct iovec part = {record, size};

	pthread_mutex_lock(&lock);
	write_locked(&part, 1);
	pthread_mutex_unlock(&lock);
}

int dump_open(const char *folder)
{
	struct jitdump_header header = {
		.magic = JITDUMP_MAGIC,
		.version = JITDUMP_VERSION,
		.size = sizeof(header),
		.machine = EM_X86_64,
		.pid = getpid(),
		.time = dump_time(),
	};
	long page = sysconf(_SC_PAGESIZE);
	void *mark;
	char *name;

	if (asprintf(&name, "%s/jit-%d.dump", folder, getpid()) < 0)
		return -1;
	dump = open(name, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	free(name);
	if (dump < 0)
		return -1;
	write_record(&header, sizeof(header));
	/* By this mapping whoever watches the process learns which file it is; it is never read. */
	mark = mmap(NULL, page, PROT_READ | PROT_EXEC, MAP_PRIVATE, dump, 0);
	return mark == MAP_FAILED ? -1 : 0;
}

void dump_load(const struct bytes *debug, const char *name, const void *code, size_t size)
{
	size_t name_size = strlen(name) + 1;
	struct jitdump_load load = {
		.prefix = {JITDUMP_LOAD, sizeof(load) + name_size + size, dump_time()},
		.pid = getpid(),
		.tid = syscall(SYS_gettid),
		.vma = (uintptr_t)code,
		.address = (uintptr_t)code,
		.size = size,
	};
	struct iovec parts[] = {
		{debug->data, debug->size},
		{&load, sizeof(load)},
		{(char *)name, name_size},
		{(void *)code, size},
	};

	if (debug->failed)
		return;
	pthread_mutex_lock(&lock);
	load.index = loaded++;
	write_locked(parts, sizeof(parts) / sizeof(parts[0]));
	pthread_mutex_unlock(&lock);
}

void dump_unload(const void *code)
{
	struct jitdump_unload unload = {
		.prefix = {JITDUMP_UNLOAD, sizeof(unload), dump_time()},
		.address = (uintptr_t)code,
	};

	write_record(&unload, sizeof(unload));
}

void dump_pause(uint64_t started)
{
	struct jitdump_pause pause = {
		.prefix = {JITDUMP_PAUSE, sizeof(pause), dump_time()},
		.started = started,
	};

	write_record(&pause, sizeof(pause));
}

void dump_close(void)
{
	struct jitdump_prefix last = {JITDUMP_CLOSE, sizeof(last), dump_time()};

	write_record(&last, sizeof(last));
	pthread_mutex_lock(&lock);
	close_locked();
	pthread_mutex_unlock(&lock);
}
