// SPDX-License-Identifier: LGPL-2.1-or-later
#include "jvm_agent.h"

#include "beside.h"
#include "options.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Without the second one HotSpot knows the lines of calls only, and smears the rest over them. */
static const char *const options[] = {"-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"};

/* For stacks: compiled methods have no other way to be unwound. */
static const char frame_pointers[] = "-XX:+PreserveFramePointer";

#define OPTIONS (int)(sizeof(options) / sizeof(options[0]))

static bool is_java(const char *program)
{
	const char *slash = strrchr(program, '/');

	return strcmp(slash ? slash + 1 : program, "java") == 0;
}

static char *make_folder(void)
{
	const char *parent = getenv("TMPDIR");
	char *folder;

	if (asprintf(&folder, "%s/perfex-XXXXXX", parent && *parent ? parent : "/tmp") < 0)
		return NULL;
	if (mkdtemp(folder))
		return folder;
	complain(
		"can't make a folder like '%s' for the JVM's code: %s (TMPDIR names another place)",
		folder, strerror(errno));
	free(folder);
	return NULL;
}

/* The launcher takes its own options before those of the program, wherever they end. */
static char **insert_options(const struct jvm_agent *agent)
{
	char **command = agent->command, **longer, **at;
	int count = 0;

	while (command[count])
		count++;
	longer = calloc(count + OPTIONS + 3, sizeof(*longer));
	if (!longer)
		return NULL;
	at = longer;
	*at++ = command[0];
	*at++ = agent->option;
	for (int i = 0; i < OPTIONS; i++)
		*at++ = (char *)options[i];
	if (agent->stacks)
		*at++ = (char *)frame_pointers;
	memcpy(at, command + 1, (count - 1) * sizeof(*command));
	return longer;
}

int jvm_agent_init(struct jvm_agent *agent)
{
	char **command = agent->command;
	char *library;

	if (!is_java(command[0]))
		return 0;
	library = library_beside("libperfctr-jvm.so");
	if (!library) {
		agent->missing = true;
		return 0;
	}
	agent->folder = make_folder();
	if (!agent->folder) {
		free(library);
		return EXIT_PERFEX;
	}
	if (asprintf(&agent->option, "-agentpath:%s=%s", library, agent->folder) < 0)
		agent->option = NULL;
	free(library);
	agent->inserted = agent->option ? insert_options(agent) : NULL;
	if (!agent->inserted)
		return complain("out of memory");
	agent->command = agent->inserted;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

void jvm_agent_free(struct jvm_agent *agent)
{
	if (agent->folder)
		nftw(agent->folder, remove_entry, 4, FTW_DEPTH | FTW_PHYS);
	free(agent->inserted);
	free(agent->folder);
	free(agent->option);
}
