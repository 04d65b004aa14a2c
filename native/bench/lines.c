// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * lines FILE ADDRESSES SAMPLES RUN_FILE INSTRUCTIONS: resolves samples of a program or library as
 * perfex record does, and prints the seconds that it took and the megabytes of memory. The samples
 * are spread over its code evenly, and always the same.
 */
#include "../perfex/profile.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define BASE UINT64_C(0x7f0000000000)
#define PID  4242

/* The file's executable segment. */
static int find_code(const char *path, GElf_Phdr *code)
{
	int fd = open(path, O_RDONLY);
	Elf *elf = fd < 0 || elf_version(EV_CURRENT) == EV_NONE ? NULL
								: elf_begin(fd, ELF_C_READ, NULL);
	size_t count = 0;

	if (elf)
		elf_getphdrnum(elf, &count);
	for (size_t i = 0; i < count; i++)
		if (gelf_getphdr(elf, i, code) && code->p_type == PT_LOAD && code->p_flags & PF_X)
			return 0;
	return -1;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void sample(struct profile *profile, const char *path, const GElf_Phdr *code,
		   unsigned addresses, unsigned samples)
{
	struct perfctr_record record = {
		.type = PERFCTR_RECORD_MAP,
		.pid = PID,
		.tid = PID,
		.address = BASE,
		.length = code->p_filesz,
		.offset = code->p_offset,
		.name = path,
	};
	uint64_t step = code->p_filesz / addresses;

	profile_record(profile, &record);
	record.type = PERFCTR_RECORD_SAMPLE;
	for (unsigned i = 0; i < samples; i++) {
		record.address = BASE + i * UINT64_C(7919) % addresses * step;
		profile_record(profile, &record);
	}
}

int main(int argc, char **argv)
{
	struct profile profile;
	struct resolver resolver;
	struct runfile run = {0};
	struct rusage usage;
	GElf_Phdr code;
	double start;

	if (argc != 6 || find_code(argv[1], &code) < 0 ||
	    profile_init(&profile, 1, PERFCTR_STACK_NONE) < 0)
		return 1;
	run.file = fopen(argv[4], "w");
	if (!run.file)
		return 1;
	start = now();
	sample(&profile, argv[1], &code, atoi(argv[2]), atoi(argv[3]));
	fprintf(stderr, "%.3f s until all samples were taken\n", now() - start);
	if (resolver_open(&resolver, &profile.spaces, NULL) < 0)
		return 1;
	profile_write(&profile, &resolver, &run, atoi(argv[5]));
	fclose(run.file);
	start = now() - start;
	getrusage(RUSAGE_SELF, &usage);
	printf("%.3f s %ld MB\n", start, usage.ru_maxrss / 1024);
	resolver_close(&resolver);
	profile_free(&profile);
	return 0;
}
