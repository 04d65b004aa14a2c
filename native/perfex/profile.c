// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile.h"

#include "symbols.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

/* How often an address was hit. */
struct hit {
	struct spot spot;
	uint64_t samples[];
};

/* What has been written and got a number: a source, a function, or the hits of a line. */
struct item {
	int number;
	int function; /* of a line; of a function: its module */
	int source, line;
	const char *text, *directory;
	uint64_t *samples;
};

/* All that is written, while it is written. */
struct writer {
	struct profile *profile;
	struct runfile *run;
	int written; /* modules */
	int module;  /* the one at hand: its number in spaces, or -1 */
	struct symbols *symbols;
	struct symbols **opened; /* to be closed at the end: they hold the texts */
	void *sources, *functions, *lines;
	int source_count, function_count;
};

int profile_init(struct profile *profile, int events)
{
	*profile = (struct profile){.events = events};
	profile->samples = calloc(events + 1, sizeof(*profile->samples));
	profile->lost = calloc(events + 1, sizeof(*profile->lost));
	return profile->samples && profile->lost ? 0 : -1;
}

static int by_spot(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->spot.module != y->spot.module)
		return x->spot.module < y->spot.module ? -1 : 1;
	return x->spot.offset < y->spot.offset ? -1 : x->spot.offset > y->spot.offset;
}

static struct hit *get_hit(struct profile *profile, struct spot spot)
{
	struct hit wanted = {.spot = spot};
	struct hit **found = tfind(&wanted, &profile->by_spot, by_spot);
	struct hit *hit;

	if (found)
		return *found;
	hit = calloc(1, sizeof(*hit) + profile->events * sizeof(hit->samples[0]));
	if (!hit)
		return NULL;
	hit->spot = spot;
	if (tsearch(hit, &profile->by_spot, by_spot))
		return hit;
	free(hit);
	return NULL;
}

void profile_record(struct profile *profile, const struct perfctr_record *record)
{
	struct spot spot;
	struct hit *hit;

	if (record->type == PERFCTR_RECORD_LOST && record->samples)
		profile->lost[record->event] += record->number;
	if (record->type != PERFCTR_RECORD_SAMPLE) {
		spaces_record(&profile->spaces, record);
		return;
	}
	if (record->event < 0)
		return;
	hit = spaces_find(&profile->spaces, record, &spot) < 0 ? NULL : get_hit(profile, spot);
	if (!hit) {
		profile->lost[record->event]++;
		return;
	}
	hit->samples[record->event]++;
	profile->samples[record->event]++;
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = compare_text(x->text, y->text);

	if (order == 0)
		order = compare_text(x->directory, y->directory);
	if (order == 0)
		order = x->function - y->function;
	if (order == 0)
		order = x->source - y->source;
	return order ? order : x->line - y->line;
}

/* The item that is like key; *is_new tells whether it is new, with key's contents. */
static struct item *get_item(void **tree, const struct item *key, bool *is_new)
{
	struct item **found = tfind(key, tree, by_key);
	struct item *item;

	*is_new = !found;
	if (found)
		return *found;
	item = malloc(sizeof(*item));
	if (!item)
		return NULL;
	*item = *key;
	if (tsearch(item, tree, by_key))
		return item;
	free(item);
	return NULL;
}

static int source_number(struct writer *writer, const struct source_name *name)
{
	struct item key = {
		.number = writer->source_count,
		.text = name->path,
		.directory = name->directory,
	};
	struct item *source;
	bool is_new;

	if (!name->path)
		return -1;
	source = get_item(&writer->sources, &key, &is_new);
	if (!source)
		return -1;
	if (is_new) {
		writer->source_count++;
		runfile_source(writer->run, source->number, name->path, name->directory);
	}
	return source->number;
}

static int function_number(struct writer *writer, const struct place *place)
{
	struct item key = {
		.number = writer->function_count,
		.function = writer->written - 1,
		.text = place->function,
		.source = source_number(writer, &place->declared),
		.line = place->declared_line,
	};
	struct item *function;
	bool is_new;

	function = get_item(&writer->functions, &key, &is_new);
	if (!function)
		return -1;
	if (is_new) {
		writer->function_count++;
		runfile_function(writer->run, function->number, place->function, key.function,
				 key.source, key.line);
	}
	return function->number;
}

static void begin_module(struct writer *writer, int module)
{
	const char *name = writer->profile->spaces.module[module];

	writer->module = module;
	writer->symbols = name[0] == '[' ? NULL : symbols_open(name);
	writer->opened[writer->written] = writer->symbols;
	runfile_module(writer->run, writer->written, name,
		       writer->symbols ? symbols_build_id(writer->symbols) : NULL);
	writer->written++;
}

static void write_hit(const void *node, VISIT visit, void *context)
{
	const struct hit *hit = *(const struct hit *const *)node;
	struct writer *writer = context;
	struct item key = {0}, *line;
	struct place place = {0};
	bool is_new;

	if (visit != postorder && visit != leaf)
		return;
	if (writer->module != hit->spot.module)
		begin_module(writer, hit->spot.module);
	if (writer->symbols)
		place = symbols_find(writer->symbols, hit->spot.offset);
	key.function = function_number(writer, &place);
	key.source = source_number(writer, &place.source);
	key.line = key.source < 0 ? 0 : place.line;
	line = get_item(&writer->lines, &key, &is_new);
	if (!line)
		return;
	if (is_new)
		line->samples = calloc(writer->profile->events, sizeof(*line->samples));
	for (int i = 0; line->samples && i < writer->profile->events; i++)
		line->samples[i] += hit->samples[i];
}

static void write_line(const void *node, VISIT visit, void *context)
{
	const struct item *line = *(const struct item *const *)node;
	struct writer *writer = context;

	if ((visit == postorder || visit == leaf) && line->samples)
		runfile_line(writer->run, line->function, line->source, line->line, line->samples,
			     writer->profile->events);
}

static void free_item(void *node)
{
	struct item *item = node;

	free(item->samples);
	free(item);
}

void profile_write(struct profile *profile, struct runfile *run)
{
	struct writer writer = {.profile = profile, .run = run, .module = -1};

	writer.opened = calloc(profile->spaces.modules + 1, sizeof(*writer.opened));
	if (!run->file || !writer.opened)
		goto out;
	twalk_r(profile->by_spot, write_hit, &writer);
	twalk_r(writer.lines, write_line, &writer);
out:
	tdestroy(writer.sources, free_item);
	tdestroy(writer.functions, free_item);
	tdestroy(writer.lines, free_item);
	for (int i = 0; i < writer.written; i++)
		symbols_close(writer.opened[i]);
	free(writer.opened);
}

void profile_free(struct profile *profile)
{
	tdestroy(profile->by_spot, free);
	spaces_free(&profile->spaces);
	free(profile->samples);
	free(profile->lost);
}
