// SPDX-License-Identifier: LGPL-2.1-or-later
/* The first record of a run file. */
#include "program.h"
#include "runfile_json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define FORMAT_VERSION 1

static json_t *command_json(char **command)
{
	json_t *json = json_array();

	for (; *command; command++)
		json_array_append_new(json, text_json(*command));
	return json;
}

static json_t *cpu_json(void)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	char line[256];
	json_t *json = NULL;

	while (file && !json && fgets(line, sizeof(line), file)) {
		char *value = strchr(line, ':');

		if (strncmp(line, "model name", strlen("model name")) != 0 || !value)
			continue;
		value += 1 + strspn(value + 1, " ");
		value[strcspn(value, "\n")] = '\0';
		json = text_json(value);
	}
	if (file)
		fclose(file);
	return json ? json : json_string("unknown");
}

static json_t *host_json(void)
{
	struct utsname name;

	uname(&name);
	return json_pack("{so ss so sI}", "name", text_json(name.nodename), "kernel", name.release,
			 "cpu", cpu_json(), "cpus", (json_int_t)sysconf(_SC_NPROCESSORS_ONLN));
}

static json_t *events_json(const struct perfctr_events *events)
{
	json_t *json = json_array();

	for (int i = 0; i < perfctr_events_count(events); i++) {
		const char *unit = perfctr_events_unit(events, i);
		const char *unavailable = perfctr_events_unavailable(events, i);
		json_t *event = json_pack("{ss}", "name", perfctr_events_name(events, i));

		if (*unit)
			json_object_set_new(event, "unit", json_string(unit));
		json_object_set_new(event, "scope", json_string(perfctr_events_scope(events, i)));
		if (*unavailable)
			json_object_set_new(event, "unavailable", json_string(unavailable));
		json_array_append_new(json, event);
	}
	return json;
}

static json_t *sampling_json(const struct run_header *header)
{
	const struct perfctr_sampling *sampling = header->sampling;
	json_t *json = json_array();

	for (int i = 0; i < perfctr_events_count(header->sampled); i++) {
		json_t *event = json_pack(
			"{ss sI ss}", "event", perfctr_events_name(header->sampled, i),
			sampling->period ? "period" : "frequency",
			(json_int_t)(sampling->period ? sampling->period : sampling->frequency),
			"scope", perfctr_events_scope(header->sampled, i));
		const char *unavailable = perfctr_events_unavailable(header->sampled, i);

		if (*unavailable)
			json_object_set_new(event, "unavailable", json_string(unavailable));
		json_array_append_new(json, event);
	}
	return json;
}

static json_t *call_graph_json(const struct perfctr_sampling *sampling)
{
	return json_string(sampling->stack == PERFCTR_STACK_DUMP ? "dwarf" : "fp");
}

/* Now, less the time since run->started. */
static json_t *started_json(const struct runfile *run)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return moment_json(nanoseconds(now) - (monotonic() - run->started));
}

static json_t *list_json(const struct numbers *numbers)
{
	json_t *json = json_array();

	for (int i = 0; i < numbers->count; i++)
		json_array_append_new(json, json_integer(numbers->number[i]));
	return json;
}

static json_t *pair_json(const struct pair *pair)
{
	json_t *json = json_pack("{ss ss}", "id", pair->id, "side", pair->side);

	if (pair->file)
		json_object_set_new(json, "file", text_json(pair->file));
	return json;
}

void runfile_header(struct runfile *run, const struct run_header *header)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss ss si ss so so so so s{ss ss} so}", "type", "header", "format",
			 "perfctr-run", "version", FORMAT_VERSION, "perfex", perfctr_version(),
			 "started", started_json(run), "command", command_json(header->command),
			 "directory", text_json(header->directory), "host", host_json(), "backend",
			 "name", perfctr_backend(), "why", perfctr_backend_reason(), "events",
			 events_json(header->counted));
	if (header->sampled)
		json_object_set_new(json, "sampling", sampling_json(header));
	if (header->sampled && header->sampling->stack != PERFCTR_STACK_NONE)
		json_object_set_new(json, "call_graph", call_graph_json(header->sampling));
	if (header->attached->count)
		json_object_set_new(json, "attached", list_json(header->attached));
	if (header->cpus->count)
		json_object_set_new(json, "cpus", list_json(header->cpus));
	if (header->pair)
		json_object_set_new(json, "pair", pair_json(header->pair));
	runfile_write(run, json);
}
