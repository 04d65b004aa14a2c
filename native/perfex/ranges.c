// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ranges.h"

#include <dwarf.h>
#include <stdlib.h>

int ranges_add(struct ranges *ranges, Dwarf_Addr start, Dwarf_Addr end, int number)
{
	if (start >= end)
		return 0;
	if (ranges->count == ranges->room) {
		int room = ranges->room ? 2 * ranges->room : 64;
		struct range *grown = reallocarray(ranges->range, room, sizeof(*grown));

		if (!grown)
			return -1;
		ranges->range = grown;
		ranges->room = room;
	}
	ranges->range[ranges->count] = (struct range){
		.start = start, .end = end, .number = number, .order = ranges->count};
	ranges->count++;
	return 0;
}

/* What an entry says of its addresses, read in one pass: there are very many entries. */
struct extent {
	Dwarf_Addr start, end;
	bool has_start, has_end, is_length, has_list;
};

static int read_extent(Dwarf_Attribute *attribute, void *context)
{
	struct extent *extent = context;

	switch (dwarf_whatattr(attribute)) {
	case DW_AT_low_pc:
		extent->has_start = dwarf_formaddr(attribute, &extent->start) == 0;
		break;
	case DW_AT_high_pc:
		extent->is_length = dwarf_formaddr(attribute, &extent->end) != 0;
		extent->has_end =
			!extent->is_length || dwarf_formudata(attribute, &extent->end) == 0;
		break;
	case DW_AT_ranges:
		extent->has_list = true;
		break;
	}
	return DWARF_CB_OK;
}

static void add_list(struct ranges *ranges, Dwarf_Die *die, int number)
{
	Dwarf_Addr base, start, end;
	ptrdiff_t offset = 0;

	while ((offset = dwarf_ranges(die, offset, &base, &start, &end)) > 0)
		if (ranges_add(ranges, start, end, number) < 0)
			return;
}

bool ranges_add_die(struct ranges *ranges, Dwarf_Die *die, int number)
{
	int before = ranges->count;
	struct extent extent = {0};

	dwarf_getattrs(die, read_extent, &extent, 0);
	if (extent.has_start && extent.has_end)
		ranges_add(ranges, extent.start,
			   extent.is_length ? extent.start + extent.end : extent.end, number);
	else if (extent.has_list)
		add_list(ranges, die, number);
	return ranges->count > before;
}

static int by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	/* The longer one is the outer one. */
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->order - y->order;
}

static void add_step(struct ranges *ranges, Dwarf_Addr start, int number)
{
	if (ranges->steps && ranges->step[ranges->steps - 1].start == start)
		ranges->steps--;
	ranges->step[ranges->steps++] = (struct step){start, number};
}

void ranges_sort(struct ranges *ranges)
{
	const struct range **open = calloc(ranges->count + 1, sizeof(*open));
	int depth = 0;

	if (ranges->count)
		qsort(ranges->range, ranges->count, sizeof(*ranges->range), by_start);
	ranges->step = calloc(2 * (size_t)ranges->count + 1, sizeof(*ranges->step));
	for (int i = 0; open && ranges->step && i <= ranges->count; i++) {
		const struct range *next = i < ranges->count ? &ranges->range[i] : NULL;

		while (depth && (!next || open[depth - 1]->end <= next->start)) {
			Dwarf_Addr end = open[--depth]->end;

			/* One that reaches beyond the range around it is damaged, and cut off. */
			while (depth && open[depth - 1]->end <= end)
				depth--;
			add_step(ranges, end, depth ? open[depth - 1]->number : -1);
		}
		if (next) {
			add_step(ranges, next->start, next->number);
			open[depth++] = next;
		}
	}
	free(open);
}

int ranges_find(const struct ranges *ranges, Dwarf_Addr address)
{
	int from = 0, to = ranges->steps;

	while (from < to) {
		int middle = (from + to) / 2;

		if (ranges->step[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? ranges->step[from - 1].number : -1;
}

void ranges_free(struct ranges *ranges)
{
	free(ranges->range);
	free(ranges->step);
}
