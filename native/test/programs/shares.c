// SPDX-License-Identifier: LGPL-2.1-or-later
/* shares: lines whose shares of the time are known, for each does the same, so many times. */
#include <stdint.h>

/* A round takes many sampling periods: else the two could beat. */
#define UNIT 1000000

/* clang-format off */
uint64_t tenths(uint64_t x, unsigned rounds);
uint64_t tenths(uint64_t x, unsigned rounds)
{
	for (; rounds; rounds--) {
		for (int i = 0; i < 7 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: 70 */
		for (int i = 0; i < 2 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: 20 */
		for (int i = 0; i < 1 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: 10 */
	}
	return x;
}

uint64_t quarters(uint64_t x, unsigned rounds);
uint64_t quarters(uint64_t x, unsigned rounds)
{
	for (; rounds; rounds--) {
		for (int i = 0; i < 2 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: a */
		for (int i = 0; i < 2 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: b */
		for (int i = 0; i < 2 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: c */
		for (int i = 0; i < 2 * UNIT; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } /* line: d */
	}
	return x;
}
