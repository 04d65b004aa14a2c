// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile.h"

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
	return profile->samples && profile->lost ? 0 : -1;
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

/* Resolves hits of one module and adds them up. */
static void add_hits(struct resolver *resolver, struct profile_writer *writer,
		     const struct hit *const *hits, int count)
{
	const struct spot **spots = calloc(count, sizeof(*spots));
	struct place *places = calloc(count, sizeof(*places));
	int module = hits[0]->spot.module;

	if (!spots || !places)
		goto out;
	for (int i = 0; i < count; i++)
		spots[i] = &hits[i]->spot;
	resolver_find(resolver, spots, places, count);
	for (int i = 0; i < count; i++)
		profile_writer_add(writer, resolver_module(resolver, module),
				   resolver_build_id(resolver, module), places[i].frames,
				   places[i].count, hits[i]->samples);
	places_free(places, count);
out:
	free(spots);
	free(places);
}

void profile_write(struct profile *profile, struct resolver *resolver, struct runfile *run)
{
	const struct hit *const *hits = (const struct hit *const *)profile->hits.item;
	size_t count = profile->hits.count, end;
	struct profile_writer writer;

	if (profile_writer_init(&writer, run, profile->events) < 0)
		return;
	/* From here on nothing is looked up any more: their order is free. */
	if (count)
		qsort(profile->hits.item, count, sizeof(void *), by_spot);
	for (size_t start = 0; start < count; start = end) {
		end = start + 1;
		while (end < count && end - start < BATCH &&
		       hits[end]->spot.module == hits[start]->spot.module)
			end++;
		add_hits(resolver, &writer, hits + start, end - start);
	}
	profile_writer_finish(&writer);
}

void profile_free(struct profile *profile)
{
	table_free(&profile->hits, free);
	spaces_free(&profile->spaces);
	free(profile->samples);
	free(profile->lost);
}
