// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile.h"

#include "listing.h"
#include "profile_writer.h"

#include <stdlib.h>

/* So many spots are resolved together: their frames need memory. */
#define BATCH (1 << 17)

/* How often a spot was hit. */
struct hit {
	struct spot spot;
	uint64_t samples[];
};

static uint64_t hash_hit(const void *item)
{
	const struct spot *spot = &((const struct hit *)item)->spot;

	return hash_number(hash_number(spot->module, spot->offset), spot->epoch);
}

static bool same_hit(const void *a, const void *b)
{
	const struct spot *x = &((const struct hit *)a)->spot;
	const struct spot *y = &((const struct hit *)b)->spot;

	return x->module == y->module && x->offset == y->offset && x->epoch == y->epoch;
}

int profile_init(struct profile *profile, int events)
{
	*profile = (struct profile){
		.events = events,
		.hits = {.hash = hash_hit, .alike = same_hit},
	};
	spaces_init(&profile->spaces);
	profile->samples = calloc(events + 1, sizeof(*profile->samples));
	profile->lost = calloc(events + 1, sizeof(*profile->lost));
	profile->throttled = calloc(events + 1, sizeof(*profile->throttled));
	return profile->samples && profile->lost && profile->throttled ? 0 : -1;
}

static struct hit *get_hit(struct profile *profile, const struct spot *spot)
{
	struct hit key = {.spot = *spot};
	struct hit *hit = table_find(&profile->hits, &key);

	if (hit)
		return hit;
	hit = calloc(1, sizeof(*hit) + profile->events * sizeof(hit->samples[0]));
	if (!hit)
		return NULL;
	hit->spot = *spot;
	if (table_add(&profile->hits, hit) == 0)
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
	if (record->type == PERFCTR_RECORD_THROTTLED && record->samples)
		profile->throttled[record->event]++;
	if (record->type != PERFCTR_RECORD_SAMPLE) {
		spaces_record(&profile->spaces, record);
		return;
	}
	if (record->event < 0)
		return;
	hit = spaces_find(&profile->spaces, record, &spot) < 0 ? NULL : get_hit(profile, &spot);
	if (!hit) {
		profile->lost[record->event]++;
		return;
	}
	hit->samples[record->event]++;
	profile->samples[record->event]++;
}

static int by_spot(const void *a, const void *b)
{
	const struct spot *x = &(*(const struct hit *const *)a)->spot;
	const struct spot *y = &(*(const struct hit *const *)b)->spot;

	if (x->module != y->module)
		return x->module - y->module;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->epoch < y->epoch ? -1 : x->epoch > y->epoch;
}

/* Resolves hits of one module, and at first the instructions of its hottest functions. */
static void resolve(struct resolver *resolver, struct profile_writer *writer,
		    struct listings *listings, const struct hit *const *hits, int count, bool first)
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
		profile_writer_add(writer, number, &places[i], hits[i]->samples);
	if (listed)
		listings_found(listings, module, writer, places + count);
	places_free(places, count + listed);
out:
	free(spots);
	free(instructions);
	free(places);
}

/* The hits from start on that are resolved together. */
static size_t batch_end(const struct hit *const *hits, size_t start, size_t count)
{
	size_t end = start + 1;

	while (end < count && end - start < BATCH &&
	       hits[end]->spot.module == hits[start]->spot.module)
		end++;
	return end;
}

int profile_write(struct profile *profile, struct resolver *resolver, struct runfile *run,
		  int instructions)
{
	const struct hit *const *hits = (const struct hit *const *)profile->hits.item;
	size_t count = profile->hits.count;
	struct profile_writer writer;
	struct listings listings;
	int result;

	if (profile_writer_init(&writer, run, profile->events) < 0)
		return 0;
	listings_init(&listings, profile->events);
	/* From here on nothing is looked up any more: their order is free. */
	if (count)
		qsort(profile->hits.item, count, sizeof(void *), by_spot);
	for (size_t i = 0; i < count; i++)
		listings_add(&listings, resolver, &writer, &hits[i]->spot, hits[i]->samples);
	result = listings_disassemble(&listings, resolver, instructions);
	for (size_t start = 0, end; start < count; start = end) {
		bool first = !start || hits[start - 1]->spot.module != hits[start]->spot.module;

		end = batch_end(hits, start, count);
		resolve(resolver, &writer, &listings, hits + start, end - start, first);
	}
	profile_writer_finish(&writer);
	listings_write(&listings, run);
	listings_free(&listings);
	return result;
}

void profile_free(struct profile *profile)
{
	table_free(&profile->hits, free);
	spaces_free(&profile->spaces);
	free(profile->samples);
	free(profile->lost);
	free(profile->throttled);
}
