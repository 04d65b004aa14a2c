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
#define GAP	   2
/* With less room beside the names, the text goes below them. */
#define LEAST_TEXT 34
/* Room for a metric's name with its unit. */
#define LABEL 128

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

static int wider(int width, const char *text)
{
	int length = strlen(text);

	return length > width ? length : width;
}

static bool has_room(const struct style *style, int names)
{
	return !style->width || style->width >= GAP + names + GAP + LEAST_TEXT;
}

/* Where the text starts on a terminal, beside names of which the widest is so wide. */
static int text_start(const struct style *style, int widest)
{
	if (has_room(style, widest))
		return GAP + widest + GAP;
	return has_room(style, NAME_WIDTH) ? GAP + NAME_WIDTH + GAP : 2 * GAP;
}

static void print_named(const struct style *style, const char *name, const char *text, int start)
{
	int width = start - 2 * GAP;

	printf("%*s%s%-*s%s", GAP, "", style_bold(style), width, name, style_off(style));
	if ((int)strlen(name) > width)
		printf("\n%*s", start, "");
	else
		printf("%*s", GAP, "");
	print_wrapped(style, text, start);
}

/* A table for people; kinds are headings. */
static void print_event(const struct style *style, struct perfctr_catalog *catalog, int index,
			const char **kind)
{
	const char *this_kind = perfctr_catalog_kind(catalog, index);
	const char *unavailable = perfctr_catalog_unavailable(catalog, index);
	int start = text_start(style, NAME_WIDTH);

	if (!*kind || strcmp(*kind, this_kind) != 0)
		printf("%s%s%s%s\n", *kind ? "\n" : "", style_bold(style), this_kind,
		       style_off(style));
	*kind = this_kind;
	print_named(style, perfctr_catalog_name(catalog, index),
		    perfctr_catalog_about(catalog, index), start);
	if (!*unavailable)
		return;
	printf("%*s%s", start, "", style_dim(style));
	print_wrapped(style, unavailable, start);
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

static bool is_wanted(const struct group *group, const char *pattern)
{
	return !pattern || strcasestr(group->name, pattern);
}

/* The widths of columns: of the metrics' names, their units, and on a terminal of both together. */
struct columns {
	int name, unit, label;
};

static const char *label(const struct metric *metric, char *text, size_t size)
{
	snprintf(text, size, "%s (%s)", metric->name, metric->unit);
	return text;
}

static struct columns columns_of(const struct group *groups, const char *pattern)
{
	struct columns columns = {0};
	char text[LABEL];

	for (const struct group *group = groups; group; group = group->next) {
		for (int i = 0; is_wanted(group, pattern) && i < group->metrics; i++) {
			const struct metric *metric = &group->metric[i];

			columns.name = wider(columns.name, metric->name);
			columns.unit = wider(columns.unit, metric->unit);
			columns.label = wider(columns.label, label(metric, text, sizeof(text)));
		}
	}
	return columns;
}

static void print_group(const struct style *style, const struct group *group,
			const struct columns *columns)
{
	int start = text_start(style, columns->label);
	char text[LABEL];

	printf("%s%s%s: ", style_bold(style), group->name, style_off(style));
	print_wrapped(style, group->about, strlen(group->name) + 2);
	for (int i = 0; i < group->metrics; i++) {
		const struct metric *metric = &group->metric[i];

		if (style->terminal)
			print_named(style, label(metric, text, sizeof(text)), metric->about, start);
		else
			printf("  %-*s  %-*s  %s\n", columns->name, metric->name, columns->unit,
			       metric->unit, metric->about);
	}
}

static int print_groups(const char *pattern)
{
	const struct style style = style_of(stdout);
	struct group *groups = groups_load();
	struct columns columns;
	int count = 0;

	if (!groups)
		return EXIT_PERFEX;
	columns = columns_of(groups, pattern);
	for (const struct group *group = groups; group; group = group->next) {
		if (!is_wanted(group, pattern))
			continue;
		if (count++ && style.terminal)
			putchar('\n');
		print_group(&style, group, &columns);
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
