// SPDX-License-Identifier: LGPL-2.1-or-later
#include "listing.h"

#include "disassembler.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_INSTRUCTION 15

/* When so many functions in a row were too large, hardly any room is left. */
#define MOST_MISFITS 16

static uint64_t hash_listing(const void *item)
{
	const struct listing *listing = item;

	return hash_number(hash_number(listing->spot.module, listing->extent.start),
			   listing->extent.number);
}

static bool same_listing(const void *a, const void *b)
{
	const struct listing *x = a, *y = b;

	return x->spot.module == y->spot.module && x->extent.start == y->extent.start &&
	       x->extent.number == y->extent.number && !x->extent.name == !y->extent.name;
}

void listings_init(struct listings *listings, int events)
{
	*listings = (struct listings){
		.events = events,
		.table = {.hash = hash_listing, .alike = same_listing},
	};
}

static struct listing *get_listing(struct listings *listings, const struct extent *extent,
				   const struct spot *spot)
{
	struct listing key = {.extent = *extent, .spot = *spot};
	struct listing *listing = table_find(&listings->table, &key);

	if (listing)
		return listing;
	listing = malloc(sizeof(*listing));
	if (!listing)
		return NULL;
	*listing = key;
	if (table_add(&listings->table, listing) == 0)
		return listing;
	free(listing);
	return NULL;
}

static bool make_room(struct listing *listing)
{
	size_t room = listing->sampled_room ? 2 * listing->sampled_room : 8;
	struct sampled *grown;

	if (listing->sampled_count < listing->sampled_room)
		return true;
	grown = reallocarray(listing->sampled, room, sizeof(*grown));
	if (!grown)
		return false;
	listing->sampled = grown;
	listing->sampled_room = room;
	return true;
}

void listings_add(struct listings *listings, struct resolver *resolver,
		  struct profile_writer *writer, const struct spot *spot, const uint64_t *samples)
{
	struct listing *listing;
	struct extent extent;
	uint64_t heat = 0;

	for (int i = 0; i < listings->events; i++)
		heat += samples[i];
	/* Callers are spots as well, without samples of their own. */
	if (!heat || !resolver_extent(resolver, spot, &extent))
		return;
	listing = get_listing(listings, &extent, spot);
	if (!listing || !make_room(listing))
		return;
	listing->module = profile_writer_module(writer, resolver_module(resolver, spot->module),
						resolver_build_id(resolver, spot->module));
	listing->sampled[listing->sampled_count++] =
		(struct sampled){extent.address - extent.start, samples};
	listing->heat += heat;
}

static int by_heat(const void *a, const void *b)
{
	const struct listing *x = *(const struct listing *const *)a;
	const struct listing *y = *(const struct listing *const *)b;

	if (x->heat != y->heat)
		return x->heat > y->heat ? -1 : 1;
	if (x->spot.module != y->spot.module)
		return x->spot.module - y->spot.module;
	return x->extent.start < y->extent.start ? -1 : x->extent.start > y->extent.start;
}

static void free_listed(struct listing *listing)
{
	for (int i = 0; i < listing->count; i++) {
		free(listing->listed[i].att);
		free(listing->listed[i].intel);
	}
	free(listing->listed);
	listing->listed = NULL;
	listing->count = 0;
}

static bool add_instruction(struct listing *listing, uint32_t offset,
			    const struct instruction *instruction)
{
	struct listed *listed = &listing->listed[listing->count];

	*listed =
		(struct listed){offset, strdup(instruction->att), strdup(instruction->intel), {0}};
	listing->count++;
	return listed->att && listed->intel;
}

/* Returns whether all instructions could be had, most at the most. */
static bool list_instructions(struct listing *listing, const struct disassembler *disassembler,
			      const uint8_t *bytes, int most)
{
	const struct extent *extent = &listing->extent;
	struct instruction instruction;

	for (uint64_t at = 0; at < extent->size; at += instruction.length) {
		if (listing->count == most)
			return false;
		disassembler_decode(disassembler, extent->narrow, extent->start + at, bytes + at,
				    extent->size - at, &instruction);
		if (!add_instruction(listing, at, &instruction))
			return false;
	}
	return true;
}

/* Returns whether there was room for the function, if it can be read at all. */
static bool disassemble(struct listing *listing, struct resolver *resolver,
			const struct disassembler *disassembler, int most)
{
	uint64_t size = listing->extent.size;
	bool fits = true;
	uint8_t *bytes;

	if (!listing->extent.name || !size)
		return true;
	if (size / LONGEST_INSTRUCTION > (uint64_t)most)
		return false;
	bytes = malloc(size);
	listing->listed =
		calloc(size < (uint64_t)most ? size : (uint64_t)most, sizeof(*listing->listed));
	if (bytes && listing->listed &&
	    resolver_read(resolver, listing->spot.module, &listing->extent, bytes))
		fits = list_instructions(listing, disassembler, bytes, most);
	if (!fits)
		free_listed(listing);
	free(bytes);
	return fits;
}

int listings_disassemble(struct listings *listings, struct resolver *resolver, int most)
{
	size_t count = listings->table.count;
	struct disassembler *disassembler;
	int result = -1, misfits = 0;

	if (count)
		qsort(listings->table.item, count, sizeof(void *), by_heat);
	if (!most || !count)
		return 0;
	disassembler = disassembler_open();
	listings->hot = calloc(count, sizeof(*listings->hot));
	if (!disassembler || !listings->hot)
		goto out;
	for (size_t i = 0; i < count && most > 0 && misfits < MOST_MISFITS; i++) {
		struct listing *listing = listings->table.item[i];

		misfits = disassemble(listing, resolver, disassembler, most) ? 0 : misfits + 1;
		most -= listing->count;
		if (listing->count)
			listings->hot[listings->hot_count++] = listing;
	}
	result = 0;
out:
	disassembler_close(disassembler);
	return result;
}

static bool is_in(const struct listing *listing, int module)
{
	return listing->spot.module == module;
}

int listings_count(const struct listings *listings, int module)
{
	int count = 0;

	for (int i = 0; i < listings->hot_count; i++)
		if (is_in(listings->hot[i], module))
			count += listings->hot[i]->count;
	return count;
}

void listings_spots(const struct listings *listings, int module, struct spot *spots)
{
	for (int i = 0; i < listings->hot_count; i++) {
		const struct listing *listing = listings->hot[i];
		const struct extent *extent = &listing->extent;

		for (int j = 0; is_in(listing, module) && j < listing->count; j++) {
			*spots = listing->spot;
			spots->offset +=
				extent->start + listing->listed[j].offset - extent->address;
			spots++;
		}
	}
}

void listings_found(struct listings *listings, int module, struct profile_writer *writer,
		    const struct place *places)
{
	for (int i = 0; i < listings->hot_count; i++) {
		struct listing *listing = listings->hot[i];

		for (int j = 0; is_in(listing, module) && j < listing->count; j++, places++)
			listing->listed[j].line =
				profile_writer_call(writer, listing->module, places);
	}
}

static void free_listing(void *item)
{
	struct listing *listing = item;

	free_listed(listing);
	free(listing->sampled);
	free(listing);
}

void listings_free(struct listings *listings)
{
	table_free(&listings->table, free_listing);
	free(listings->hot);
}
