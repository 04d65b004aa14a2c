// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex list: the events that can be counted. */
#include "groups.h"
#include "options.h"

#include <getopt.h>
#include <perfctr.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"Usage: perfex list [OPTION]... [PATTERN]\n"
	"Lists the events whose name contains PATTERN, or matches it if it has * or ?.\n"
	"Those of other processors are listed only with --all.\n\n"
	"  -g, --groups   the groups with their metrics instead\n"
	"  -a, --all      also the events that this machine can't count, with the reason\n"
	"      --help     print this\n";

static void print_event(struct perfctr_catalog *catalog, int index, bool all)
{
	const char *unavailable = perfctr_catalog_unavailable(catalog, index);

	if (*unavailable && !all)
		return;
	printf("%-32s %-9s %s%s%s%s\n", perfctr_catalog_name(catalog, index),
	       perfctr_catalog_kind(catalog, index), perfctr_catalog_about(catalog, index),
	       *unavailable ? " [not here: " : "", unavailable, *unavailable ? "]" : "");
}

static int print_events(const char *pattern, bool all)
{
	struct perfctr_catalog *catalog = perfctr_catalog_open(pattern);
	int count;

	if (!catalog)
		return complain("%s", perfctr_error());
	count = perfctr_catalog_count(catalog);
	for (int i = 0; i < count; i++)
		print_event(catalog, i, all);
	perfctr_catalog_close(catalog);
	if (count == 0)
		return complain("no event matches '%s': 'perfex list' shows all", pattern);
	return 0;
}

static int print_groups(const char *pattern)
{
	struct group *groups = groups_load();
	int count = 0;

	if (!groups)
		return EXIT_PERFEX;
	for (const struct group *group = groups; group; group = group->next) {
		if (pattern && !strcasestr(group->name, pattern))
			continue;
		count++;
		printf("%s: %s\n", group->name, group->about);
		for (int i = 0; i < group->metrics; i++)
			printf("  %-36s %-20s %s\n", group->metric[i].name, group->metric[i].unit,
			       group->metric[i].about);
	}
	groups_free(groups);
	return count ? 0 : complain("no group matches '%s'", pattern);
}

int list_command(int argc, char **argv)
{
	static const struct option longs[] = {
		{"all", no_argument, NULL, 'a'},
		{"groups", no_argument, NULL, 'g'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	bool all = false, groups = false;
	int option;

	while ((option = getopt_long(argc, argv, "ag", longs, NULL)) != -1) {
		if (option == 'h') {
			fputs(help, stdout);
			return 0;
		}
		if (option != 'a' && option != 'g')
			return complain("'perfex list --help' shows the options");
		all |= option == 'a';
		groups |= option == 'g';
	}
	if (argc - optind > 1)
		return complain("list takes one pattern, not %d", argc - optind);
	return groups ? print_groups(argv[optind]) : print_events(argv[optind], all);
}
