/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers as digits. */
#ifndef PERFEX_DIGITS_H
#define PERFEX_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/* A number with its thousands told apart, in text; 32 bytes are enough. */
const char *grouped(uint64_t number, char *text, size_t size);
/* A mean, with four digits at least where it is no whole number; 32 bytes are enough. */
const char *rounded(double mean, char *text, size_t size);
/* Bytes in hexadecimal, in text, which has 2 * count + 1 characters. */
const char *hexadecimal(const unsigned char *bytes, size_t count, char *text);

#endif
