/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The compilation units of one program or library, and which one an address belongs to. */
#ifndef PERFEX_UNITS_H
#define PERFEX_UNITS_H

#include "debug_file.h"
#include "unit.h"

struct units;

struct units *units_open(struct debug_file *file);
/* Finds the frames of addresses, on all processors. Their texts live until units_close(). */
void units_find(struct units *units, struct place *places, int count);
void units_close(struct units *units);

#endif
