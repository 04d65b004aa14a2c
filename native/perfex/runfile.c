// SPDX-License-Identifier: LGPL-2.1-or-later
/* What was counted, in a run file. */
#include "program.h"
#include "runfile_json.h"

#include <sys/wait.h>

void runfile_degradation(struct runfile *run, const char *text, const char *remedy)
{
	json_t *json;

	if (!run->file)
		return;
	json = json_pack("{ss so}", "type", "degradation", "text", text_json(text));
	if (remedy && *remedy)
		json_object_set_new(json, "remedy", text_json(remedy));
	runfile_write(run, json);
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
		runfile_write(run, json_pack("{ss si sI}", "type", "repetition", "repetition",
					     repetition, "time", since(run, time)));
}

/* The records of tasks are many: they are written without the detour over JSON values. */
void runfile_task(struct runfile *run, int task, int parent, int pid, int tid, uint64_t time)
{
	if (!run->file)
		return;
	runfile_number(run->file, "{\"type\":\"task\",\"task\":", task);
	runfile_number(run->file, ",\"tid\":", tid);
	runfile_number(run->file, ",\"pid\":", pid);
	if (parent)
		runfile_number(run->file, ",\"parent\":", parent);
	runfile_number(run->file, ",\"time\":", since(run, time));
	fputs("}\n", run->file);
}

void runfile_task_name(struct runfile *run, int task, const char *name, uint64_t time)
{
	if (!run->file)
		return;
	runfile_number(run->file, "{\"type\":\"task-name\",\"task\":", task);
	fputs(",\"name\":", run->file);
	runfile_text(run->file, name);
	runfile_number(run->file, ",\"time\":", since(run, time));
	fputs("}\n", run->file);
}

static void write_count(struct runfile *run, const struct perfctr_count *count)
{
	runfile_number(run->file, "[", count->raw);
	runfile_number(run->file, ",", count->enabled);
	runfile_number(run->file, ",", count->running);
	fputc(']', run->file);
}

void runfile_task_end(struct runfile *run, int task, const struct counts *counts, uint64_t time,
		      bool alive)
{
	if (!run->file)
		return;
	runfile_number(run->file, "{\"type\":\"task-end\",\"task\":", task);
	runfile_number(run->file, ",\"time\":", since(run, time));
	fputs(alive ? ",\"alive\":true,\"counts\":[" : ",\"counts\":[", run->file);
	for (int i = 0; i < counts->number; i++) {
		if (i)
			fputc(',', run->file);
		if (counts->has[i])
			write_count(run, &counts->count[i]);
		else
			fputs("null", run->file);
	}
	fputs("]}\n", run->file);
}

void runfile_cpu_end(struct runfile *run, int cpu, const struct counts *counts)
{
	if (run->file)
		runfile_write(run, json_pack("{ss si so}", "type", "cpu-end", "cpu", cpu, "counts",
					     counts_json(counts)));
}

void runfile_snapshot(struct runfile *run, uint64_t time, const struct counts *totals)
{
	if (run->file)
		runfile_write(run, json_pack("{ss sI so}", "type", "snapshot", "time",
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
	runfile_write(run, json);
}

static json_t *numbers_json(const uint64_t *numbers, int count)
{
	json_t *json = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(json, json_integer(numbers[i]));
	return json;
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
	runfile_write(run, json);
}

void runfile_flush(struct runfile *run)
{
	if (run->file)
		fflush(run->file);
}
