// SPDX-License-Identifier: LGPL-2.1-or-later
#include "plain.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>

/* Of a command: a class path is some thousands of characters long, a list of files more. */
#define MOST_OF_WORD 120
#define MOST_COLUMNS 600

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

/* At most so many columns, and then three dots. */
static int print_start(const char *text, int most, FILE *stream)
{
	const unsigned char *next = (const unsigned char *)text;
	int columns = 0;

	for (; *next && columns < most; columns++) {
		int length = character_length(next);

		if (length == 0)
			fputc('?', stream);
		else if (is_control(next))
			fputc(' ', stream);
		else
			fwrite(next, 1, length, stream);
		next += length ? length : 1;
	}
	return *next ? columns + fprintf(stream, "...") : columns;
}

int print_plain(const char *text, FILE *stream)
{
	return print_start(text, INT_MAX, stream);
}

void print_command(char *const *words, FILE *stream)
{
	int columns = 0;

	for (; *words && columns < MOST_COLUMNS; words++) {
		if (columns)
			fputc(' ', stream);
		columns += 1 + print_start(*words, MOST_OF_WORD, stream);
	}
	if (*words)
		fputs(" ...", stream);
}
