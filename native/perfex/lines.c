// SPDX-License-Identifier: LGPL-2.1-or-later
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds. No honest file takes so long to read; from a server it may take long to come. */
#define PATIENCE	60
#define PATIENCE_SERVER 900

/* What the other process tells. */
struct attempt {
	int module; /* that is being read, or -1 */
	unsigned patience;
	bool kernel_hidden, not_listed;
	int jvms_without_agent;
	struct lineless lineless;
	uint64_t truncated[]; /* for each event, as struct stacks has it */
};

static void note_module(int module, void *context)
{
	struct attempt *attempt = context;

	attempt->module = module;
	alarm(attempt->patience);
}

/* It must not outlive perfex, nor say anything, nor leave its memory on the disk. */
static void become_silent(void)
{
	const struct rlimit none = {0};
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigset_t all;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
	if (null >= 0)
		dup2(null, STDERR_FILENO);
	signal(SIGALRM, SIG_DFL);
	sigfillset(&all);
	sigdelset(&all, SIGALRM);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

static bool write_all(struct session *session, const enum trust *trust, FILE *file,
		      struct attempt *attempt)
{
	struct runfile run = {.file = file, .started = session->run.started};
	struct resolver resolver;

	if (resolver_open(&resolver, &session->profile.spaces, session->agent.folder) < 0)
		return false;
	resolver.trust = trust;
	resolver.reading = note_module;
	resolver.context = attempt;
	attempt->not_listed = profile_write(&session->profile, &resolver, &run,
					    session->options->instructions) < 0;
	attempt->kernel_hidden = resolver.kernel_hidden;
	attempt->jvms_without_agent = resolver.jvms_without_agent;
	attempt->lineless = resolver.lineless;
	if (session->profile.stacks.truncated)
		memcpy(attempt->truncated, session->profile.stacks.truncated,
		       session->profile.hits.events * sizeof(attempt->truncated[0]));
	return fflush(file) == 0;
}

/* Returns whether the profile is in file. */
static bool try(struct session *session, const enum trust *trust, FILE *file,
		struct attempt *attempt)
{
	pid_t pid;
	int status;

	attempt->module = -1;
	attempt->patience = session->options->debuginfod ? PATIENCE_SERVER : PATIENCE;
	pid = fork();
	if (pid == 0) {
		become_silent();
		_exit(!write_all(session, trust, file, attempt));
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool append(struct runfile *run, FILE *file)
{
	char buffer[64 << 10];
	size_t size;

	rewind(file);
	while ((size = fread(buffer, 1, sizeof(buffer), file)) > 0)
		if (fwrite(buffer, 1, size, run->file) != size)
			return false;
	return !ferror(file);
}

/* The module that was being read is believed less. Returns false if it could not be that. */
static bool distrust(struct session *session, enum trust *trust, int module)
{
	const char *name;

	if (module < 0 || trust[module] == TRUST_NOTHING)
		return false;
	trust[module]++;
	name = spaces_module(&session->profile.spaces, module)->name;
	if (trust[module] == TRUST_NOTHING)
		degrade(session, "build or install it again",
			"samples of %s have no functions: reading its symbols fails", name);
	else
		degrade(session, "build or install it again",
			"samples of %s have functions only: reading its debug information fails",
			name);
	return true;
}

static bool resolve(struct session *session, enum trust *trust, struct attempt *attempt)
{
	int fd = memfd_create("lines", MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w+");
	bool done = false, again = file;

	while (again) {
		done = try(session, trust, file, attempt);
		again = !done && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 &&
			distrust(session, trust, attempt->module);
	}
	done = done && append(&session->run, file);
	if (file)
		fclose(file);
	else if (fd >= 0)
		close(fd);
	return done;
}

void lines_write(struct session *session)
{
	size_t truncated = session->profile.hits.events * sizeof(uint64_t);
	struct attempt *attempt = mmap(NULL, sizeof(*attempt) + truncated, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	enum trust *trust = calloc(session->profile.spaces.modules.count + 1, sizeof(*trust));

	/* libdwfl takes it for the wish to fetch. The program has had its own. */
	if (!session->options->debuginfod)
		unsetenv("DEBUGINFOD_URLS");
	fflush(session->run.file);
	if (attempt != MAP_FAILED && trust && resolve(session, trust, attempt)) {
		if (session->profile.stacks.truncated)
			memcpy(session->profile.stacks.truncated, attempt->truncated, truncated);
		if (attempt->not_listed)
			degrade_instructions(session);
		degrade_lines(session, attempt->kernel_hidden, attempt->jvms_without_agent);
		degrade_lineless(session, &attempt->lineless);
	} else if (!ferror(session->run.file)) {
		degrade(session, "",
			"the samples have no lines: memory is short, or perfex's helper was "
			"killed");
	}
	if (attempt != MAP_FAILED)
		munmap(attempt, sizeof(*attempt) + truncated);
	free(trust);
}
