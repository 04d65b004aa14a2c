/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Groups of events with their metrics. Ours are built in, from events/; the user's are the JSON
 * files in $XDG_CONFIG_HOME/perfctr/groups (~/.config/perfctr/groups), and hide ours of their name.
 * One that names "pmus" (as libpfm4 does) is there on machines with one of them only. A hybrid
 * processor may have a group twice, for each kind of its cores.
 */
#ifndef PERFEX_GROUPS_H
#define PERFEX_GROUPS_H

#include <stdbool.h>

struct metric {
	const char *name, *formula, *unit, *about;
	const char *cores; /* of a hybrid processor that it is about; NULL: all */
};

struct group {
	const char *name, *about;
	int events, metrics;
	const char **event;
	struct metric *metric;
	bool general; /* for all processors: one for this processor goes before it */
	struct group *next;
	void *json; /* holds the texts, but for names of metrics that are about some cores */
};

/* Adds the group of a file's text. Returns 0, or -1 with a message that names the source. */
int groups_add(struct group **groups, const char *text, const char *source);
/* All groups that this machine may count, by name; NULL with a message if a file is damaged. */
struct group *groups_load(void);
/* The first group of that name, case ignored, or NULL. More of that name come next to it. */
const struct group *groups_find(const struct group *groups, const char *name, int length);
void groups_free(struct group *groups);

#endif
