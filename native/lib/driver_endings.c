// SPDX-License-Identifier: LGPL-2.1-or-later
/* The driver's records of ended tasks. */
#include "driver_backend.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ending {
	struct ending *next;
	struct driver_record *record;
};

void endings_init(struct endings *endings)
{
	endings->first = NULL;
	endings->last = &endings->first;
}

static int append(struct endings *endings, const struct driver_record *record)
{
	struct ending *ending = malloc(sizeof(*ending));
	struct driver_record *copy = malloc(record->size);

	if (!ending || !copy) {
		free(ending);
		free(copy);
		return fail(ENOMEM, "out of memory for the tasks' counts");
	}
	memcpy(copy, record, record->size);
	*ending = (struct ending){.record = copy};
	*endings->last = ending;
	endings->last = &ending->next;
	return 0;
}

int endings_read(struct endings *endings, int fd)
{
	uint64_t buffer[(32 << 10) / sizeof(uint64_t)];
	const char *bytes = (const char *)buffer;
	ssize_t length;

	while ((length = read(fd, buffer, sizeof(buffer))) > 0) {
		const struct driver_record *record;

		for (ssize_t at = 0; at < length; at += record->size) {
			int result;

			record = (const void *)(bytes + at);
			result = append(endings, record);
			if (result < 0)
				return result;
		}
	}
	if (length < 0 && errno != EAGAIN && errno != EINTR)
		return fail(errno, "can't read the tasks' counts: %s", strerror(errno));
	return 0;
}

struct driver_record *endings_take(struct endings *endings, int tid)
{
	struct ending **link = &endings->first;
	struct driver_record *record;
	struct ending *ending;

	/* They come nearly in the order in which they are asked for. */
	while (*link && tid && (int)(*link)->record->tid != tid)
		link = &(*link)->next;
	ending = *link;
	if (!ending)
		return NULL;
	*link = ending->next;
	if (!*link)
		endings->last = link;
	record = ending->record;
	free(ending);
	return record;
}

void endings_free(struct endings *endings)
{
	struct driver_record *record;

	while ((record = endings_take(endings, 0)))
		free(record);
}
