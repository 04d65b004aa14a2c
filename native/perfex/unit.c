// SPDX-License-Identifier: LGPL-2.1-or-later
#include "unit.h"

#include "names.h"
#include "ranges.h"
#include "texts.h"
#include "unit_sources.h"

#include <dwarf.h>
#include <stdlib.h>

/* Deeper nesting than any compiler makes: damaged or hostile. */
#define DEEPEST 256

/* A function, or a place where one was inlined. */
struct node {
	Dwarf_Die die;
	int parent;		 /* the node that it was inlined into, or -1 */
	bool known;		 /* the rest is */
	struct frame frame;	 /* without its line */
	struct source_name call; /* where it was inlined */
	int call_line;
};

struct unit {
	Dwarf_Die die;	  /* has the lines */
	Dwarf_Die scopes; /* has the functions: another one when they are in a file of their own */
	struct place *const *places;
	int count; /* of places */
	struct table *texts;
	struct unit_sources sources; /* die's */
	struct node *node;
	int nodes, room;
	struct ranges ranges;
};

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

static bool is_wanted(const struct unit *unit, const struct range *range)
{
	int first = places_from(unit->places, unit->count, range->start);

	return first < unit->count && unit->places[first]->address < range->end;
}

/* Adds a node for a function if it has any of the addresses. Returns its number or -1. */
static int add_function(struct unit *unit, Dwarf_Die *die, int parent)
{
	int number = add_node(unit, die, parent);
	int before = unit->ranges.count;

	if (number < 0 || !ranges_add_die(&unit->ranges, die, number))
		goto drop;
	for (int i = before; i < unit->ranges.count; i++)
		if (is_wanted(unit, &unit->ranges.range[i]))
			return number;
drop:
	unit->ranges.count = before;
	if (number >= 0)
		unit->nodes--;
	return -1;
}

static void walk(struct unit *unit, Dwarf_Die *parent, int node, int depth);

static void visit(struct unit *unit, Dwarf_Die *die, int node, int depth)
{
	/* The types, most of a C++ unit, are passed over. */
	switch (dwarf_tag(die)) {
	case DW_TAG_subprogram:
		/* Another function that is declared in it may be wanted even if it isn't. */
		walk(unit, die, add_function(unit, die, -1), depth);
		return;
	case DW_TAG_inlined_subroutine:
		if (node >= 0)
			node = add_function(unit, die, node);
		if (node >= 0)
			walk(unit, die, node, depth);
		return;
	case DW_TAG_lexical_block:
	case DW_TAG_try_block:
	case DW_TAG_catch_block:
	case DW_TAG_namespace:
	case DW_TAG_module:
		walk(unit, die, node, depth);
		return;
	}
}

static void walk(struct unit *unit, Dwarf_Die *parent, int node, int depth)
{
	Dwarf_Die die;

	if (depth > DEEPEST || !dwarf_haschildren(parent) || dwarf_child(parent, &die) != 0)
		return;
	do
		visit(unit, &die, node, depth + 1);
	while (dwarf_siblingof(&die, &die) == 0);
}

static const char *text_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;

	return dwarf_formstring(dwarf_attr_integrate(die, name, &attribute));
}

static int number_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number;

	if (dwarf_formudata(dwarf_attr(die, name, &attribute), &number) != 0 || number > INT32_MAX)
		return 0;
	return number;
}

/* A file by its number in the unit that die is of: with LTO or split, that is another one. */
static struct source_name file_name(struct unit *unit, Dwarf_Die *die, int number)
{
	Dwarf_Files *files;
	size_t count;

	if (die->cu == unit->die.cu)
		return unit_sources_get(&unit->sources, number);
	if (dwarf_getsrcfiles(die, &files, &count) != 0)
		return (struct source_name){0};
	return unit_sources_name(&unit->sources, dwarf_filesrc(files, number, NULL, NULL));
}

static void read_call(struct unit *unit, struct node *node)
{
	node->call_line = number_of(&node->die, DW_AT_call_line);
	if (node->call_line)
		node->call = file_name(unit, &unit->scopes, number_of(&node->die, DW_AT_call_file));
}

/* dwarf_decl_file() would do, but aborts when the unit is split. */
static struct source_name declaring_file(struct unit *unit, Dwarf_Die *function)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number;
	Dwarf_Die die;

	if (dwarf_formudata(dwarf_attr_integrate(function, DW_AT_decl_file, &attribute), &number) !=
		    0 ||
	    number > INT32_MAX ||
	    dwarf_cu_info(attribute.cu, NULL, NULL, &die, NULL, NULL, NULL, NULL) != 0)
		return (struct source_name){0};
	return file_name(unit, &die, number);
}

static const char *function_name(struct unit *unit, Dwarf_Die *die)
{
	char *demangled = name_demangle(text_of(die, DW_AT_linkage_name));
	const char *name = texts_keep(unit->texts, demangled ? demangled : dwarf_diename(die));

	free(demangled);
	return name;
}

static const struct node *get_node(struct unit *unit, int number)
{
	struct node *node = &unit->node[number];
	struct frame *frame = &node->frame;

	if (node->known)
		return node;
	node->known = true;
	frame->function = function_name(unit, &node->die);
	frame->declared = declaring_file(unit, &node->die);
	if (dwarf_decl_line(&node->die, &frame->declared_line) != 0)
		frame->declared_line = 0;
	if (node->parent >= 0)
		read_call(unit, node);
	return node;
}

static struct frame line_of(struct unit *unit, const struct line_row *row)
{
	if (row->line <= 0)
		return (struct frame){0};
	return (struct frame){.source = unit_sources_get(&unit->sources, row->file),
			      .line = row->line};
}

static int find_frames(struct unit *unit, Dwarf_Addr address, const struct line_row *row,
		       struct frame *frames)
{
	struct frame line = line_of(unit, row);
	int number = ranges_find(&unit->ranges, address);
	int count = 0;

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

/* Functions of split debug information are in a unit of their own; other units hold their own. */
static Dwarf_Die find_scopes(Dwarf_Die *die)
{
	Dwarf_Die split;

	if (dwarf_cu_info(die->cu, NULL, NULL, NULL, &split, NULL, NULL, NULL) == 0 &&
	    dwarf_tag(&split) == DW_TAG_compile_unit)
		return split;
	return *die;
}

void unit_find(Dwarf_Die *die, const struct line_sections *sections, struct place *const *places,
	       int count, struct table *texts)
{
	struct unit unit = {
		.die = *die,
		.scopes = find_scopes(die),
		.places = places,
		.count = count,
		.texts = texts,
	};
	struct line_row *rows = calloc(count, sizeof(*rows));

	unit_sources_open(&unit.sources, die, sections, texts);
	if (!rows)
		goto out;
	line_table_find(&unit.sources.table, places, count, rows);
	walk(&unit, &unit.scopes, -1, 0);
	ranges_sort(&unit.ranges);
	for (int i = 0; i < count; i++) {
		struct frame frames[FRAMES_MAX];
		int found = find_frames(&unit, places[i]->address, &rows[i], frames);

		place_set(places[i], frames, found);
	}
out:
	free(unit.node);
	ranges_free(&unit.ranges);
	unit_sources_close(&unit.sources);
	free(rows);
}
