// SPDX-License-Identifier: LGPL-2.1-or-later
#include "texts.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash(const void *item)
{
	return hash_text(0, item);
}

static bool alike(const void *a, const void *b)
{
	return strcmp(a, b) == 0;
}

void texts_init(struct table *texts)
{
	*texts = (struct table){.hash = hash, .alike = alike};
}

const char *texts_keep(struct table *texts, const char *text)
{
	char *kept = text ? table_find(texts, text) : NULL;

	if (kept || !text)
		return kept;
	kept = strdup(text);
	if (!kept || table_add(texts, kept) == 0)
		return kept;
	free(kept);
	return NULL;
}

void texts_free(struct table *texts)
{
	table_free(texts, free);
}
