/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The debug information of one program or library, by compilation unit: which functions, inlined
 * ones included, and which line an address belongs to. A unit is read when it is first needed, in
 * one pass.
 */
#ifndef PERFEX_UNITS_H
#define PERFEX_UNITS_H

#include "frame.h"

#include <elfutils/libdw.h>

struct units;

struct units *units_open(Dwarf *dwarf);
/* Returns the number of frames; 0: there is no debug information about this address. */
int units_find(struct units *units, Dwarf_Addr address, struct frame *frames);
void units_close(struct units *units);

#endif
