// SPDX-License-Identifier: LGPL-2.1-or-later
#include "digits.h"

#include <inttypes.h>
#include <stdio.h>

const char *grouped(uint64_t number, char *text, size_t size)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
	size_t used = 0;

	for (int i = 0; i < length && used + 2 < size; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			text[used++] = ',';
		text[used++] = digits[i];
	}
	text[used] = '\0';
	return text;
}

const char *rounded(double mean, char *text, size_t size)
{
	if (mean >= 1000)
		return grouped(mean + 0.5, text, size);
	snprintf(text, size, "%.4g", mean);
	return text;
}

const char *hexadecimal(const unsigned char *bytes, size_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
	return text;
}
