// SPDX-License-Identifier: LGPL-2.1-or-later
#include "listing.h"

#include <inttypes.h>

/* Generated code may have been hit at one address in several epochs: the first of the next address.
 */
static size_t skip_alike(const struct listing *listing, size_t from)
{
	size_t next = from + 1;

	while (next < listing->sampled_count &&
	       listing->sampled[next].offset == listing->sampled[from].offset)
		next++;
	return next;
}

static void write_offsets(const struct listing *listing, FILE *file)
{
	const char *comma = "";

	/* What has no symbol starts at the first sample. */
	uint64_t base = listing->extent.name ? 0 : listing->sampled[0].offset;

	fprintf(file, ",\"address\":\"0x%" PRIx64 "\",\"at\":[", listing->extent.start + base);
	for (size_t i = 0; i < listing->sampled_count; i = skip_alike(listing, i)) {
		runfile_number(file, comma, listing->sampled[i].offset - base);
		comma = ",";
	}
	fputc(']', file);
}

static void write_samples(const struct listing *listing, int event, FILE *file)
{
	const char *comma = "";

	fputs(event ? ",[" : "[", file);
	for (size_t i = 0, next; i < listing->sampled_count; i = next) {
		uint64_t samples = 0;

		next = skip_alike(listing, i);
		for (size_t j = i; j < next; j++)
			samples += listing->sampled[j].samples[event];
		runfile_number(file, comma, samples);
		comma = ",";
	}
	fputc(']', file);
}

static void write_instructions(const struct listing *listing, FILE *file)
{
	fputs(",\"instructions\":[", file);
	for (int i = 0; i < listing->count; i++) {
		const struct listed *listed = &listing->listed[i];

		runfile_number(file, i ? ",[" : "[", listed->offset);
		fputc(',', file);
		runfile_text(file, listed->att);
		fputc(',', file);
		runfile_text(file, listed->intel);
		fputc(']', file);
	}
	fputc(']', file);
}

static bool same_call(const struct call *a, const struct call *b)
{
	return a->function == b->function && a->source == b->source && a->line == b->line;
}

/* An entry for each instruction whose line is another than the one's before. */
static void write_lines(const struct listing *listing, FILE *file)
{
	const char *comma = "[";

	fputs(",\"lines\":[", file);
	for (int i = 0; i < listing->count; i++) {
		const struct listed *listed = &listing->listed[i];
		const struct call *line = &listed->line;

		if (line->function < 0 || (i && same_call(line, &listed[-1].line)))
			continue;
		runfile_number(file, comma, listed->offset);
		runfile_number(file, ",", line->function);
		if (line->source >= 0 && line->line > 0) {
			runfile_number(file, ",", line->source);
			runfile_number(file, ",", line->line);
		}
		fputc(']', file);
		comma = ",[";
	}
	fputc(']', file);
}

static void write_listing(const struct listing *listing, int code, int events, FILE *file)
{
	const struct extent *extent = &listing->extent;

	runfile_number(file, "{\"type\":\"code\",\"code\":", code);
	runfile_number(file, ",\"module\":", listing->module);
	if (extent->name) {
		fputs(",\"name\":", file);
		runfile_text(file, extent->name);
	}
	if (extent->size)
		runfile_number(file, ",\"size\":", extent->size);
	write_offsets(listing, file);
	fputs(",\"samples\":[", file);
	for (int i = 0; i < events; i++)
		write_samples(listing, i, file);
	fputc(']', file);
	if (listing->count) {
		write_instructions(listing, file);
		write_lines(listing, file);
	}
	fputs("}\n", file);
}

void listings_write(const struct listings *listings, struct runfile *run)
{
	int code = 0;

	for (size_t i = 0; i < listings->table.count; i++) {
		const struct listing *listing = listings->table.item[i];

		if (listing->module >= 0)
			write_listing(listing, code++, listings->events, run->file);
	}
}
