// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile.h"

#include "listing.h"
#include "profile_writer.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

/* So many spots are resolved together: their frames need memory. */
#define BATCH (1 << 17)

int profile_init(struct profile *profile, int events, uint32_t stack)
{
	*profile = (struct profile){0};
	hits_init(&profile->hits, events);
	spaces_init(&profile->spaces);
	profile->samples = calloc(events + 1, sizeof(*profile->samples));
	profile->lost = calloc(events + 1, sizeof(*profile->lost));
	profile->throttled = calloc(events + 1, sizeof(*profile->throttled));
	if (!profile->samples || !profile->lost || !profile->throttled)
		return -1;
	return stacks_init(&profile->stacks, stack, &profile->spaces, &profile->hits);
}

void profile_record(struct profile *profile, const struct perfctr_record *record)
{
	struct spot spot;
	struct hit *hit;

	if (record->type == PERFCTR_RECORD_LOST && record->samples)
		profile->lost[record->event] += record->number;
	if (record->type == PERFCTR_RECORD_THROTTLED && record->samples)
		profile->throttled[record->event]++;
	if (record->type != PERFCTR_RECORD_SAMPLE) {
		spaces_record(&profile->spaces, record);
		return;
	}
	if (record->event < 0)
		return;
	hit = spaces_find(&profile->spaces, record, &spot) < 0 ? NULL
							       : hits_get(&profile->hits, &spot);
	if (!hit) {
		profile->lost[record->event]++;
		return;
	}
	hit->samples[record->event]++;
	profile->samples[record->event]++;
	if (profile->stacks.kind != PERFCTR_STACK_NONE)
		stacks_add(&profile->stacks, record, hit);
}

/* Adds a hit's samples up, and keeps what is there for the call tree. */
static void add_hit(struct profile *profile, struct profile_writer *writer, int module,
		    struct hit *hit, const struct place *place)
{
	struct call calls[FRAMES_MAX];

	if (profile_writer_calls(writer, module, place, calls) < 0)
		return;
	if (hit_has_samples(hit, profile->hits.events))
		profile_writer_add(writer, calls, place->count, hit->samples);
	if (profile->stacks.kind == PERFCTR_STACK_NONE)
		return;
	hit->outermost = place->frames[place->count - 1].function;
	hit->calls = malloc(place->count * sizeof(*calls));
	if (!hit->calls)
		return;
	memcpy(hit->calls, calls, place->count * sizeof(*calls));
	hit->count = place->count;
}

/* Resolves hits of one module, and at first the instructions of its hottest functions. */
static void resolve(struct profile *profile, struct resolver *resolver,
		    struct profile_writer *writer, struct listings *listings, struct hit **hits,
		    int count, bool first)
{
	int module = hits[0]->spot.module;
	int listed = first ? listings_count(listings, module) : 0;
	const struct spot **spots = calloc(count + listed, sizeof(*spots));
	struct spot *instructions = calloc(listed + 1, sizeof(*instructions));
	struct place *places = calloc(count + listed, sizeof(*places));
	int number = profile_writer_module(writer, resolver_module(resolver, module),
					   resolver_build_id(resolver, module));

	if (!spots || !instructions || !places)
		goto out;
	for (int i = 0; i < count; i++)
		spots[i] = &hits[i]->spot;
	if (listed)
		listings_spots(listings, module, instructions);
	for (int i = 0; i < listed; i++)
		spots[count + i] = &instructions[i];
	/* Together: reading the debug information is what takes time. */
	resolver_find(resolver, spots, places, count + listed);
	for (int i = 0; i < count; i++)
		add_hit(profile, writer, number, hits[i], &places[i]);
	if (listed)
		listings_found(listings, module, writer, places + count);
	places_free(places, count + listed);
out:
	free(spots);
	free(instructions);
	free(places);
}

/* The hits from start on that are resolved together. */
static size_t batch_end(struct hit **hits, size_t start, size_t count)
{
	size_t end = start + 1;

	while (end < count && end - start < BATCH &&
	       hits[end]->spot.module == hits[start]->spot.module)
		end++;
	return end;
}

/* The hits are sorted by module. */
static void count_samples(const struct profile *profile, struct resolver *resolver)
{
	struct hit **hits = (struct hit **)profile->hits.table.item;
	size_t count = profile->hits.table.count;
	uint64_t samples = 0;

	for (size_t i = 0; i < count; i++) {
		int module = hits[i]->spot.module;

		for (int event = 0; event < profile->hits.events; event++)
			samples += hits[i]->samples[event];
		if (i + 1 < count && hits[i + 1]->spot.module == module)
			continue;
		if (samples)
			resolver_count(resolver, module, samples);
		samples = 0;
	}
}

int profile_write(struct profile *profile, struct resolver *resolver, struct runfile *run,
		  int instructions)
{
	struct hit **hits = (struct hit **)profile->hits.table.item;
	size_t count = profile->hits.table.count;
	struct profile_writer writer;
	struct listings listings;
	int result;

	/* One thread writes: locks for each number would take as long as the writing. */
	__fsetlocking(run->file, FSETLOCKING_BYCALLER);
	if (profile_writer_init(&writer, run, profile->hits.events) < 0)
		return 0;
	listings_init(&listings, profile->hits.events);
	hits_sort(&profile->hits);
	for (size_t i = 0; i < count; i++)
		if (hit_has_samples(hits[i], profile->hits.events))
			listings_add(&listings, resolver, &writer, &hits[i]->spot,
				     hits[i]->samples);
	result = listings_disassemble(&listings, resolver, instructions);
	for (size_t start = 0, end; start < count; start = end) {
		bool first = !start || hits[start - 1]->spot.module != hits[start]->spot.module;

		end = batch_end(hits, start, count);
		resolve(profile, resolver, &writer, &listings, hits + start, end - start, first);
	}
	profile_writer_finish(&writer);
	count_samples(profile, resolver);
	stacks_write(&profile->stacks, run);
	listings_write(&listings, run);
	listings_free(&listings);
	return result;
}

void profile_free(struct profile *profile)
{
	stacks_free(&profile->stacks);
	hits_free(&profile->hits);
	spaces_free(&profile->spaces);
	free(profile->samples);
	free(profile->lost);
	free(profile->throttled);
}
