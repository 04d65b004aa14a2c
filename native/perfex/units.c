// SPDX-License-Identifier: LGPL-2.1-or-later
#include "units.h"

#include "names.h"

#include <dwarf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Deeper nesting than any compiler makes: damaged or hostile. */
#define DEEPEST 256

/* A function, or a place where one was inlined. */
struct node {
	Dwarf_Die die;
	int parent; /* the node that it was inlined into, or -1 */
	bool known; /* the rest is */
	char *demangled;
	struct frame frame;	 /* without its line */
	struct source_name call; /* where it was inlined */
	int call_line;
};

/* Addresses from start to end belong to number: a unit's in units, or a node's in its unit. */
struct range {
	Dwarf_Addr start, end;
	int number;
	int order; /* of two that start together the later one is the inner one */
};

struct ranges {
	struct range *range;
	int count, room;
};

/* From here to the next step, addresses belong to this node, or to none (-1). */
struct step {
	Dwarf_Addr start;
	int node;
};

struct unit {
	Dwarf_Die die;	  /* has the lines */
	Dwarf_Die scopes; /* has the functions: another one when they are in a file of their own */
	bool read;
	const char *directory;
	struct node *node;
	int nodes, room;
	struct step *step;
	int steps;
};

struct units {
	struct unit *unit;
	int count;
	struct ranges ranges;
};

static int add_range(struct ranges *ranges, Dwarf_Addr start, Dwarf_Addr end, int number)
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

static void add_ranges(struct ranges *ranges, Dwarf_Die *die, int number)
{
	Dwarf_Addr base, start, end;
	ptrdiff_t offset = 0;

	while ((offset = dwarf_ranges(die, offset, &base, &start, &end)) > 0)
		if (add_range(ranges, start, end, number) < 0)
			return;
}

/* What a function says of its addresses, read in one pass: there are very many functions. */
struct extent {
	Dwarf_Addr start, end;
	bool has_start, has_end, is_length, has_ranges;
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
		extent->has_ranges = true;
		break;
	}
	return DWARF_CB_OK;
}

/* Returns whether there is code. */
static bool add_extent(struct ranges *ranges, Dwarf_Die *die, int number)
{
	int before = ranges->count;
	struct extent extent = {0};

	dwarf_getattrs(die, read_extent, &extent, 0);
	if (extent.has_start && extent.has_end)
		add_range(ranges, extent.start,
			  extent.is_length ? extent.start + extent.end : extent.end, number);
	else if (extent.has_ranges)
		add_ranges(ranges, die, number);
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

static void sort_ranges(struct ranges *ranges)
{
	if (ranges->count)
		qsort(ranges->range, ranges->count, sizeof(*ranges->range), by_start);
}

struct units *units_open(Dwarf *dwarf)
{
	struct units *units = calloc(1, sizeof(*units));
	Dwarf_Die die, scopes;
	Dwarf_CU *cu = NULL;
	int room = 0;

	while (units && dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &die, &scopes) == 0) {
		if (dwarf_tag(&die) != DW_TAG_compile_unit &&
		    dwarf_tag(&die) != DW_TAG_skeleton_unit)
			continue;
		if (units->count == room) {
			struct unit *grown;

			room = room ? 2 * room : 64;
			grown = reallocarray(units->unit, room, sizeof(*grown));
			if (!grown)
				break;
			units->unit = grown;
		}
		units->unit[units->count] = (struct unit){
			.die = die,
			.scopes = dwarf_tag(&scopes) == DW_TAG_compile_unit ? scopes : die,
		};
		add_ranges(&units->ranges, &die, units->count++);
	}
	if (units)
		sort_ranges(&units->ranges);
	return units;
}

static int add_node(struct unit *unit, Dwarf_Die *die, int parent)
{
	if (unit->nodes == unit->room) {
		int room = unit->room ? 2 * unit->room : 64;
		struct node *grown = reallocarray(unit->node, room, sizeof(*grown));

		if (!grown)
			return -1;
		unit->node = grown;
		unit->room = room;
	}
	unit->node[unit->nodes] = (struct node){.die = *die, .parent = parent};
	return unit->nodes++;
}

/* What may hold functions with code. The types, most of a C++ unit, are passed over. */
static bool holds_functions(int tag)
{
	switch (tag) {
	case DW_TAG_subprogram:
	case DW_TAG_inlined_subroutine:
	case DW_TAG_lexical_block:
	case DW_TAG_try_block:
	case DW_TAG_catch_block:
	case DW_TAG_namespace:
	case DW_TAG_module:
		return true;
	}
	return false;
}

static void walk(struct unit *unit, struct ranges *ranges, Dwarf_Die *parent, int node, int depth)
{
	Dwarf_Die die;

	if (depth > DEEPEST || !dwarf_haschildren(parent) || dwarf_child(parent, &die) != 0)
		return;
	do {
		int tag = dwarf_tag(&die);
		int inner = node;

		if (!holds_functions(tag))
			continue;
		if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) {
			inner = add_node(unit, &die, tag == DW_TAG_subprogram ? -1 : node);
			if (inner < 0)
				return;
			if (!add_extent(ranges, &die, inner)) {
				unit->nodes--; /* a declaration, or inlined everywhere */
				continue;
			}
		}
		walk(unit, ranges, &die, inner, depth + 1);
	} while (dwarf_siblingof(&die, &die) == 0);
}

static void add_step(struct unit *unit, Dwarf_Addr start, int node)
{
	if (unit->steps && unit->step[unit->steps - 1].start == start)
		unit->steps--;
	unit->step[unit->steps++] = (struct step){start, node};
}

/* Makes steps of ranges that lie in each other. */
static void flatten(struct unit *unit, const struct ranges *ranges)
{
	const struct range **open = calloc(ranges->count + 1, sizeof(*open));
	int depth = 0;

	unit->step = calloc(2 * ranges->count + 1, sizeof(*unit->step));
	for (int i = 0; open && unit->step && i <= ranges->count; i++) {
		const struct range *next = i < ranges->count ? &ranges->range[i] : NULL;

		while (depth && (!next || open[depth - 1]->end <= next->start)) {
			Dwarf_Addr end = open[--depth]->end;

			/* One that reaches beyond the range around it is damaged, and cut off. */
			while (depth && open[depth - 1]->end <= end)
				depth--;
			add_step(unit, end, depth ? open[depth - 1]->number : -1);
		}
		if (next) {
			add_step(unit, next->start, next->number);
			open[depth++] = next;
		}
	}
	free(open);
}

static const char *text_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr_integrate(die, name, &attribute));
}

static void read_unit(struct unit *unit)
{
	struct ranges ranges = {0};

	unit->read = true;
	unit->directory = text_of(&unit->die, DW_AT_comp_dir);
	walk(unit, &ranges, &unit->scopes, -1, 0);
	sort_ranges(&ranges);
	flatten(unit, &ranges);
	free(ranges.range);
}

/* libdw puts the compilation directory before relative paths: take it off again. */
static struct source_name source_name(const struct unit *unit, const char *path)
{
	size_t length = unit->directory ? strlen(unit->directory) : 0;

	if (path && length && strncmp(path, unit->directory, length) == 0 && path[length] == '/')
		path += length + 1;
	return (struct source_name){.path = path, .directory = path ? unit->directory : NULL};
}

static int number_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number;

	if (dwarf_formudata(dwarf_attr(die, name, &attribute), &number) != 0 || number > INT32_MAX)
		return 0;
	return number;
}

static void read_call(struct unit *unit, struct node *node)
{
	int file = number_of(&node->die, DW_AT_call_file);
	Dwarf_Files *files;
	size_t count;

	node->call_line = number_of(&node->die, DW_AT_call_line);
	if (node->call_line && dwarf_getsrcfiles(&unit->scopes, &files, &count) == 0)
		node->call = source_name(unit, dwarf_filesrc(files, file, NULL, NULL));
}

static const struct node *get_node(struct unit *unit, int number)
{
	struct node *node = &unit->node[number];
	struct frame *frame = &node->frame;

	if (node->known)
		return node;
	node->known = true;
	node->demangled = name_demangle(text_of(&node->die, DW_AT_linkage_name));
	frame->function = node->demangled ? node->demangled : dwarf_diename(&node->die);
	frame->declared = source_name(unit, dwarf_decl_file(&node->die));
	if (dwarf_decl_line(&node->die, &frame->declared_line) != 0)
		frame->declared_line = 0;
	if (node->parent >= 0)
		read_call(unit, node);
	return node;
}

static int find_node(const struct unit *unit, Dwarf_Addr address)
{
	int from = 0, to = unit->step ? unit->steps : 0;

	while (from < to) {
		int middle = (from + to) / 2;

		if (unit->step[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? unit->step[from - 1].node : -1;
}

static void find_line(struct unit *unit, Dwarf_Addr address, struct frame *frame)
{
	Dwarf_Line *line = dwarf_getsrc_die(&unit->die, address);

	if (!line || dwarf_lineno(line, &frame->line) != 0 || frame->line <= 0)
		frame->line = 0;
	else
		frame->source = source_name(unit, dwarf_linesrc(line, NULL, NULL));
}

static int find_in_unit(struct unit *unit, Dwarf_Addr address, struct frame *frames)
{
	struct frame line = {0};
	int number, count = 0;

	if (!unit->read)
		read_unit(unit);
	find_line(unit, address, &line);
	number = find_node(unit, address);
	if (number < 0) {
		frames[0] = line;
		return line.line > 0;
	}
	while (number >= 0 && count < FRAMES_MAX) {
		const struct node *node = get_node(unit, number);

		frames[count] = node->frame;
		frames[count].source = line.source;
		frames[count].line = line.line;
		count++;
		line.source = node->call;
		line.line = node->call_line;
		number = node->parent;
	}
	return count;
}

int units_find(struct units *units, Dwarf_Addr address, struct frame *frames)
{
	int from = 0, to = units->ranges.count;

	while (from < to) {
		int middle = (from + to) / 2;

		if (units->ranges.range[middle].start <= address)
			from = middle + 1;
		else
			to = middle;
	}
	/* Units don't lie in each other. */
	if (from == 0 || units->ranges.range[from - 1].end <= address)
		return 0;
	return find_in_unit(&units->unit[units->ranges.range[from - 1].number], address, frames);
}

static void close_unit(struct unit *unit)
{
	for (int i = 0; i < unit->nodes; i++)
		free(unit->node[i].demangled);
	free(unit->node);
	free(unit->step);
}

void units_close(struct units *units)
{
	for (int i = 0; units && i < units->count; i++)
		close_unit(&units->unit[i]);
	if (!units)
		return;
	free(units->unit);
	free(units->ranges.range);
	free(units);
}
