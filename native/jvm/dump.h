/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes this process's jitdump. Any thread may call; what can't be written is left out silently.
 */
#ifndef PERFCTR_JVM_DUMP_H
#define PERFCTR_JVM_DUMP_H

#include <stddef.h>
#include <stdint.h>

/* Bytes that grow; failed is set when memory ran out. */
struct bytes {
	char *data;
	size_t size, room;
	int failed;
};

void bytes_add(struct bytes *bytes, const void *data, size_t size);
void bytes_add_text(struct bytes *bytes, const char *text);
void bytes_free(struct bytes *bytes);

uint64_t dump_time(void);

/* Makes jit-PID.dump in folder. Returns 0 or -1. */
int dump_open(const char *folder);
/* Code has been loaded. debug holds whole records about it, their prefixes complete. */
void dump_load(const struct bytes *debug, const char *name, const void *code, size_t size);
void dump_unload(const void *code);
void dump_pause(uint64_t started);
void dump_close(void);

#endif
