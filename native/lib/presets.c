// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the presets are on each family of processors: the files of events/presets. */
#include "presets.h"

#include "internal.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

/* Generated from events/presets: the texts of the files, ended by NULL. */
extern const char *const built_in_presets[];

static const char *name_of(uint32_t type, uint64_t config)
{
	for (int i = 0; i < known_event_count; i++)
		if (known_events[i].type == type && known_events[i].config == config)
			return known_events[i].name;
	return "";
}

static bool is_here(const char *pmu, const char *cores)
{
	const char *own = perfctr_pmu_cores(pmu);

	return perfctr_pmu_present(pmu) > 0 && (!cores || !*own || strcmp(own, cores) == 0);
}

/* A file may be about some processors of its family only. */
static bool is_for(json_t *file, const char *family, const char *cores)
{
	json_t *pmus = json_object_get(file, "pmus"), *pmu;
	size_t i;

	if (strcmp(json_string_value(json_object_get(file, "family")), family) != 0)
		return false;
	json_array_foreach(pmus, i, pmu)
	{
		if (is_here(json_string_value(pmu), cores))
			return true;
	}
	return pmus == NULL;
}

char *preset_find(uint32_t type, uint64_t config, const char *family, const char *cores)
{
	const char *preset = name_of(type, config);
	char *found = NULL;

	for (int i = 0; built_in_presets[i] && !found; i++) {
		json_t *file = json_loads(built_in_presets[i], 0, NULL);
		const char *event =
			json_string_value(json_object_get(json_object_get(file, "events"), preset));

		if (event && is_for(file, family, cores))
			found = strdup(event);
		json_decref(file);
	}
	return found;
}
