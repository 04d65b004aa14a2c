// SPDX-License-Identifier: LGPL-2.1-or-later
/* What can be counted here, and what opens the rest. */
#include "internal.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct finding {
	const char *about;
	bool works;
	char *reason, *remedy;
};

struct perfctr_doctor {
	int count;
	struct finding finding[];
};

static const struct {
	const char *about, *event;
} checks[] = {
	{"processor time", "task-clock"},
	{"page faults", "page-faults"},
	{"page faults in the kernel", "page-faults:k"},
	{"context switches", "context-switches"},
	{"hardware counters", "cycles"},
	{"hardware counters in the kernel", "cycles:k"},
	{"branch prediction", "branch-misses"},
	{"caches", "cache-misses"},
	{"virtual time-stamp counter", "tsc"},
	{"sampling without hardware counters", "cpu-clock"},
};

#define CHECKS (int)(sizeof(checks) / sizeof(checks[0]))

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static int check(const struct backend *backend, const char *name, struct finding *finding)
{
	struct event event = {0};

	if (event_find(name, &event) < 0)
		return -EINVAL;
	if (!event.unavailable)
		backend->probe(&event);
	/* Whether it works in the kernel as well is told by a finding of its own. */
	finding->works = !event.unavailable;
	finding->reason = strdup(or_empty(event.unavailable));
	finding->remedy = strdup(finding->works ? "" : or_empty(event.remedy));
	return finding->reason && finding->remedy ? 0 : fail(ENOMEM, "out of memory");
}

struct perfctr_doctor *perfctr_doctor_open(void)
{
	const struct backend *backend = backend_get();
	struct perfctr_doctor *doctor;

	if (!backend)
		return NULL;
	doctor = calloc(1, sizeof(*doctor) + CHECKS * sizeof(doctor->finding[0]));
	if (!doctor) {
		fail(ENOMEM, "out of memory");
		return NULL;
	}
	for (; doctor->count < CHECKS; doctor->count++) {
		struct finding *finding = &doctor->finding[doctor->count];

		finding->about = checks[doctor->count].about;
		if (check(backend, checks[doctor->count].event, finding) < 0) {
			doctor->count++;
			perfctr_doctor_close(doctor);
			return NULL;
		}
	}
	return doctor;
}

int perfctr_doctor_count(const struct perfctr_doctor *doctor)
{
	return doctor->count;
}

const char *perfctr_doctor_about(const struct perfctr_doctor *doctor, int index)
{
	return doctor->finding[index].about;
}

int perfctr_doctor_works(const struct perfctr_doctor *doctor, int index)
{
	return doctor->finding[index].works;
}

const char *perfctr_doctor_reason(const struct perfctr_doctor *doctor, int index)
{
	return doctor->finding[index].reason;
}

const char *perfctr_doctor_remedy(const struct perfctr_doctor *doctor, int index)
{
	return doctor->finding[index].remedy;
}

void perfctr_doctor_close(struct perfctr_doctor *doctor)
{
	if (!doctor)
		return;
	for (int i = 0; i < doctor->count; i++) {
		free(doctor->finding[i].reason);
		free(doctor->finding[i].remedy);
	}
	free(doctor);
}

static json_t *finding_json(const struct finding *finding)
{
	return json_pack("{ss sb ss ss}", "about", finding->about, "works", finding->works,
			 "reason", finding->reason, "remedy", finding->remedy);
}

char *perfctr_doctor_json(void)
{
	struct perfctr_doctor *doctor = perfctr_doctor_open();
	json_t *findings = json_array();
	json_t *json;
	char *text;

	for (int i = 0; doctor && i < doctor->count; i++)
		json_array_append_new(findings, finding_json(&doctor->finding[i]));
	if (!doctor) {
		json_decref(findings);
		return NULL;
	}
	json = json_pack("{ss s{ss ss} so}", "version", perfctr_version(), "backend", "name",
			 perfctr_backend(), "why", perfctr_backend_reason(), "findings", findings);
	text = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(json);
	perfctr_doctor_close(doctor);
	if (!text)
		fail(ENOMEM, "out of memory");
	return text;
}
