// SPDX-License-Identifier: LGPL-2.1-or-later
#include "profile.h"

#include "profile_writer.h"

#include <stdlib.h>

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

void profile_write(struct profile *profile, struct resolver *resolver, struct runfile *run)
{
	struct profile_writer writer;
	struct frame frames[FRAMES_MAX];

	if (profile_writer_init(&writer, run, profile->events) < 0)
		return;
	/* From here on nothing is looked up any more: their order is free. */
	if (profile->hits.count)
		qsort(profile->hits.item, profile->hits.count, sizeof(void *), by_spot);
	for (size_t i = 0; i < profile->hits.count; i++) {
		const struct hit *hit = profile->hits.item[i];
		int module = hit->spot.module;
		int count = resolver_find(resolver, &hit->spot, frames);

		profile_writer_add(&writer, resolver_module(resolver, module),
				   resolver_build_id(resolver, module), frames, count,
				   hit->samples);
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
