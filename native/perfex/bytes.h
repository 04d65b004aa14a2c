/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads bytes that may be damaged: beyond their end everything is 0. In this machine's order. */
#ifndef PERFEX_BYTES_H
#define PERFEX_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const unsigned char *at, *end;
	bool damaged; /* more was wanted than is there */
};

static inline size_t bytes_left(const struct bytes *bytes)
{
	return bytes->end - bytes->at;
}

/* NULL: there are not so many. */
static inline const unsigned char *bytes_take(struct bytes *bytes, uint64_t size)
{
	const unsigned char *taken = bytes->at;

	if (size > bytes_left(bytes)) {
		bytes->at = bytes->end;
		bytes->damaged = true;
		return NULL;
	}
	bytes->at += size;
	return taken;
}

/* size: 8 at the most */
static inline uint64_t bytes_number(struct bytes *bytes, size_t size)
{
	const unsigned char *taken = bytes_take(bytes, size);
	uint64_t number = 0;

	if (taken)
		memcpy(&number, taken, size);
	return number;
}

static inline unsigned bytes_byte(struct bytes *bytes)
{
	return bytes->at < bytes->end ? *bytes->at++ : bytes_number(bytes, 1);
}

/* DWARF's variable length, of at most 64 bits. */
static inline uint64_t bytes_uleb(struct bytes *bytes)
{
	uint64_t number = 0;
	unsigned byte;
	int shift = 0;

	do {
		byte = bytes_byte(bytes);
		if (shift < 64)
			number |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return number;
}

static inline int64_t bytes_sleb(struct bytes *bytes)
{
	const unsigned char *start = bytes->at;
	uint64_t number = bytes_uleb(bytes);
	int bits = 7 * (bytes->at - start);

	if (bits > 0 && bits < 64 && number >> (bits - 1))
		number |= ~UINT64_C(0) << bits;
	return number;
}

/* A text with its final 0, or NULL. */
static inline const char *bytes_text(struct bytes *bytes)
{
	const unsigned char *end = memchr(bytes->at, 0, bytes_left(bytes));

	return (const char *)bytes_take(bytes, end ? (uint64_t)(end - bytes->at) + 1 : UINT64_MAX);
}

#endif
