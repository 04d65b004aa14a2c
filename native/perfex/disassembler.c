// SPDX-License-Identifier: LGPL-2.1-or-later
#include "disassembler.h"

#include "beside.h"

#include <Zydis/Zydis.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Loaded when it is needed: counting alone must not pay for it. */
#define LIBRARY "libZydis.so.4.0"

enum syntax { ATT, INTEL, SYNTAXES };

struct disassembler {
	void *library;
	__typeof__(ZydisDecoderDecodeFull) *decode;
	__typeof__(ZydisFormatterFormatInstruction) *format;
	__typeof__(ZydisMnemonicGetString) *mnemonic;
	ZydisDecoder wide, narrow;
	ZydisFormatter formatter[SYNTAXES];
};

static const struct {
	ZydisFormatterProperty property;
	ZyanUPointer value;
} style[] = {
	{ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE},
	{ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED},
	{ZYDIS_FORMATTER_PROP_ADDR_PADDING_RELATIVE, ZYDIS_PADDING_DISABLED},
	{ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED},
	{ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED},
	{ZYDIS_FORMATTER_PROP_IMM_SIGNEDNESS, ZYDIS_SIGNEDNESS_UNSIGNED},
	/* 0xb8(%rip), as the compiler writes it, and the same wherever the code lies */
	{ZYDIS_FORMATTER_PROP_FORCE_RELATIVE_RIPREL, ZYAN_TRUE},
};

static bool init_formatter(struct disassembler *disassembler, enum syntax syntax)
{
	__typeof__(ZydisFormatterInit) *init = dlsym(disassembler->library, "ZydisFormatterInit");
	__typeof__(ZydisFormatterSetProperty) *set =
		dlsym(disassembler->library, "ZydisFormatterSetProperty");
	ZydisFormatter *formatter = &disassembler->formatter[syntax];
	ZydisFormatterStyle base =
		syntax == ATT ? ZYDIS_FORMATTER_STYLE_ATT : ZYDIS_FORMATTER_STYLE_INTEL;

	if (!init || !set || ZYAN_FAILED(init(formatter, base)))
		return false;
	for (size_t i = 0; i < sizeof(style) / sizeof(style[0]); i++)
		if (ZYAN_FAILED(set(formatter, style[i].property, style[i].value)))
			return false;
	return true;
}

static bool init_decoders(struct disassembler *disassembler)
{
	__typeof__(ZydisDecoderInit) *init = dlsym(disassembler->library, "ZydisDecoderInit");

	return init &&
	       ZYAN_SUCCESS(init(&disassembler->wide, ZYDIS_MACHINE_MODE_LONG_64,
				 ZYDIS_STACK_WIDTH_64)) &&
	       ZYAN_SUCCESS(init(&disassembler->narrow, ZYDIS_MACHINE_MODE_LEGACY_32,
				 ZYDIS_STACK_WIDTH_32));
}

/* The one that came with perfex, or the system's. */
static void *open_library(void)
{
	char *path = library_beside(LIBRARY);
	void *library = dlopen(path ? path : LIBRARY, RTLD_NOW | RTLD_LOCAL);

	free(path);
	return library;
}

struct disassembler *disassembler_open(void)
{
	struct disassembler *disassembler = calloc(1, sizeof(*disassembler));

	if (!disassembler)
		return NULL;
	disassembler->library = open_library();
	if (!disassembler->library)
		goto err;
	disassembler->decode = dlsym(disassembler->library, "ZydisDecoderDecodeFull");
	disassembler->format = dlsym(disassembler->library, "ZydisFormatterFormatInstruction");
	disassembler->mnemonic = dlsym(disassembler->library, "ZydisMnemonicGetString");
	if (disassembler->decode && disassembler->format && disassembler->mnemonic &&
	    init_decoders(disassembler) && init_formatter(disassembler, ATT) &&
	    init_formatter(disassembler, INTEL))
		return disassembler;
err:
	disassembler_close(disassembler);
	return NULL;
}

/* What compilers, objdump and gdb call the conditions. */
static const char *condition(const char *name)
{
	static const char *const pairs[][2] = {{"z", "e"},   {"nz", "ne"}, {"nb", "ae"},
					       {"nbe", "a"}, {"nl", "ge"}, {"nle", "g"}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strcmp(name, pairs[i][0]) == 0)
			return pairs[i][1];
	return name;
}

static char suffix(int bits)
{
	return bits == 8 ? 'b' : bits == 16 ? 'w' : bits == 32 ? 'l' : 'q';
}

/* The mnemonic as the GNU assembler has it; false: Zydis's is the same. */
static bool gnu_mnemonic(const ZydisDecodedInstruction *decoded, const ZydisDecodedOperand *operand,
			 enum syntax syntax, const char *plain, char *name, size_t size)
{
	static const char *const prefixes[] = {"j", "set", "cmov"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t length = strlen(prefixes[i]);

		if (strncmp(plain, prefixes[i], length) != 0)
			continue;
		snprintf(name, size, "%s%s", prefixes[i], condition(plain + length));
		return true;
	}
	if (syntax == INTEL)
		return false;
	switch (decoded->mnemonic) {
	case ZYDIS_MNEMONIC_MOVZX:
	case ZYDIS_MNEMONIC_MOVSX:
	case ZYDIS_MNEMONIC_MOVSXD:
		snprintf(name, size, "mov%c%c%c",
			 decoded->mnemonic == ZYDIS_MNEMONIC_MOVZX ? 'z' : 's',
			 suffix(operand[1].size), suffix(operand[0].size));
		return true;
	default:
		break;
	}
	/* The names of vector instructions say themselves how wide they are. */
	if (decoded->meta.isa_ext == ZYDIS_ISA_EXT_BASE ||
	    decoded->meta.isa_ext == ZYDIS_ISA_EXT_X87)
		return false;
	snprintf(name, size, "%s", plain);
	return true;
}

/* In AT&T syntax, a branch to where a register or memory says has a star. */
static const char *star(const ZydisDecodedInstruction *decoded, const ZydisDecodedOperand *operand,
			enum syntax syntax)
{
	bool branch =
		decoded->mnemonic == ZYDIS_MNEMONIC_CALL || decoded->mnemonic == ZYDIS_MNEMONIC_JMP;

	return syntax == ATT && branch && operand[0].type != ZYDIS_OPERAND_TYPE_IMMEDIATE ? "*"
											  : "";
}

static void put_text(const struct disassembler *disassembler,
		     const ZydisDecodedInstruction *decoded, const ZydisDecodedOperand *operand,
		     uint64_t address, enum syntax syntax, char *text)
{
	const char *plain = disassembler->mnemonic(decoded->mnemonic);
	char zydis[INSTRUCTION_TEXT], name[32];
	const char *found, *operands;

	if (ZYAN_FAILED(disassembler->format(&disassembler->formatter[syntax], decoded, operand,
					     decoded->operand_count_visible, zydis, sizeof(zydis),
					     address, NULL)))
		zydis[0] = '\0';
	/* Prefixes such as lock and rep may stand before it. */
	found = plain ? strstr(zydis, plain) : NULL;
	if (!found) {
		memcpy(text, zydis, sizeof(zydis));
		return;
	}
	operands = found + strcspn(found, " ");
	if (!gnu_mnemonic(decoded, operand, syntax, plain, name, sizeof(name)))
		snprintf(name, sizeof(name), "%.*s", (int)(operands - found), found);
	operands += strspn(operands, " ");
	snprintf(text, INSTRUCTION_TEXT, "%.*s%s%s%s%s", (int)(found - zydis), zydis, name,
		 *operands ? " " : "", star(decoded, operand, syntax), operands);
}

void disassembler_decode(const struct disassembler *disassembler, bool narrow, uint64_t address,
			 const uint8_t *bytes, size_t size, struct instruction *instruction)
{
	const ZydisDecoder *decoder = narrow ? &disassembler->narrow : &disassembler->wide;
	ZydisDecodedOperand operand[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction decoded;

	if (ZYAN_FAILED(disassembler->decode(decoder, bytes, size, &decoded, operand))) {
		instruction->length = 1;
		snprintf(instruction->att, sizeof(instruction->att), ".byte 0x%x", bytes[0]);
		snprintf(instruction->intel, sizeof(instruction->intel), ".byte 0x%x", bytes[0]);
		return;
	}
	instruction->length = decoded.length;
	put_text(disassembler, &decoded, operand, address, ATT, instruction->att);
	put_text(disassembler, &decoded, operand, address, INTEL, instruction->intel);
}

void disassembler_close(struct disassembler *disassembler)
{
	if (disassembler && disassembler->library)
		dlclose(disassembler->library);
	free(disassembler);
}
