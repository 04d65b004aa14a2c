// SPDX-License-Identifier: LGPL-2.1-or-later
#include "runfile.h"

#include "program.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FORMAT_VERSION 1

static void write_record(struct runfile *run, json_t *record)
{
	json_dumpf(record, run->file, JSON_COMPACT | JSON_PRESERVE_ORDER);
	fputc('\n', run->file);
	json_decref(record);
}

/* Names and arguments are any bytes; those that are no UTF-8 become U+FFFD. */
static json_t *text_json(const char *text)
{
	json_t *json = json_string(text);
	size_t left = strlen(text), used = 0;
	char *clean;

	if (json)
		return json;
	clean = malloc(3 * left + 1);
	while (clean && left) {
		size_t length = 1;

		while (length <= 4 && length <= left && !(json = json_stringn(text, length)))
			length++;
		if (json) {
			memcpy(clean + used, text, length);
			used += length;
		} else {
			length = 1;
			memcpy(clean + used, "\xef\xbf\xbd", 3);
			used += 3;
		}
		json_decref(json);
		json = NULL;
		text += length;
		left -= length;
	}
	json = json_stringn(clean ? clean : "", used);
	free(clean);
	return json;
}

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

/* A moment, in nanoseconds since 1970, as people write it. */
static json_t *moment_json(uint64_t ns)
{
	time_t seconds = ns / 1000000000;
	struct tm utc;
	char day[32];

	gmtime_r(&seconds, &utc);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &utc);
	return json_sprintf("%s.%09uZ", day, (unsigned)(ns % 1000000000));
}

static uint64_t nanoseconds(struct timespec time)
{
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
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
	write_record(run, json);
}

void runfile_degradation(struct runfile *run, const char *text, const char *remedy)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss so}", "type", "degradation", "text", text_json(text));
	if (remedy && *remedy)
		json_object_set_new(json, "remedy", text_json(remedy));
	write_record(run, json);
}

static json_int_t since(const struct runfile *run, uint64_t time)
{
	return time > run->started ? time - run->started : 0;
}

static json_t *counts_json(const struct counts *counts)
{
	json_t *json = json_array();

	for (int i = 0; i < counts->number; i++) {
		const struct perfctr_count *count = &counts->count[i];

		json_array_append_new(json, !counts->has[i]
						    ? json_null()
						    : json_pack("[III]", (json_int_t)count->raw,
								(json_int_t)count->enabled,
								(json_int_t)count->running));
	}
	return json;
}

void runfile_repetition(struct runfile *run, int repetition, uint64_t time)
{
	if (run->file)
		write_record(run, json_pack("{ss si sI}", "type", "repetition", "repetition",
					    repetition, "time", since(run, time)));
}

void runfile_task(struct runfile *run, int task, int parent, int pid, int tid, uint64_t time)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss si si si}", "type", "task", "task", task, "tid", tid, "pid", pid);
	if (parent)
		json_object_set_new(json, "parent", json_integer(parent));
	json_object_set_new(json, "time", json_integer(since(run, time)));
	write_record(run, json);
}

void runfile_task_name(struct runfile *run, int task, const char *name, uint64_t time)
{
	if (run->file)
		write_record(run, json_pack("{ss si so sI}", "type", "task-name", "task", task,
					    "name", text_json(name), "time", since(run, time)));
}

void runfile_task_end(struct runfile *run, int task, const struct counts *counts, uint64_t time,
		      bool alive)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss si sI}", "type", "task-end", "task", task, "time", since(run, time));
	if (alive)
		json_object_set_new(json, "alive", json_true());
	json_object_set_new(json, "counts", counts_json(counts));
	write_record(run, json);
}

void runfile_cpu_end(struct runfile *run, int cpu, const struct counts *counts)
{
	if (run->file)
		write_record(run, json_pack("{ss si so}", "type", "cpu-end", "cpu", cpu, "counts",
					    counts_json(counts)));
}

void runfile_snapshot(struct runfile *run, uint64_t time, const struct counts *totals)
{
	if (run->file)
		write_record(run, json_pack("{ss sI so}", "type", "snapshot", "time",
					    since(run, time), "counts", counts_json(totals)));
}

void runfile_repetition_end(struct runfile *run, int repetition, uint64_t time, uint64_t wall,
			    int status, const struct counts *counts)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss si sI sI}", "type", "repetition-end", "repetition", repetition,
			 "time", since(run, time), "wall", (json_int_t)wall);
	if (status != NO_STATUS && WIFEXITED(status))
		json_object_set_new(json, "exit", json_integer(WEXITSTATUS(status)));
	else if (status != NO_STATUS)
		json_object_set_new(json, "signal", json_integer(WTERMSIG(status)));
	json_object_set_new(json, "counts", counts_json(counts));
	write_record(run, json);
}

/* When a file was last changed; NULL when there is no such file. */
static json_t *modified_json(const char *path)
{
	struct stat info;

	return stat(path, &info) < 0 ? NULL : moment_json(nanoseconds(info.st_mtim));
}

void runfile_module(struct runfile *run, int module, const char *path, const char *build_id)
{
	json_t *json = json_pack("{ss si so}", "type", "module", "module", module, "path",
				 text_json(path));
	json_t *modified = modified_json(path);

	if (build_id)
		json_object_set_new(json, "build_id", json_string(build_id));
	if (modified)
		json_object_set_new(json, "modified", modified);
	write_record(run, json);
}

void runfile_source(struct runfile *run, int source, const char *path, const char *directory,
		    const char *md5)
{
	json_t *json = json_pack("{ss si so}", "type", "source", "source", source, "path",
				 text_json(path));

	if (directory)
		json_object_set_new(json, "directory", text_json(directory));
	if (md5)
		json_object_set_new(json, "md5", json_string(md5));
	write_record(run, json);
}

static json_t *numbers_json(const uint64_t *numbers, int count)
{
	json_t *json = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(json, json_integer(numbers[i]));
	return json;
}

/*
 * Functions, lines and machine code are many: they are written without the detour over JSON values
 * and formats.
 */
void runfile_number(FILE *file, const char *before, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = '0' + number % 10;
	while (number /= 10);
	fputs(before, file);
	fwrite(digits + at, 1, sizeof(digits) - at, file);
}

/* Whether JSON has it as it is. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

void runfile_text(FILE *file, const char *text)
{
	json_t *json = is_plain(text) ? NULL : text_json(text);

	if (json) {
		json_dumpf(json, file, JSON_ENCODE_ANY);
		json_decref(json);
		return;
	}
	fputc('"', file);
	fputs(is_plain(text) ? text : "", file);
	fputc('"', file);
}

static void write_place(struct runfile *run, int source, int line)
{
	if (source < 0 || line <= 0)
		return;
	runfile_number(run->file, ",\"source\":", source);
	runfile_number(run->file, ",\"line\":", line);
}

static void write_call(struct runfile *run, const struct call *call)
{
	runfile_number(run->file, "\"function\":", call->function);
	write_place(run, call->source, call->line);
}

void runfile_function(struct runfile *run, int function, const char *name, int module, int source,
		      int line)
{
	runfile_number(run->file, "{\"type\":\"function\",\"function\":", function);
	if (name) {
		fputs(",\"name\":", run->file);
		runfile_text(run->file, name);
	}
	runfile_number(run->file, ",\"module\":", module);
	write_place(run, source, line);
	fputs("}\n", run->file);
}

static void write_samples(struct runfile *run, const uint64_t *samples, int events)
{
	fputs("\"samples\":[", run->file);
	for (int i = 0; i < events; i++)
		runfile_number(run->file, i ? "," : "", samples[i]);
	fputc(']', run->file);
}

static void write_inlined(struct runfile *run, const struct inlined *inlined, int events)
{
	fputc('{', run->file);
	write_samples(run, inlined->samples, events);
	fputs(",\"at\":[", run->file);
	for (int i = 0; i < inlined->count; i++) {
		fputs(i ? ",{" : "{", run->file);
		write_call(run, &inlined->at[i]);
		fputc('}', run->file);
	}
	fputs("]}", run->file);
}

void runfile_line(struct runfile *run, const struct call *line, const uint64_t *samples, int events,
		  const struct inlined *inlined)
{
	fputs("{\"type\":\"line\",", run->file);
	write_call(run, line);
	fputc(',', run->file);
	write_samples(run, samples, events);
	if (inlined)
		fputs(",\"inlined\":[", run->file);
	for (const struct inlined *part = inlined; part; part = part->next) {
		if (part != inlined)
			fputc(',', run->file);
		write_inlined(run, part, events);
	}
	fputs(inlined ? "]}\n" : "}\n", run->file);
}

static bool any(const uint64_t *samples, int events)
{
	for (int i = 0; i < events; i++)
		if (samples[i])
			return true;
	return false;
}

void runfile_frame(struct runfile *run, int frame, int caller, bool truncated,
		   const struct call *place, const uint64_t *samples, int events)
{
	fprintf(run->file, "{\"type\":\"frame\",\"frame\":%d,", frame);
	if (caller >= 0)
		fprintf(run->file, "\"caller\":%d,", caller);
	else if (truncated)
		fputs("\"truncated\":true,", run->file);
	write_call(run, place);
	if (any(samples, events)) {
		fputc(',', run->file);
		write_samples(run, samples, events);
	}
	fputs("}\n", run->file);
}

void runfile_end(struct runfile *run, uint64_t time, const uint64_t *samples, const uint64_t *lost,
		 int events)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss sI}", "type", "end", "time", since(run, time));
	if (events) {
		json_object_set_new(json, "samples", numbers_json(samples, events));
		json_object_set_new(json, "lost", numbers_json(lost, events));
	}
	write_record(run, json);
}

void runfile_flush(struct runfile *run)
{
	if (run->file)
		fflush(run->file);
}
