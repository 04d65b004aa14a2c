// SPDX-License-Identifier: LGPL-2.1-or-later
/* Starts a program, or tells why it can't be started. */
#include "program.h"

#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the child tells through a pipe that its exec closes. */
struct start {
	uint64_t time;
	int error;
};

/* The file that execvp would execute, or NULL. */
static char *find_program(const char *name)
{
	const char *path = getenv("PATH");
	char *found;

	if (!*name)
		return NULL;
	if (strchr(name, '/'))
		return access(name, F_OK) == 0 ? strdup(name) : NULL;
	for (path = path ? path : "/bin:/usr/bin"; *path; path += strspn(path, ":")) {
		int length = strcspn(path, ":");

		if (asprintf(&found, "%.*s/%s", length, path, name) < 0)
			return NULL;
		if (access(found, F_OK) == 0)
			return found;
		free(found);
		path += length;
	}
	return NULL;
}

/* The interpreter that a script names, or NULL. */
static char *script_interpreter(const char *path)
{
	char line[PATH_MAX + 2];
	FILE *file = fopen(path, "re");
	char *name = NULL;

	if (file && fgets(line, sizeof(line), file) && strncmp(line, "#!", 2) == 0) {
		char *start = line + 2 + strspn(line + 2, " \t");

		start[strcspn(start, " \t\r\n")] = '\0';
		name = strdup(start);
	}
	if (file)
		fclose(file);
	return name;
}

static void explain_start(const char *name, const char *path, int error)
{
	struct stat info;
	char *interpreter;

	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
		complain("can't execute '%s': it is a directory", name);
		return;
	}
	interpreter = script_interpreter(path);
	if (interpreter && access(path, X_OK) == 0)
		complain("can't execute '%s': it is a script and its interpreter '%s' can't be "
			 "executed: %s",
			 name, interpreter, strerror(error));
	else if (error == EACCES && access(path, X_OK) < 0)
		complain("can't execute '%s': it is not executable ('chmod +x' makes it so)", name);
	else
		complain("can't execute '%s': %s", name, strerror(error));
	free(interpreter);
}

static int start_failed(const char *name, int error)
{
	char *path = find_program(name);

	if (!path) {
		complain("can't find '%s'%s", name,
			 strchr(name, '/') || !*name ? "" : ": no folder of PATH has it");
		return EXIT_NOT_FOUND;
	}
	explain_start(name, path, error);
	free(path);
	return EXIT_NOT_EXECUTABLE;
}

/* The system lacks what a new process takes. */
static int start_refused(const char *name, int error)
{
	return complain("can't start '%s': %s%s", name, strerror(error),
			error == EMFILE ? ": 'ulimit -n' is how many files may be open" : "");
}

static _Noreturn void become(char **command, const struct supervisor *supervisor, int pipe)
{
	struct start start = {.time = monotonic()};

	/* It is not known whether perfex was killed before this: then the parent is another one. */
	if (supervisor->together &&
	    (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != supervisor->pid))
		_exit(EXIT_PERFEX);
	setrlimit(RLIMIT_NOFILE, &supervisor->files);
	sigaction(SIGCHLD, &supervisor->child, NULL);
	sigaction(SIGPIPE, &supervisor->pipe, NULL);
	sigaction(SIGXFSZ, &supervisor->file_size, NULL);
	sigprocmask(SIG_SETMASK, &supervisor->mask, NULL);
	if (write(pipe, &start, sizeof(start)) == sizeof(start)) {
		execvp(command[0], command);
		start.error = errno;
		if (write(pipe, &start, sizeof(start)) < 0)
			_exit(EXIT_PERFEX);
	}
	_exit(EXIT_NOT_EXECUTABLE);
}

int program_start(struct program *program, const struct supervisor *supervisor, char **command)
{
	struct start start = {0};
	int pipe[2];

	*program = (struct program){.status = NO_STATUS};
	if (pipe2(pipe, O_CLOEXEC) < 0)
		return start_refused(command[0], errno);
	program->pid = fork();
	if (program->pid == 0)
		become(command, supervisor, pipe[1]);
	close(pipe[1]);
	while (program->pid > 0 && read(pipe[0], &start, sizeof(start)) == sizeof(start) &&
	       start.error == 0)
		program->started = start.time;
	close(pipe[0]);
	if (program->pid < 0)
		return start_refused(command[0], errno);
	if (start.error == 0)
		return 0;
	waitpid(program->pid, NULL, 0);
	return start_failed(command[0], start.error);
}
