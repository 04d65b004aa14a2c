// SPDX-License-Identifier: LGPL-2.1-or-later
/* The catalogue of all events. */
#include "internal.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	char *name;
	const char *kind, *unit, *about;
	bool foreign; /* of a processor that this machine hasn't got */
};

struct perfctr_catalog {
	const char *pattern;
	int count, room;
	struct entry *entry;
};

static bool matches(const char *pattern, const char *name)
{
	if (!pattern || !*pattern)
		return true;
	if (strpbrk(pattern, "*?["))
		return fnmatch(pattern, name, FNM_CASEFOLD) == 0;
	return strcasestr(name, pattern) != NULL;
}

static int add(struct perfctr_catalog *catalog, char *name, struct entry entry)
{
	if (!name)
		return fail(ENOMEM, "out of memory");
	if (!matches(catalog->pattern, name)) {
		free(name);
		return 0;
	}
	if (catalog->count == catalog->room) {
		int room = catalog->room ? 2 * catalog->room : 64;
		struct entry *grown = reallocarray(catalog->entry, room, sizeof(*grown));

		if (!grown) {
			free(name);
			return fail(ENOMEM, "out of memory");
		}
		catalog->entry = grown;
		catalog->room = room;
	}
	entry.name = name;
	catalog->entry[catalog->count++] = entry;
	return 0;
}

static int add_native(const char *pmu, const char *name, const char *about, bool present,
		      void *context)
{
	char *full;

	if (asprintf(&full, "%s::%s", pmu, name) < 0)
		full = NULL;
	return add(context, full,
		   (struct entry){.kind = pmu, .unit = "", .about = about, .foreign = !present});
}

struct perfctr_catalog *perfctr_catalog_open(const char *pattern)
{
	struct perfctr_catalog *catalog = calloc(1, sizeof(*catalog));

	if (!catalog) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	catalog->pattern = pattern;
	for (int i = 0; i < known_event_count; i++) {
		const struct known_event *known = &known_events[i];
		struct entry entry = {.kind = known->kind,
				      .unit = known->unit ? known->unit : "",
				      .about = known->about};

		if (add(catalog, strdup(known->name), entry) < 0)
			goto err;
	}
	if (native_events_each(add_native, catalog) < 0)
		goto err;
	catalog->pattern = NULL;
	return catalog;
err:
	perfctr_catalog_close(catalog);
	return NULL;
}

int perfctr_catalog_count(const struct perfctr_catalog *catalog)
{
	return catalog->count;
}

const char *perfctr_catalog_name(const struct perfctr_catalog *catalog, int index)
{
	return catalog->entry[index].name;
}

const char *perfctr_catalog_about(const struct perfctr_catalog *catalog, int index)
{
	return catalog->entry[index].about;
}

const char *perfctr_catalog_kind(const struct perfctr_catalog *catalog, int index)
{
	return catalog->entry[index].kind;
}

const char *perfctr_catalog_unit(const struct perfctr_catalog *catalog, int index)
{
	return catalog->entry[index].unit;
}

const char *perfctr_catalog_unavailable(struct perfctr_catalog *catalog, int index)
{
	const struct entry *entry = &catalog->entry[index];
	const struct backend *backend = backend_get();
	struct event event = {0};

	if (entry->foreign)
		return "it is an event of another processor";
	if (!backend)
		return perfctr_error();
	if (event_find(entry->name, &event) < 0)
		return "it needs a unit mask or a filter";
	if (!event.unavailable)
		backend->probe(&event);
	return event.unavailable ? event.unavailable : "";
}

void perfctr_catalog_close(struct perfctr_catalog *catalog)
{
	if (!catalog)
		return;
	for (int i = 0; i < catalog->count; i++)
		free(catalog->entry[i].name);
	free(catalog->entry);
	free(catalog);
}
