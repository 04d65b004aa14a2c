// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile_writer.h"

#include "content.h"

#include <stdlib.h>
#include <string.h>

/* A module, a source (text: path) or a function (text: name) that has been written. */
struct named {
	int number;
	const char *text, *directory;
	int module, source, line; /* of a function */
};

struct line {
	int function, source, line;
	uint64_t *samples;
	struct inlined *first, *last;
};

/* A frame, and what it became. */
struct recent {
	int module;
	struct frame frame;
	struct call call;
};

/* A line's samples by where its function was inlined. */
struct chain {
	const struct line *of;
	struct inlined inlined;
};

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static uint64_t hash_named(const void *item)
{
	const struct named *named = item;
	uint64_t hash = hash_text(hash_text(0, named->text), named->directory);

	hash = hash_number(hash, named->module);
	return hash_number(hash_number(hash, named->source), named->line);
}

static bool same_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return x->module == y->module && x->source == y->source && x->line == y->line &&
	       same_text(x->text, y->text) && same_text(x->directory, y->directory);
}

static uint64_t hash_line(const void *item)
{
	const struct line *line = item;

	return hash_number(hash_number(hash_number(0, line->function), line->source), line->line);
}

static bool same_line(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return x->function == y->function && x->source == y->source && x->line == y->line;
}

static uint64_t hash_chain(const void *item)
{
	const struct chain *chain = item;
	uint64_t hash = hash_number(0, (uintptr_t)chain->of);

	for (int i = 0; i < chain->inlined.count; i++) {
		const struct call *call = &chain->inlined.at[i];

		hash = hash_number(hash, call->function);
		hash = hash_number(hash_number(hash, call->source), call->line);
	}
	return hash;
}

static bool same_chain(const void *a, const void *b)
{
	const struct chain *x = a, *y = b;

	return x->of == y->of && x->inlined.count == y->inlined.count &&
	       memcmp(x->inlined.at, y->inlined.at, x->inlined.count * sizeof(*x->inlined.at)) == 0;
}

int profile_writer_init(struct profile_writer *writer, struct runfile *run, int events)
{
	*writer = (struct profile_writer){
		.run = run,
		.events = events,
		.modules = {.hash = hash_named, .alike = same_named},
		.sources = {.hash = hash_named, .alike = same_named},
		.functions = {.hash = hash_named, .alike = same_named},
		.lines = {.hash = hash_line, .alike = same_line},
		.chains = {.hash = hash_chain, .alike = same_chain},
		.recent = calloc(FRAMES_MAX, sizeof(*writer->recent)),
	};
	for (int i = 0; writer->recent && i < FRAMES_MAX; i++)
		writer->recent[i].module = -1;
	return writer->recent ? 0 : -1;
}

/* The item that is like key, a new one if need be; NULL when out of memory. */
static const struct named *get_named(struct table *table, const struct named *key, bool *is_new)
{
	struct named *named = table_find(table, key);

	*is_new = !named;
	if (named)
		return named;
	named = malloc(sizeof(*named));
	if (!named)
		return NULL;
	*named = *key;
	named->number = table->count;
	if (table_add(table, named) == 0)
		return named;
	free(named);
	return NULL;
}

int profile_writer_module(struct profile_writer *writer, const char *name, const char *build_id)
{
	struct named key = {.text = name};
	const struct named *module;
	bool is_new;

	module = get_named(&writer->modules, &key, &is_new);
	if (!module)
		return -1;
	if (is_new)
		runfile_module(writer->run, module->number, name, build_id);
	return module->number;
}

static void write_source(struct profile_writer *writer, int module, int number,
			 const struct source_name *name)
{
	const struct named *made = writer->modules.item[module];
	const char *md5 = name->md5;
	char text[MD5_TEXT];

	if (!md5)
		md5 = content_md5(name->path, name->directory, made->text, text);
	runfile_source(writer->run, number, name->path, name->directory, md5);
}

static int source_number(struct profile_writer *writer, int module, const struct source_name *name)
{
	struct named key = {.text = name->path, .directory = name->directory};
	const struct named *source;
	bool is_new;

	if (!name->path)
		return -1;
	source = get_named(&writer->sources, &key, &is_new);
	if (!source)
		return -1;
	if (is_new)
		write_source(writer, module, source->number, name);
	return source->number;
}

static int function_number(struct profile_writer *writer, int module, const struct frame *frame)
{
	struct named key = {
		.text = frame->function,
		.module = module,
		.source = source_number(writer, module, &frame->declared),
		.line = frame->declared_line,
	};
	const struct named *function;
	bool is_new;

	function = get_named(&writer->functions, &key, &is_new);
	if (!function)
		return -1;
	if (is_new)
		runfile_function(writer->run, function->number, frame->function, module, key.source,
				 key.line);
	return function->number;
}

/* By address, not by text: that is cheap. */
static bool is_recent(const struct recent *recent, int module, const struct frame *frame)
{
	const struct frame *last = &recent->frame;

	return recent->module == module && last->function == frame->function &&
	       last->declared.path == frame->declared.path &&
	       last->declared.directory == frame->declared.directory &&
	       last->declared_line == frame->declared_line &&
	       last->source.path == frame->source.path &&
	       last->source.directory == frame->source.directory;
}

static struct call get_call(struct profile_writer *writer, int module, const struct frame *frame,
			    struct recent *recent)
{
	if (!is_recent(recent, module, frame))
		*recent = (struct recent){
			.module = module,
			.frame = *frame,
			.call.function = function_number(writer, module, frame),
			.call.source = source_number(writer, module, &frame->source),
		};
	recent->call.line = recent->call.source < 0 ? 0 : frame->line;
	return recent->call;
}

static void add_samples(const struct profile_writer *writer, uint64_t *sum, const uint64_t *samples)
{
	for (int i = 0; i < writer->events; i++)
		sum[i] += samples[i];
}

static struct line *get_line(struct profile_writer *writer, const struct call *call)
{
	struct line key = {call->function, call->source, call->line};
	struct line *line = table_find(&writer->lines, &key);

	if (line)
		return line;
	line = malloc(sizeof(*line));
	if (!line)
		return NULL;
	*line = key;
	line->samples = calloc(writer->events, sizeof(*line->samples));
	if (line->samples && table_add(&writer->lines, line) == 0)
		return line;
	free(line->samples);
	free(line);
	return NULL;
}

static void add_chain(struct profile_writer *writer, struct line *line, const struct call *calls,
		      int count, const uint64_t *samples)
{
	struct chain key = {.of = line, .inlined = {.count = count, .at = (struct call *)calls}};
	struct chain *chain = table_find(&writer->chains, &key);

	if (!chain) {
		chain = malloc(sizeof(*chain));
		if (!chain)
			return;
		*chain = key;
		chain->inlined.at = malloc(count * sizeof(*calls));
		chain->inlined.samples = calloc(writer->events, sizeof(*samples));
		if (!chain->inlined.at || !chain->inlined.samples)
			goto err;
		memcpy(chain->inlined.at, calls, count * sizeof(*calls));
		if (table_add(&writer->chains, chain) < 0)
			goto err;
		if (line->last)
			line->last->next = &chain->inlined;
		else
			line->first = &chain->inlined;
		line->last = &chain->inlined;
	}
	add_samples(writer, chain->inlined.samples, samples);
	return;
err:
	free(chain->inlined.at);
	free(chain->inlined.samples);
	free(chain);
}

struct call profile_writer_call(struct profile_writer *writer, int module,
				const struct place *place)
{
	if (module < 0 || !place->count)
		return (struct call){-1, -1, 0};
	return get_call(writer, module, &place->frames[0], &writer->recent[0]);
}

int profile_writer_calls(struct profile_writer *writer, int module, const struct place *place,
			 struct call *calls)
{
	if (module < 0 || !place->count)
		return -1;
	for (int i = 0; i < place->count; i++) {
		calls[i] = get_call(writer, module, &place->frames[i], &writer->recent[i]);
		if (calls[i].function < 0)
			return -1;
	}
	return 0;
}

void profile_writer_add(struct profile_writer *writer, const struct call *calls, int count,
			const uint64_t *samples)
{
	struct line *line = get_line(writer, &calls[0]);

	if (!line)
		return;
	add_samples(writer, line->samples, samples);
	if (count > 1)
		add_chain(writer, line, calls + 1, count - 1, samples);
}

static void free_line(void *item)
{
	struct line *line = item;

	free(line->samples);
	free(line);
}

static void free_chain(void *item)
{
	struct chain *chain = item;

	free(chain->inlined.at);
	free(chain->inlined.samples);
	free(chain);
}

void profile_writer_finish(struct profile_writer *writer)
{
	for (size_t i = 0; i < writer->lines.count; i++) {
		const struct line *line = writer->lines.item[i];
		struct call call = {line->function, line->source, line->line};

		runfile_line(writer->run, &call, line->samples, writer->events, line->first);
	}
	table_free(&writer->chains, free_chain);
	table_free(&writer->lines, free_line);
	table_free(&writer->functions, free);
	table_free(&writer->sources, free);
	table_free(&writer->modules, free);
	free(writer->recent);
}
