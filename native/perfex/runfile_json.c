// SPDX-License-Identifier: LGPL-2.1-or-later
#include "runfile_json.h"

#include <stdlib.h>
#include <string.h>

void runfile_write(struct runfile *run, json_t *record)
{
	json_dumpf(record, run->file, JSON_COMPACT | JSON_PRESERVE_ORDER);
	fputc('\n', run->file);
	json_decref(record);
}

/* Names and arguments are any bytes; those that are no UTF-8 become U+FFFD. */
json_t *text_json(const char *text)
{
	json_t *json = json_string(text);
	size_t left = strlen(text), used = 0;
	char *clean;

	if (json)
		return json;
	clean = malloc(3 * left + 1);
	while (clean && left) {
		size_t length = 1;

		while (length <= 4 && length <= left && !(json = json_stringn(text, length)))
			length++;
		if (json) {
			memcpy(clean + used, text, length);
			used += length;
		} else {
			length = 1;
			memcpy(clean + used, "\xef\xbf\xbd", 3);
			used += 3;
		}
		json_decref(json);
		json = NULL;
		text += length;
		left -= length;
	}
	json = json_stringn(clean ? clean : "", used);
	free(clean);
	return json;
}

/* A moment, in nanoseconds since 1970, as people write it. */
json_t *moment_json(uint64_t ns)
{
	time_t seconds = ns / 1000000000;
	struct tm utc;
	char day[32];

	gmtime_r(&seconds, &utc);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &utc);
	return json_sprintf("%s.%09uZ", day, (unsigned)(ns % 1000000000));
}

uint64_t nanoseconds(struct timespec time)
{
	return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}

void runfile_number(FILE *file, const char *before, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = '0' + number % 10;
	while (number /= 10);
	fputs(before, file);
	fwrite(digits + at, 1, sizeof(digits) - at, file);
}

/* Whether JSON has it as it is. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

void runfile_text(FILE *file, const char *text)
{
	json_t *json = is_plain(text) ? NULL : text_json(text);

	if (json) {
		json_dumpf(json, file, JSON_ENCODE_ANY);
		json_decref(json);
		return;
	}
	fputc('"', file);
	fputs(is_plain(text) ? text : "", file);
	fputc('"', file);
}
