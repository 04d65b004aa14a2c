// SPDX-License-Identifier: LGPL-2.1-or-later
/* Runs the program that a line table's rows are written as. */
#include "line_table.h"

#include <dwarf.h>

/* The rows of one table, which pass by, and the places that look for theirs. */
struct machine {
	const struct line_table *table;
	struct bytes bytes;
	struct line_row row, last;
	bool in_sequence; /* there is a last row */
	struct place *const *places;
	struct line_row *rows;
	int count;
	int next; /* the first place that is not before the last row */
};

/* The last row is that of the places up to this one: where sequences overlap, the nearest is. */
static void give(struct machine *machine)
{
	int i = machine->next;

	for (; i < machine->count && machine->places[i]->address < machine->row.address; i++)
		if (machine->rows[i].address <= machine->last.address)
			machine->rows[i] = machine->last;
	machine->next = i;
}

static void add_row(struct machine *machine)
{
	/* Addresses ascend in a sequence: else it is damaged. */
	if (!machine->in_sequence || machine->row.address < machine->last.address)
		machine->next = places_from(machine->places, machine->count, machine->row.address);
	else
		give(machine);
	machine->last = machine->row;
	machine->in_sequence = true;
}

static void advance(struct machine *machine, uint64_t steps)
{
	machine->row.address += steps * machine->table->step;
}

static void start_sequence(struct machine *machine)
{
	machine->row = (struct line_row){.file = 1, .line = 1};
	machine->in_sequence = false;
}

static void run_extended(struct machine *machine)
{
	uint64_t length = bytes_uleb(&machine->bytes);
	struct bytes operands = machine->bytes;

	if (!bytes_take(&machine->bytes, length))
		return;
	operands.end = machine->bytes.at;
	switch (bytes_byte(&operands)) {
	case DW_LNE_end_sequence:
		add_row(machine);
		start_sequence(machine);
		return;
	case DW_LNE_set_address:
		if (bytes_left(&operands) <= sizeof(uint64_t))
			machine->row.address = bytes_number(&operands, bytes_left(&operands));
		return;
	}
}

static void run_standard(struct machine *machine, unsigned opcode)
{
	const struct line_table *table = machine->table;

	switch (opcode) {
	case DW_LNS_copy:
		add_row(machine);
		return;
	case DW_LNS_advance_pc:
		advance(machine, bytes_uleb(&machine->bytes));
		return;
	case DW_LNS_advance_line:
		machine->row.line += (unsigned)bytes_sleb(&machine->bytes);
		return;
	case DW_LNS_set_file:
		machine->row.file = bytes_uleb(&machine->bytes);
		return;
	case DW_LNS_const_add_pc:
		advance(machine, (255 - table->first_special) / table->line_range);
		return;
	case DW_LNS_fixed_advance_pc:
		machine->row.address += bytes_number(&machine->bytes, 2);
		return;
	}
	for (unsigned i = 0; i < table->lengths[opcode - 1]; i++)
		bytes_uleb(&machine->bytes);
}

static void run_special(struct machine *machine, unsigned opcode)
{
	const struct line_table *table = machine->table;
	unsigned number = opcode - table->first_special;

	advance(machine, number / table->line_range);
	machine->row.line += (unsigned)(table->line_base + (int)(number % table->line_range));
	add_row(machine);
}

void line_table_find(const struct line_table *table, struct place *const *places, int count,
		     struct line_row *rows)
{
	struct machine machine = {
		.table = table,
		.bytes = table->program,
		.places = places,
		.rows = rows,
		.count = count,
	};

	start_sequence(&machine);
	while (bytes_left(&machine.bytes)) {
		unsigned opcode = bytes_byte(&machine.bytes);

		if (opcode >= table->first_special)
			run_special(&machine, opcode);
		else if (opcode)
			run_standard(&machine, opcode);
		else
			run_extended(&machine);
	}
}
