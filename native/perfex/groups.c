// SPDX-License-Identifier: LGPL-2.1-or-later
#include "groups.h"

#include "formula.h"
#include "options.h"

#include <dirent.h>
#include <jansson.h>
#include <perfctr.h>
#include <stdlib.h>
#include <string.h>

/* Generated from events/: the texts of the files, ended by NULL. */
extern const char *const built_in_groups[];

static bool no_value(const char *name, size_t length, double *value, void *context)
{
	(void)name, (void)length, (void)value, (void)context;
	return false;
}

static int damaged(const char *source, const char *what)
{
	complain("the group file '%s' can't be used: %s", source, what);
	return -1;
}

static int read_metric(struct metric *metric, json_t *json, const char *source)
{
	struct formula_result result;
	char what[160];

	*metric = (struct metric){.unit = "", .about = ""};
	if (json_unpack(json, "{ss ss s?s s?s}", "name", &metric->name, "formula", &metric->formula,
			"unit", &metric->unit, "about", &metric->about) < 0)
		return damaged(source, "a metric needs a \"name\" and a \"formula\"");
	result = formula_evaluate(metric->formula, no_value, NULL);
	if (result.kind != FORMULA_ERROR)
		return 0;
	snprintf(what, sizeof(what), "the formula of '%.60s' is wrong at column %zu", metric->name,
		 result.offset + 1);
	return damaged(source, what);
}

static int read_group(struct group *group, const char *source)
{
	json_t *events, *metrics = NULL, *item;
	size_t i;

	group->about = "";
	if (json_unpack(group->json, "{ss s?s so s?o}", "group", &group->name, "about",
			&group->about, "events", &events, "metrics", &metrics) < 0 ||
	    !json_is_array(events) || json_array_size(events) == 0)
		return damaged(source,
			       "expected \"group\": a name and \"events\": a list of names");
	group->event = calloc(json_array_size(events), sizeof(*group->event));
	group->metric = calloc(json_array_size(metrics) + 1, sizeof(*group->metric));
	if (!group->event || !group->metric)
		return damaged(source, "out of memory");
	json_array_foreach(events, i, item)
	{
		if (!json_is_string(item))
			return damaged(source, "\"events\" has something that is no name");
		group->event[group->events++] = json_string_value(item);
	}
	json_array_foreach(metrics, i, item) if (read_metric(&group->metric[group->metrics++], item,
							     source) < 0) return -1;
	return 0;
}

static void free_group(struct group *group)
{
	for (int i = 0; i < group->metrics; i++)
		if (group->metric[i].cores)
			free((char *)group->metric[i].name);
	json_decref(group->json);
	free(group->event);
	free(group->metric);
	free(group);
}

static void remove_named(struct group **groups, const char *name, bool only_general)
{
	while (*groups) {
		struct group *group = *groups;

		if (strcasecmp(group->name, name) == 0 && (group->general || !only_general)) {
			*groups = group->next;
			free_group(group);
		} else {
			groups = &group->next;
		}
	}
}

/* Puts a group in the order of names. */
static void insert(struct group **groups, struct group *group)
{
	while (*groups && strcasecmp((*groups)->name, group->name) < 0)
		groups = &(*groups)->next;
	group->next = *groups;
	*groups = group;
}

/* The first of the processors that a group is for that this machine has; NULL: none. */
static const char *present_pmu(json_t *pmus)
{
	json_t *pmu;
	size_t i;

	json_array_foreach(pmus, i, pmu)
	{
		const char *name = json_string_value(pmu);

		if (name && perfctr_pmu_present(name) > 0)
			return name;
	}
	return NULL;
}

/* Sets *context if the library makes another event of the name: for each kind of cores. */
static bool ask_cores(const char *name, size_t length, double *value, void *context)
{
	char *asked = strndup(name, length);
	struct perfctr_events *events = asked ? perfctr_events_parse(asked) : NULL;

	if (events && strcmp(perfctr_events_name(events, 0), asked) != 0)
		*(bool *)context = true;
	perfctr_events_close(events);
	free(asked);
	*value = 1;
	return true;
}

static bool is_about_cores(const struct metric *metric)
{
	bool about_cores = false;

	formula_evaluate(metric->formula, ask_cores, &about_cores);
	return about_cores;
}

static int append_for(struct group *group, const struct metric *metric, const char *cores)
{
	struct metric *copy = &group->metric[group->metrics];
	char *name;

	*copy = *metric;
	group->metrics++;
	if (!cores)
		return 0;
	if (asprintf(&name, "%s (%s)", metric->name, cores) < 0)
		return complain("out of memory");
	copy->name = name;
	copy->cores = cores;
	return 0;
}

/* On a hybrid processor each metric is one for each kind of cores that the group is for. */
static int divide_by_cores(struct group *group, const char *pmu)
{
	static const char *const kinds[] = {"cpu_core", "cpu_atom"};
	const char *only = pmu ? perfctr_pmu_cores(pmu) : "";
	struct perfctr_info info = {.size = sizeof(info)};
	struct metric *whole = group->metric;
	int count = group->metrics, result = 0;

	if (perfctr_info(&info) < 0 || !(info.features & PERFCTR_FEATURE_HYBRID))
		return 0;
	group->metrics = 0;
	group->metric = calloc(2 * count + 1, sizeof(*group->metric));
	if (!group->metric)
		result = complain("out of memory");
	for (int i = 0; i < count && !result; i++) {
		bool divided = is_about_cores(&whole[i]);

		if (!divided)
			result = append_for(group, &whole[i], NULL);
		for (int j = 0; divided && j < 2 && !result; j++)
			if (!*only || strcmp(only, kinds[j]) == 0)
				result = append_for(group, &whole[i], kinds[j]);
	}
	free(whole);
	return result;
}

/* hides: takes the place of those of its name that are there. */
static int add_json(struct group **groups, json_t *json, const char *source,
		    const json_error_t *error, bool hides)
{
	struct group *group = json ? calloc(1, sizeof(*group)) : NULL;
	json_t *pmus = json_object_get(json, "pmus");
	const char *pmu = present_pmu(pmus);

	if (!group) {
		json_decref(json);
		return damaged(source, error->text);
	}
	group->json = json;
	if (read_group(group, source) < 0) {
		free_group(group);
		return -1;
	}
	if (pmus && !pmu) {
		free_group(group);
		return 0;
	}
	if (divide_by_cores(group, pmu)) {
		free_group(group);
		return -1;
	}
	group->general = !pmus;
	if (!hides && group->general && groups_find(*groups, group->name, strlen(group->name))) {
		free_group(group);
		return 0;
	}
	remove_named(groups, group->name, !hides);
	insert(groups, group);
	return 0;
}

int groups_add(struct group **groups, const char *text, const char *source)
{
	json_error_t error = {.text = "out of memory"};

	return add_json(groups, json_loads(text, 0, &error), source, &error, false);
}

static char *user_folder(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *folder;
	int length = config && *config
			     ? asprintf(&folder, "%s/perfctr/groups", config)
			     : asprintf(&folder, "%s/.config/perfctr/groups", home ? home : "");

	return length < 0 ? NULL : folder;
}

static bool is_json(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static int add_users(struct group **groups)
{
	char *folder = user_folder();
	DIR *directory = folder ? opendir(folder) : NULL;
	struct dirent *entry;
	int result = 0;

	while (directory && result == 0 && (entry = readdir(directory))) {
		json_error_t error = {.text = "out of memory"};
		char *path;

		if (!is_json(entry->d_name))
			continue;
		if (asprintf(&path, "%s/%s", folder, entry->d_name) < 0) {
			result = -1;
			break;
		}
		result = add_json(groups, json_load_file(path, 0, &error), path, &error, true);
		free(path);
	}
	if (directory)
		closedir(directory);
	free(folder);
	return result;
}

struct group *groups_load(void)
{
	struct group *groups = NULL;
	int result = 0;

	for (int i = 0; built_in_groups[i] && result == 0; i++)
		result = groups_add(&groups, built_in_groups[i], "built in");
	if (result == 0)
		result = add_users(&groups);
	if (result == 0)
		return groups;
	groups_free(groups);
	return NULL;
}

const struct group *groups_find(const struct group *groups, const char *name, int length)
{
	for (; groups; groups = groups->next)
		if (strncasecmp(groups->name, name, length) == 0 && !groups->name[length])
			return groups;
	return NULL;
}

void groups_free(struct group *groups)
{
	while (groups) {
		struct group *next = groups->next;

		free_group(groups);
		groups = next;
	}
}
