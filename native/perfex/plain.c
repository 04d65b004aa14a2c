// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plain.h"

#include <ctype.h>
#include <stdbool.h>

/* How many bytes the character at text has; 0 if it is none in UTF-8. */
static int character_length(const unsigned char *text)
{
	int length = text[0] < 0x80   ? 1
		     : text[0] < 0xc2 ? 0
		     : text[0] < 0xe0 ? 2
		     : text[0] < 0xf0 ? 3
		     : text[0] < 0xf5 ? 4
				      : 0;

	for (int i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/* Those of ASCII, and those beyond it, U+0080 to U+009F. */
static bool is_control(const unsigned char *character)
{
	return iscntrl(character[0]) || (character[0] == 0xc2 && character[1] < 0xa0);
}

int print_plain(const char *text, FILE *stream)
{
	const unsigned char *next = (const unsigned char *)text;
	int columns = 0;

	for (; *next; columns++) {
		int length = character_length(next);

		if (length == 0)
			fputc('?', stream);
		else if (is_control(next))
			fputc(' ', stream);
		else
			fwrite(next, 1, length, stream);
		next += length ? length : 1;
	}
	return columns;
}
