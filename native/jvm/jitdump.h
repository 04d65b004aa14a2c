/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * jitdump: the file in which a program tells what code it made while it ran, as perf defines it
 * (version 1). A header, then records, each with a prefix. All numbers are in the machine's byte
 * order; times are of CLOCK_MONOTONIC in nanoseconds; nothing is aligned.
 *
 * perfctr adds three records of its own. Readers of plain jitdump skip record ids that they don't
 * know.
 */
#ifndef PERFCTR_JITDUMP_H
#define PERFCTR_JITDUMP_H

#include <stdint.h>

#define JITDUMP_MAGIC	0x4A695444
#define JITDUMP_VERSION 1

enum jitdump_id {
	JITDUMP_LOAD = 0,
	JITDUMP_MOVE = 1,
	JITDUMP_DEBUG_INFO = 2, /* of the next code loaded at its address */
	JITDUMP_CLOSE = 3,
	/* perfctr's own */
	JITDUMP_FRAMES = 0x7000, /* debug information with inlined methods, of the next code */
	JITDUMP_UNLOAD,		 /* code is gone */
	JITDUMP_PAUSE, /* the garbage collector held the program up to this record's time */
};

struct jitdump_header {
	uint32_t magic, version;
	uint32_t size; /* of this header */
	uint32_t machine, padding;
	uint32_t pid;
	uint64_t time, flags;
};

struct jitdump_prefix {
	uint32_t id;
	uint32_t size; /* of the record, this prefix included */
	uint64_t time;
};

/* Behind it: the name, ended by 0, then the code. */
struct jitdump_load {
	struct jitdump_prefix prefix;
	uint32_t pid, tid;
	uint64_t vma, address, size, index;
};

struct jitdump_move {
	struct jitdump_prefix prefix;
	uint32_t pid, tid;
	uint64_t vma, old_address, address, size, index;
};

/* Behind it: its entries, each with the file's name behind it, ended by 0. */
struct jitdump_debug_info {
	struct jitdump_prefix prefix;
	uint64_t address, entries;
};

/* The line of the code from here to the next entry. Line 0: none. */
struct jitdump_debug_entry {
	uint64_t address;
	uint32_t line, discriminator;
};

/* Behind it: the methods, then the entries. */
struct jitdump_frames {
	struct jitdump_prefix prefix;
	uint64_t address;
	uint32_t methods, entries;
};

/* Behind it: its name, then its source file ("": not known), each ended by 0. */
struct jitdump_method {
	uint32_t declared; /* its first line, or 0 */
};

/* What the code from here to the next entry belongs to. Behind it: the frames, innermost first. */
struct jitdump_frames_entry {
	uint64_t address;
	uint32_t frames;
} __attribute__((packed));

struct jitdump_frame {
	uint32_t method; /* index into the record's methods */
	uint32_t line;	 /* 0: not known */
};

struct jitdump_unload {
	struct jitdump_prefix prefix;
	uint64_t address;
};

struct jitdump_pause {
	struct jitdump_prefix prefix;
	uint64_t started;
};

#endif
