// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex list: the events that can be counted. */
#include "groups.h"
#include "options.h"
#include "style.h"

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

#define NAME_WIDTH 32
/* Where the text starts on a terminal. */
#define TEXT_START (2 + NAME_WIDTH + 2)

/* Breaks the text between words, so that all its lines start below the first one. */
static void print_wrapped(const struct style *style, const char *text, int start)
{
	int room = style->width > start + 20 ? style->width - start : 0;

	while (room && (int)strlen(text) > room) {
		int end = room;

		while (end > 0 && text[end] != ' ')
			end--;
		if (end == 0)
			break;
		printf("%.*s\n%*s", end, text, start, "");
		text += end + 1;
	}
	puts(text);
}

static void print_named(const struct style *style, const char *name, const char *text)
{
	int width = strlen(name) > NAME_WIDTH ? 0 : NAME_WIDTH;

	printf("  %s%-*s%s", style_bold(style), width, name, style_off(style));
	if (width)
		fputs("  ", stdout);
	else
		printf("\n%*s", TEXT_START, "");
	print_wrapped(style, text, TEXT_START);
}

/* A table for people; kinds are headings. */
static void print_event(const struct style *style, struct perfctr_catalog *catalog, int index,
			const char **kind)
{
	const char *this_kind = perfctr_catalog_kind(catalog, index);
	const char *unavailable = perfctr_catalog_unavailable(catalog, index);

	if (!*kind || strcmp(*kind, this_kind) != 0)
		printf("%s%s%s%s\n", *kind ? "\n" : "", style_bold(style), this_kind,
		       style_off(style));
	*kind = this_kind;
	print_named(style, perfctr_catalog_name(catalog, index),
		    perfctr_catalog_about(catalog, index));
	if (!*unavailable)
		return;
	printf("%*s%s", TEXT_START, "", style_dim(style));
	print_wrapped(style, unavailable, TEXT_START);
	fputs(style_off(style), stdout);
}

/* A line for programs, such as grep. */
static void print_event_line(struct perfctr_catalog *catalog, int index)
{
	const char *unavailable = perfctr_catalog_unavailable(catalog, index);

	printf("%-*s %-9s %s%s%s%s\n", NAME_WIDTH, perfctr_catalog_name(catalog, index),
	       perfctr_catalog_kind(catalog, index), perfctr_catalog_about(catalog, index),
	       *unavailable ? " [not here: " : "", unavailable, *unavailable ? "]" : "");
}

static int print_events(const char *pattern, bool all)
{
	struct perfctr_catalog *catalog = perfctr_catalog_open(pattern);
	const struct style style = style_of(stdout);
	const char *kind = NULL;
	int count, printed = 0;

	if (!catalog)
		return complain("%s", perfctr_error());
	count = perfctr_catalog_count(catalog);
	for (int i = 0; i < count; i++) {
		if (*perfctr_catalog_unavailable(catalog, i) && !all)
			continue;
		printed++;
		if (style.terminal)
			print_event(&style, catalog, i, &kind);
		else
			print_event_line(catalog, i);
	}
	perfctr_catalog_close(catalog);
	if (count == 0)
		return complain("no event matches '%s': 'perfex list' shows all", pattern);
	if (printed == 0)
		return complain("%d events match, and can't be counted here: 'perfex list --all' "
				"shows them, and why",
				count);
	if (style.terminal && printed < count)
		printf("\n%s%d more can't be counted here:\n'perfex list --all' shows them, and "
		       "why%s\n",
		       style_dim(&style), count - printed, style_off(&style));
	return 0;
}

static void print_group(const struct style *style, const struct group *group)
{
	char name[128];

	printf("%s%s%s: ", style_bold(style), group->name, style_off(style));
	print_wrapped(style, group->about, strlen(group->name) + 2);
	for (int i = 0; i < group->metrics; i++) {
		const struct metric *metric = &group->metric[i];

		if (!style->terminal) {
			printf("  %-36s %-20s %s\n", metric->name, metric->unit, metric->about);
			continue;
		}
		snprintf(name, sizeof(name), "%s (%s)", metric->name, metric->unit);
		print_named(style, name, metric->about);
	}
}

static int print_groups(const char *pattern)
{
	const struct style style = style_of(stdout);
	struct group *groups = groups_load();
	int count = 0;

	if (!groups)
		return EXIT_PERFEX;
	for (const struct group *group = groups; group; group = group->next) {
		if (pattern && !strcasestr(group->name, pattern))
			continue;
		if (count++ && style.terminal)
			putchar('\n');
		print_group(&style, group);
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
