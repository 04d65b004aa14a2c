/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From machine code to the text of instructions, with Zydis. */
#ifndef PERFEX_DISASSEMBLER_H
#define PERFEX_DISASSEMBLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer texts are cut off; none is known. */
#define INSTRUCTION_TEXT 160

struct disassembler;

struct instruction {
	int length;
	char att[INSTRUCTION_TEXT], intel[INSTRUCTION_TEXT];
};

/* NULL when Zydis can't be loaded. */
struct disassembler *disassembler_open(void);
/*
 * Decodes what is at bytes, size of them, 1 at least. What is no instruction becomes one of a
 * single byte.
 */
void disassembler_decode(const struct disassembler *disassembler, bool narrow, uint64_t address,
			 const uint8_t *bytes, size_t size, struct instruction *instruction);
void disassembler_close(struct disassembler *disassembler);

#endif
