// SPDX-License-Identifier: LGPL-2.1-or-later
/* Chooses the backend, and passes the calls of the public API on to it. */
#include "internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The driver is the first choice where it has counters to offer. */
static const char *why_not_driver(void)
{
	const char *missing = driver_backend.missing();

	if (!missing && !driver_backend.has_counters())
		missing = "the driver found no hardware counters that work";
	return missing;
}

static const struct backend *forced_backend(const char *name)
{
	static const struct backend *const backends[] = {&perf_backend, &driver_backend};
	const char *missing = "there are only 'perf' and 'driver'";

	for (int i = 0; i < 2; i++) {
		if (strcmp(name, backends[i]->name) != 0)
			continue;
		missing = backends[i]->missing();
		if (!missing)
			return backends[i];
	}
	fail(ENODEV, "PERFCTR_BACKEND asks for the backend '%s', which can't be used: %s", name,
	     missing);
	return NULL;
}

const struct backend *backend_get(void)
{
	const char *forced = getenv("PERFCTR_BACKEND");
	const char *missing;

	if (forced && *forced)
		return forced_backend(forced);
	if (!why_not_driver())
		return &driver_backend;
	missing = perf_backend.missing();
	if (!missing)
		return &perf_backend;
	fail(ENOSYS, "nothing can be counted: %s, and %s", missing, why_not_driver());
	return NULL;
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
	if (forced && *forced)
		return "PERFCTR_BACKEND asks for it";
	return why_not_driver() ? why_not_driver() : "the driver is loaded";
}

struct perfctr_tree {
	const struct backend *backend;
	struct tree *tree;
	int cpus; /* that are counted; 0: tasks are */
};

static bool any_available(const struct perfctr_events *events, const char *what)
{
	const struct event *first = &events->event[0];
	const char *remedy = first->remedy && *first->remedy ? first->remedy : NULL;

	for (int i = 0; i < events->count; i++)
		if (!events->event[i].unavailable)
			return true;
	fail(ENODEV, "none of the requested events can be %s: %s: %s%s%s%s", what, first->name,
	     first->unavailable, remedy ? " (" : "", remedy ? remedy : "", remedy ? ")" : "");
	return false;
}

/* The handle of what a backend opened, NULL if that failed. */
static struct perfctr_tree *wrap(const struct backend *backend, struct tree *tree,
				 const struct perfctr_events *counted,
				 const struct perfctr_events *sampled)
{
	struct perfctr_tree *handle = NULL;

	if (!tree || !any_available(counted, "counted") ||
	    (sampled && !any_available(sampled, "sampled")))
		goto err;
	handle = malloc(sizeof(*handle));
	if (!handle) {
		fail(ENOMEM, "out of memory");
		goto err;
	}
	*handle = (struct perfctr_tree){.backend = backend, .tree = tree};
	return handle;
err:
	if (tree)
		backend->tree_close(tree);
	return NULL;
}

struct perfctr_tree *perfctr_tree_open(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling)
{
	const struct backend *backend = backend_get();

	if (!backend)
		return NULL;
	return wrap(backend, backend->tree_open(counted, sampled, sampling), counted, sampled);
}

struct perfctr_tree *perfctr_tree_attach(struct perfctr_events *counted,
					 struct perfctr_events *sampled,
					 const struct perfctr_sampling *sampling, const pid_t *pids,
					 int count)
{
	const struct backend *backend = backend_get();

	if (!backend)
		return NULL;
	return wrap(backend, backend->tree_attach(counted, sampled, sampling, pids, count), counted,
		    sampled);
}

struct perfctr_tree *perfctr_tree_cpus(struct perfctr_events *counted,
				       struct perfctr_events *sampled,
				       const struct perfctr_sampling *sampling, const int *cpus,
				       int count)
{
	const struct backend *backend = backend_get();
	struct perfctr_tree *tree;

	if (!backend)
		return NULL;
	tree = wrap(backend, backend->tree_cpus(counted, sampled, sampling, cpus, count), counted,
		    sampled);
	if (tree)
		tree->cpus = count;
	return tree;
}

int perfctr_tree_read_cpu(struct perfctr_tree *tree, int index, struct perfctr_count *counts)
{
	if (index < 0 || index >= tree->cpus)
		return fail(EINVAL, "there is no CPU number %d in this tree", index);
	return tree->backend->tree_read_cpu(tree->tree, index, counts);
}

int perfctr_tree_drain(struct perfctr_tree *tree, int all, perfctr_record_fn fn, void *context)
{
	return tree->backend->tree_drain(tree->tree, all, fn, context);
}

int perfctr_tree_read(struct perfctr_tree *tree, struct perfctr_count *counts)
{
	return tree->backend->tree_read(tree->tree, counts);
}

int perfctr_tree_stop(struct perfctr_tree *tree)
{
	return tree->backend->tree_stop(tree->tree);
}

void perfctr_tree_close(struct perfctr_tree *tree)
{
	if (!tree)
		return;
	tree->backend->tree_close(tree->tree);
	free(tree);
}
