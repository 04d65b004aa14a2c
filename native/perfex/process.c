// SPDX-License-Identifier: LGPL-2.1-or-later
#include "process.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *open_proc(int pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return fopen(path, "re");
}

void process_free_command(char **command)
{
	for (char **argument = command; argument && *argument; argument++)
		free(*argument);
	free(command);
}

/* Room for one argument more. On failure all are freed. */
static char **append(char **command, size_t count, char *argument)
{
	char **grown = argument ? reallocarray(command, count + 2, sizeof(*grown)) : NULL;

	if (grown) {
		grown[count] = argument;
		grown[count + 1] = NULL;
		return grown;
	}
	process_free_command(command);
	free(argument);
	return NULL;
}

/* A process of the kernel, or one that is ending. */
static char **name_in_brackets(int pid)
{
	char name[32] = "unknown", *text;
	FILE *file = open_proc(pid, "comm");

	if (file && fgets(name, sizeof(name), file))
		name[strcspn(name, "\n")] = '\0';
	if (file)
		fclose(file);
	return append(NULL, 0, asprintf(&text, "[%s]", name) < 0 ? NULL : text);
}

char **process_command(int pid)
{
	FILE *file = open_proc(pid, "cmdline");
	char **command = NULL, *argument = NULL;
	size_t count = 0, size = 0;

	while (file && getdelim(&argument, &size, '\0', file) > 0) {
		command = append(command, count++, strdup(argument));
		if (!command)
			break;
	}
	free(argument);
	if (file)
		fclose(file);
	return command || count ? command : name_in_brackets(pid);
}

char *process_directory(int pid)
{
	char path[64], directory[PATH_MAX];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/cwd", pid);
	length = readlink(path, directory, sizeof(directory) - 1);
	directory[length < 0 ? 0 : length] = '\0';
	return strdup(directory);
}
