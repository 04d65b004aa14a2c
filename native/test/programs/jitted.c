// SPDX-License-Identifier: LGPL-2.1-or-later
/* jitted FOLDER SEED: makes a function, tells of it in a jitdump, damaged unless SEED is 0, and
 * runs it. */
#include "../../jvm/jitdump.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const unsigned char function[] = {
	0x48, 0xff, 0xcf, /* dec %rdi: line 3 */
	0x75, 0xfb,	  /* jne: line 4 */
	0xc3,		  /* ret: line 5 */
};

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

static void put(FILE *file, const void *bytes, size_t size)
{
	if (fwrite(bytes, size, 1, file) != 1)
		exit(1);
}

static void put_line(FILE *file, uint64_t address, uint32_t line)
{
	const struct jitdump_debug_entry entry = {address, line, 0};

	put(file, &entry, sizeof(entry));
	put(file, "made.src", sizeof("made.src"));
}

static void put_records(FILE *file, uint64_t address)
{
	const struct jitdump_header header = {
		.magic = JITDUMP_MAGIC,
		.version = JITDUMP_VERSION,
		.size = sizeof(header),
		.pid = getpid(),
		.time = now(),
	};
	struct jitdump_debug_info debug = {
		.prefix = {JITDUMP_DEBUG_INFO, sizeof(debug), now()},
		.address = address,
		.entries = 3,
	};
	struct jitdump_load load = {
		.prefix = {JITDUMP_LOAD, sizeof(load), now()},
		.pid = getpid(),
		.tid = getpid(),
		.vma = address,
		.address = address,
		.size = sizeof(function),
	};

	debug.prefix.size += 3 * (sizeof(struct jitdump_debug_entry) + sizeof("made.src"));
	load.prefix.size += sizeof("made") + sizeof(function);
	put(file, &header, sizeof(header));
	put(file, &debug, sizeof(debug));
	put_line(file, address, 3);
	put_line(file, address + 3, 4);
	put_line(file, address + 5, 5);
	put(file, &load, sizeof(load));
	put(file, "made", sizeof("made"));
	put(file, function, sizeof(function));
}

/* Overwrites some bytes, often by what counts as large. */
static void damage(FILE *file, unsigned seed)
{
	static const unsigned char large[] = {0, 0x7f, 0x80, 0xff};
	long size = ftell(file);

	srandom(seed);
	for (int i = 1 << seed % 5; i > 0; i--) {
		fseek(file, random() % size, SEEK_SET);
		fputc(seed % 2 ? large[random() % 4] : (int)(random() % 256), file);
	}
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 2 ? atoi(argv[2]) : 0;
	void *code = mmap(NULL, sizeof(function), PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char path[4096];
	FILE *file;

	if (argc < 3 || code == MAP_FAILED)
		return 1;
	memcpy(code, function, sizeof(function));
	snprintf(path, sizeof(path), "%s/jit-%d.dump", argv[1], getpid());
	file = fopen(path, "w+");
	if (!file)
		return 1;
	put_records(file, (uintptr_t)code);
	if (seed)
		damage(file, seed);
	fflush(file);
	if (mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, fileno(file), 0) == MAP_FAILED)
		return 1;
	((void (*)(uint64_t))code)(200000000);
	return 0;
}
