// SPDX-License-Identifier: LGPL-2.1-or-later
#include "processors.h"

#include <cpuid.h>
#include <jansson.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Generated from events/processors: the texts of the files, ended by NULL. */
extern const char *const built_in_processors[];

static json_t *files;

static void load(void)
{
	files = json_array();
	for (int i = 0; built_in_processors[i]; i++)
		json_array_append_new(files, json_loads(built_in_processors[i], 0, NULL));
}

static json_t *all_files(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return files;
}

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* For tests, as libpfm4 has it: a list of the processors that this one shall be. */
static bool is_forced(const char *forced, const char *pmu)
{
	size_t length = strlen(pmu);

	for (; *forced; forced += strspn(forced, ",")) {
		size_t next = strcspn(forced, ",");

		if (next == length && strncmp(forced, pmu, length) == 0)
			return true;
		forced += next;
	}
	return false;
}

static bool is_vendor(const char *vendor)
{
	unsigned int most, name[3];

	if (!__get_cpuid(0, &most, &name[0], &name[2], &name[1]))
		return false;
	return strlen(vendor) == sizeof(name) && memcmp(vendor, name, sizeof(name)) == 0;
}

static bool is_model(json_t *processor)
{
	json_t *models = json_object_get(processor, "models"), *model;
	unsigned int signature, unused, family;
	size_t i;

	if (!__get_cpuid(1, &signature, &unused, &unused, &unused))
		return false;
	family = signature >> 8 & 0xf;
	if (family == 0xf)
		family += signature >> 20 & 0xff;
	if (family != json_integer_value(json_object_get(processor, "family")))
		return false;
	json_array_foreach(models, i, model)
	{
		if (json_integer_value(model) ==
		    ((signature >> 4 & 0xf) | (signature >> 12 & 0xf0)))
			return true;
	}
	return !models;
}

/* Where all cores are of one kind, a hybrid's model has performance cores only. */
static bool has_cores(const char *cores)
{
	return !cores || pmu_type(cores) >= 0 ||
	       (strcmp(cores, "cpu_core") == 0 && pmu_type("cpu_atom") < 0);
}

static bool is_present(json_t *processor)
{
	const char *forced = getenv("LIBPFM_FORCE_PMU"), *pmu = text_of(processor, "pmu");
	const char *vendor = text_of(processor, "vendor");

	if (!vendor)
		return native_pmu_is_present(pmu) > 0;
	if (forced)
		return is_forced(forced, pmu);
	return is_vendor(vendor) && is_model(processor) && has_cores(text_of(processor, "cores"));
}

/* Behind the event that name starts with there may be modifiers. */
static const char *behind(const char *name, const char *event)
{
	size_t length = strlen(event);

	if (strncasecmp(name, event, length) != 0)
		return NULL;
	name += length;
	return name[strspn(name, ":uk")] == '\0' && (!*name || *name == ':') ? name : NULL;
}

static const char *find_in(json_t *file, json_t *processor, const char *name, struct event *event)
{
	const char *key, *rest = NULL, *cores = text_of(processor, "cores");
	json_t *value;
	int type = cores ? pmu_type(cores) : -1;

	json_object_foreach(json_object_get(file, "events"), key, value)
	{
		rest = behind(name, key);
		if (!rest)
			continue;
		event->type = type >= 0 ? (uint32_t)type : PERF_TYPE_RAW;
		event->config = strtoull(text_of(value, "code") + 1, NULL, 16);
		break;
	}
	return rest;
}

static bool is_wanted(json_t *processor, const char *prefix, size_t length, const char *cores)
{
	const char *pmu = text_of(processor, "pmu"), *kind = text_of(processor, "cores");

	if (prefix)
		return strlen(pmu) == length && strncmp(pmu, prefix, length) == 0;
	return is_present(processor) && (!cores || (kind && strcmp(kind, cores) == 0));
}

const char *processor_event_find(const char *name, const char *cores, struct event *event)
{
	const char *separator = strstr(name, "::");
	const char *prefix = separator ? name : NULL, *base = separator ? separator + 2 : name;
	json_t *file, *processor;
	size_t i, j;

	json_array_foreach(all_files(), i, file)
	{
		json_array_foreach(json_object_get(file, "processors"), j, processor)
		{
			const char *rest;

			if (!is_wanted(processor, prefix, base - name - 2, cores))
				continue;
			rest = find_in(file, processor, base, event);
			if (!rest)
				continue;
			if (prefix && !is_present(processor) && !getenv("LIBPFM_ENCODE_INACTIVE")) {
				event->unavailable = "it is an event of another processor";
				event->remedy = "perfex list shows the events of this processor";
			}
			return rest;
		}
	}
	return NULL;
}

static int each_event(json_t *file, json_t *processor, native_event_fn fn, void *context)
{
	const char *key, *pmu = text_of(processor, "pmu");
	bool present = is_present(processor);
	json_t *value;
	int stop = 0;

	json_object_foreach(json_object_get(file, "events"), key, value)
	{
		stop = fn(pmu, key, text_of(value, "about"), present, context);
		if (stop)
			break;
	}
	return stop;
}

int processor_events_each(native_event_fn fn, void *context)
{
	json_t *file, *processor;
	size_t i, j;

	json_array_foreach(all_files(), i, file)
	{
		json_array_foreach(json_object_get(file, "processors"), j, processor)
		{
			int stop = 0;

			if (text_of(processor, "vendor"))
				stop = each_event(file, processor, fn, context);
			if (stop)
				return stop;
		}
	}
	return 0;
}

static json_t *find_processor(const char *pmu)
{
	json_t *file, *processor;
	size_t i, j;

	json_array_foreach(all_files(), i, file)
	{
		json_array_foreach(json_object_get(file, "processors"), j, processor)
		{
			if (strcmp(text_of(processor, "pmu"), pmu) == 0)
				return processor;
		}
	}
	return NULL;
}

int processor_is_present(const char *pmu)
{
	json_t *processor = find_processor(pmu);

	return processor ? is_present(processor) : -1;
}

const char *perfctr_pmu_cores(const char *pmu)
{
	json_t *processor = find_processor(pmu);
	const char *cores = processor ? text_of(processor, "cores") : NULL;

	return cores && pmu_type(cores) >= 0 ? cores : "";
}
