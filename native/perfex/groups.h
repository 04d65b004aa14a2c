/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Groups of events with their metrics. Ours are built in, from events/; the user's are the JSON
 * files in $XDG_CONFIG_HOME/perfctr/groups (~/.config/perfctr/groups), and hide ours of their name.
 * One that names "pmus" (as libpfm4 does) is there on machines with one of them only.
 */
#ifndef PERFEX_GROUPS_H
#define PERFEX_GROUPS_H

struct metric {
	const char *name, *formula, *unit, *about;
};

struct group {
	const char *name, *about;
	int events, metrics;
	const char **event;
	struct metric *metric;
	struct group *next;
	void *json; /* holds the texts */
};

/* Adds the group of a file's text. Returns 0, or -1 with a message that names the source. */
int groups_add(struct group **groups, const char *text, const char *source);
/* All groups that this machine may count, by name; NULL with a message if a file is damaged. */
struct group *groups_load(void);
/* The group of that name, case ignored, or NULL. */
const struct group *groups_find(const struct group *groups, const char *name, int length);
void groups_free(struct group *groups);

#endif
