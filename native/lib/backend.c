// SPDX-License-Identifier: LGPL-2.1-or-later
/* Chooses the backend, and passes the calls of the public API on to it. */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *driver_missing(void)
{
	if (access("/dev/perfctr", F_OK) < 0)
		return "the driver is not loaded (/dev/perfctr does not exist)";
	return "this libperfctr does not use the driver";
}

const struct backend *backend_get(void)
{
	const char *forced = getenv("PERFCTR_BACKEND");
	const char *missing;

	if (forced && *forced && strcmp(forced, perf_backend.name) != 0) {
		fail(ENODEV, "PERFCTR_BACKEND asks for the backend '%s', which can't be used: %s",
		     forced,
		     strcmp(forced, "driver") == 0 ? driver_missing()
						   : "there are only 'perf' and 'driver'");
		return NULL;
	}
	missing = perf_backend.missing();
	if (missing) {
		fail(ENOSYS, "nothing can be counted: %s", missing);
		return NULL;
	}
	return &perf_backend;
}

const char *perfctr_backend(void)
{
	const struct backend *backend = backend_get();

	return backend ? backend->name : NULL;
}

const char *perfctr_backend_reason(void)
{
	const char *forced = getenv("PERFCTR_BACKEND");

	if (!backend_get())
		return NULL;
	return forced && *forced ? "PERFCTR_BACKEND asks for it" : driver_missing();
}

struct perfctr_tree *perfctr_tree_open(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling)
{
	const struct backend *backend = backend_get();

	return backend ? backend->tree_open(counted, sampled, sampling) : NULL;
}

struct perfctr_tree *perfctr_tree_attach(struct perfctr_events *counted,
					 struct perfctr_events *sampled,
					 const struct perfctr_sampling *sampling, const pid_t *pids,
					 int count)
{
	const struct backend *backend = backend_get();

	if (!backend)
		return NULL;
	if (backend->tree_attach)
		return backend->tree_attach(counted, sampled, sampling, pids, count);
	fail(ENOTSUP,
	     "the backend '%s' can't attach to a running process: use PERFCTR_BACKEND=perf",
	     backend->name);
	return NULL;
}

int perfctr_tree_drain(struct perfctr_tree *tree, int all, perfctr_record_fn fn, void *context)
{
	return perf_backend.tree_drain(tree, all, fn, context);
}

int perfctr_tree_read(struct perfctr_tree *tree, struct perfctr_count *counts)
{
	return perf_backend.tree_read(tree, counts);
}

int perfctr_tree_stop(struct perfctr_tree *tree)
{
	return perf_backend.tree_stop(tree);
}

void perfctr_tree_close(struct perfctr_tree *tree)
{
	if (tree)
		perf_backend.tree_close(tree);
}
