// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lists of events, parsed from their names. */
#include "processors.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int pmu_type(const char *pmu)
{
	char path[128];
	FILE *file;
	int type;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", pmu);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	if (fscanf(file, "%d", &type) != 1)
		type = -EIO;
	fclose(file);
	return type;
}

/* The kinds of cores of a hybrid processor, each a PMU with its own counters. */
static const char *const core_kinds[] = {"cpu_core", "cpu_atom"};

#define CORE_KINDS (int)(sizeof(core_kinds) / sizeof(core_kinds[0]))

static bool is_hybrid(void)
{
	return pmu_type(core_kinds[1]) >= 0;
}

static bool is_per_core(uint32_t type)
{
	return type == PERF_TYPE_HARDWARE || type == PERF_TYPE_HW_CACHE;
}

const char *event_cores(const struct event *event)
{
	uint32_t pmu = is_per_core(event->type) ? event->config >> 32 : event->type;

	for (int i = 0; i < CORE_KINDS; i++)
		if (pmu_type(core_kinds[i]) == (int)pmu)
			return core_kinds[i];
	return NULL;
}

/* "cpu_atom::cycles": the part of the name behind the kind of core, whose PMU's type is *pmu. */
static const char *skip_core_kind(const char *name, const char **kind, int *pmu)
{
	*pmu = -1;
	*kind = NULL;
	for (int i = 0; i < CORE_KINDS; i++) {
		size_t length = strlen(core_kinds[i]);

		if (strncmp(name, core_kinds[i], length) != 0 ||
		    strncmp(name + length, "::", 2) != 0)
			continue;
		*pmu = pmu_type(core_kinds[i]);
		*kind = core_kinds[i];
		return *pmu < 0 ? name : name + length + 2;
	}
	return name;
}

static bool find_known(const char *name, size_t length, struct event *event)
{
	for (int i = 0; i < known_event_count; i++) {
		const struct known_event *known = &known_events[i];

		if (strncmp(known->name, name, length) != 0 || known->name[length])
			continue;
		event->type = known->type;
		event->config = known->config;
		event->place = known->place;
		event->unit = known->unit ? known->unit : "";
		return true;
	}
	return false;
}

static bool find_raw(const char *name, size_t length, struct event *event)
{
	char *end;

	if (name[0] != 'r' || length < 2 || length > 17 ||
	    strspn(name + 1, "0123456789abcdefABCDEF") != length - 1)
		return false;
	event->type = PERF_TYPE_RAW;
	event->config = strtoull(name + 1, &end, 16);
	return true;
}

static int apply_modifiers(const char *name, const char *modifiers, struct event *event)
{
	bool user = false, kernel = false;

	for (const char *m = modifiers; *m; m++) {
		if (*m == 'u')
			user = true;
		else if (*m == 'k')
			kernel = true;
		else if (*m != ':')
			return fail(EINVAL,
				    "event '%s' has the modifier '%c': only u (user mode) and k "
				    "(kernel mode) are known",
				    name, *m);
	}
	if (user == kernel)
		return 0;
	if (event->place == EVENT_KERNEL && !kernel)
		return fail(EINVAL, "event '%s' never happens in user mode: leave the modifier out",
			    name);
	event->exclude_user = kernel;
	event->exclude_kernel = user;
	return 0;
}

static int unknown(const char *name)
{
	char *near = perfctr_suggest(name);

	if (near && *near)
		fail(EINVAL, "there is no event '%s'; the nearest: %s ('perfex list' shows all)",
		     name, near);
	else
		fail(EINVAL, "there is no event '%s'; 'perfex list' shows all", name);
	free(near);
	return -EINVAL;
}

int event_find(const char *name, struct event *event)
{
	int pmu, result;
	const char *kind, *base = skip_core_kind(name, &kind, &pmu), *modifiers;
	size_t length = strcspn(base, ":");

	event->unit = "";
	if (find_known(base, length, event) && (pmu < 0 || is_per_core(event->type))) {
		if (pmu >= 0)
			event->config |= (uint64_t)pmu << 32;
		return apply_modifiers(name, base + length, event);
	}
	if (pmu < 0 && find_raw(base, length, event))
		return apply_modifiers(name, base + length, event);
	modifiers = processor_event_find(base, kind, event);
	if (modifiers)
		return apply_modifiers(name, modifiers, event);
	result = native_event_find(name, event);
	return result == -ENOENT ? unknown(name) : result;
}

static int append_one(struct perfctr_events *events, const char *prefix, const char *name,
		      size_t length)
{
	struct event *grown = reallocarray(events->event, events->count + 1, sizeof(*grown));
	struct event *event;
	int result;

	if (!grown)
		return fail(ENOMEM, "out of memory");
	events->event = grown;
	event = &grown[events->count];
	*event = (struct event){0};
	if (asprintf(&event->name, "%s%.*s", prefix, (int)length, name) < 0)
		return fail(ENOMEM, "out of memory");
	events->count++;
	for (int i = 0; i < events->count - 1; i++)
		if (strcmp(grown[i].name, event->name) == 0)
			return fail(EINVAL, "event '%s' is named twice: once is enough",
				    event->name);
	result = event_find(event->name, event);
	event->scope = event->exclude_kernel ? "user"
		       : event->exclude_user ? "kernel"
					     : "user+kernel";
	return result;
}

static bool has_kind(const char *name, const char *kind)
{
	struct event found = {0};

	if (find_known(name, strcspn(name, ":"), &found))
		return is_per_core(found.type);
	return !strstr(name, "::") && processor_event_find(name, kind, &found);
}

/* On a hybrid processor what its cores count is counted for each kind that has it apart. */
static int append(struct perfctr_events *events, const char *name, size_t length)
{
	char *alone = is_hybrid() ? strndup(name, length) : NULL;
	int kinds = 0, result = 0;

	for (int i = 0; alone && result == 0 && i < CORE_KINDS; i++) {
		char prefix[16];

		if (!has_kind(alone, core_kinds[i]))
			continue;
		snprintf(prefix, sizeof(prefix), "%s::", core_kinds[i]);
		result = append_one(events, prefix, name, length);
		kinds++;
	}
	free(alone);
	return kinds ? result : append_one(events, "", name, length);
}

struct perfctr_events *perfctr_events_parse(const char *names)
{
	struct perfctr_events *events = calloc(1, sizeof(*events));
	const char *name = names;

	if (!events) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	for (;;) {
		size_t length = strcspn(name, ",");

		if (length == 0) {
			fail(EINVAL,
			     "the list of events '%s' has an empty name: expected names separated "
			     "by "
			     "single commas",
			     names);
			goto err;
		}
		if (append(events, name, length) < 0)
			goto err;
		if (!name[length])
			return events;
		name += length + 1;
	}
err:
	perfctr_events_close(events);
	return NULL;
}

int perfctr_events_count(const struct perfctr_events *events)
{
	return events->count;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

const char *perfctr_events_name(const struct perfctr_events *events, int index)
{
	return events->event[index].name;
}

const char *perfctr_events_unit(const struct perfctr_events *events, int index)
{
	return events->event[index].unit;
}

const char *perfctr_events_scope(const struct perfctr_events *events, int index)
{
	return events->event[index].scope;
}

const char *perfctr_events_unavailable(const struct perfctr_events *events, int index)
{
	return or_empty(events->event[index].unavailable);
}

const char *perfctr_events_remedy(const struct perfctr_events *events, int index)
{
	return or_empty(events->event[index].remedy);
}

const char *perfctr_events_narrowed(const struct perfctr_events *events, int index)
{
	return or_empty(events->event[index].narrowed);
}

const char *perfctr_events_skid(const struct perfctr_events *events, int index)
{
	return or_empty(events->event[index].skid);
}

void perfctr_events_close(struct perfctr_events *events)
{
	if (!events)
		return;
	for (int i = 0; i < events->count; i++)
		free(events->event[i].name);
	free(events->event);
	free(events);
}
