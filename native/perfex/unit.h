/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The debug information of one compilation unit: which functions, inlined ones included, and which
 * line an address belongs to. It is read in one pass.
 */
#ifndef PERFEX_UNIT_H
#define PERFEX_UNIT_H

#include "frame.h"
#include "line_table.h"
#include "table.h"

#include <elfutils/libdw.h>

/*
 * Finds the frames of addresses in the unit, which ascend. Their texts are kept in texts. Those
 * that memory does not suffice for have none.
 */
void unit_find(Dwarf_Die *unit, const struct line_sections *sections, struct place *const *places,
	       int count, struct table *texts);

#endif
