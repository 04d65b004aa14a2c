// SPDX-License-Identifier: LGPL-2.1-or-later
/* replay FILE...: gives each file of a corpus to the fuzzed function, without a fuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory of just its size, so that sanitizers see who reads on. */
static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat info;
	uint8_t *data;
	int result = -1;

	if (!file)
		return -1;
	data = fstat(fileno(file), &info) < 0 ? NULL : malloc(info.st_size);
	if (data && fread(data, 1, info.st_size, file) == (size_t)info.st_size) {
		LLVMFuzzerTestOneInput(data, info.st_size);
		result = 0;
	}
	free(data);
	fclose(file);
	return result;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (replay(argv[i]) == 0)
			continue;
		perror(argv[i]);
		return 1;
	}
	return argc < 2;
}
