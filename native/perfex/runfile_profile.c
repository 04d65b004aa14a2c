// SPDX-License-Identifier: LGPL-2.1-or-later
/* The line profile in a run file. */
#include "runfile_json.h"

#include <sys/stat.h>

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
	runfile_write(run, json);
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
	runfile_write(run, json);
}

/*
 * Functions, lines and frames are many: they are written without the detour over JSON values and
 * formats.
 */
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
