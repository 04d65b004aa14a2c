// SPDX-License-Identifier: LGPL-2.1-or-later
/* The report's tree of tasks: those that counted most, below those that started them. */
#include "digits.h"
#include "plain.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define TOP	      10
#define MOST_STARTERS 20
#define NAME_WIDTH    24
#define BAR_WIDTH     10
#define DEEPEST	      6 /* a level is two columns; who is deeper is shown there */

struct tree {
	const struct session *session;
	const struct style *style;
	FILE *stream;
	int leading; /* the event by which tasks are ordered, -1: none was counted */
	int columns; /* how many events have room */
	bool *shown;
	int left_out;
};

/* The first time, or the first event there is. */
static int leading_event(const struct session *session)
{
	const struct counts *totals = &session->results[0].totals;
	int first = -1;

	for (int i = totals->number - 1; i >= 0; i--)
		if (totals->has[i])
			first = i;
	for (int i = 0; i < totals->number; i++)
		if (totals->has[i] && *perfctr_events_unit(session->counted, i))
			return i;
	return first;
}

static uint64_t leading_count(const struct tree *tree, const struct task *task)
{
	return tree->leading < 0 ? 0 : task->counts.count[tree->leading].raw;
}

/* Marks the tasks that counted most. */
static int mark_top(struct tree *tree)
{
	const struct tasks *tasks = &tree->session->tasks;

	for (int i = 0; i < TOP && i < tasks->count; i++) {
		int most = -1;

		for (int j = 0; j < tasks->count; j++)
			if (!tree->shown[j] &&
			    (most < 0 || leading_count(tree, tasks->task[j]) >
						 leading_count(tree, tasks->task[most])))
				most = j;
		tree->shown[most] = true;
	}
	return tasks->count > TOP ? tasks->count - TOP : 0;
}

/* The index of the task that started it, or -1. */
static int starter(const struct tasks *tasks, int index)
{
	int parent = tasks->task[index]->parent;

	return parent ? parent - tasks->task[0]->number : -1;
}

/* The nearest task above that is shown, or -1. */
static int shown_above(const struct tree *tree, int index)
{
	do
		index = starter(&tree->session->tasks, index);
	while (index >= 0 && !tree->shown[index]);
	return index;
}

/* A task that is shown stands below the one that started it, unless these become too many. */
static void mark_starters(struct tree *tree)
{
	const struct tasks *tasks = &tree->session->tasks;
	int more = 0;

	for (int i = tasks->count - 1; i >= 0 && more < MOST_STARTERS; i--) {
		int parent = tree->shown[i] ? starter(tasks, i) : -1;

		if (parent < 0 || tree->shown[parent])
			continue;
		tree->shown[parent] = true;
		more++;
	}
	tree->left_out -= more;
}

int report_column_width(const struct perfctr_events *events, int index)
{
	int width = strlen(perfctr_events_name(events, index));

	return width > 14 ? width : 14;
}

const char *report_estimate(const struct perfctr_count *count, char *text, size_t size)
{
	return count_known(count) ? grouped(count_estimate(count), text, size) : "n/a";
}

/* The bar's column, on a terminal: each task's share of the leading event. */
static const char bar_heading[] = "  share of ";

static const char *bar_event(const struct tree *tree)
{
	return perfctr_events_name(tree->session->counted, tree->leading);
}

static bool has_bars(const struct tree *tree)
{
	return tree->style->terminal && tree->leading >= 0;
}

/* The heading is wider than a bar. */
static int bar_width(const struct tree *tree)
{
	return has_bars(tree) ? strlen(bar_heading) + strlen(bar_event(tree)) : 0;
}

/* As many columns as the terminal has room for; the other events are in the run file. */
static int fitting_columns(const struct tree *tree)
{
	const struct counts *totals = &tree->session->results[0].totals;
	int used = 2 + NAME_WIDTH + 1 + 8 + bar_width(tree);

	for (int i = 0; i < totals->number; i++) {
		if (!totals->has[i])
			continue;
		used += 2 + report_column_width(tree->session->counted, i);
		if (tree->style->width && used > tree->style->width && i > 0)
			return i;
	}
	return totals->number;
}

static void print_heading(const struct tree *tree)
{
	const struct session *session = tree->session;

	fprintf(tree->stream, "\n  %s%-*s %8s", style_dim(tree->style), NAME_WIDTH,
		session->repetitions > 1 ? "task (last repetition)" : "task", "tid");
	for (int i = 0; i < tree->columns; i++)
		if (session->results[0].totals.has[i])
			fprintf(tree->stream, "  %*s", report_column_width(session->counted, i),
				perfctr_events_name(session->counted, i));
	if (has_bars(tree))
		fprintf(tree->stream, "%s%s", bar_heading, bar_event(tree));
	fprintf(tree->stream, "%s\n", style_off(tree->style));
}

static void print_task(const struct tree *tree, const struct task *task, int depth)
{
	const struct session *session = tree->session;
	const struct counts *totals = &session->results[session->repetitions - 1].totals;
	int indent = 2 * (depth < DEEPEST ? depth : DEEPEST);
	char number[32];
	int width;

	fprintf(tree->stream, "  %*s%s", indent, "", style_bold(tree->style));
	width = indent + print_plain(task->name, tree->stream);
	fprintf(tree->stream, "%s%*s %8d", style_off(tree->style), NAME_WIDTH - width, "",
		task->tid);
	for (int i = 0; i < tree->columns; i++) {
		if (!totals->has[i])
			continue;
		fprintf(tree->stream, "  %*s", report_column_width(session->counted, i),
			task->counts.has[i]
				? report_estimate(&task->counts.count[i], number, sizeof(number))
				: "n/a");
	}
	if (has_bars(tree) && leading_count(tree, task)) {
		fputs("  ", tree->stream);
		style_bar(tree->style,
			  (double)leading_count(tree, task) / totals->count[tree->leading].raw,
			  BAR_WIDTH, tree->stream);
	}
	fputc('\n', tree->stream);
}

/* Tasks come after those that started them, so one pass over the rest finds all children. */
static void print_below(const struct tree *tree, int parent, int depth)
{
	const struct tasks *tasks = &tree->session->tasks;

	for (int i = parent + 1; i < tasks->count; i++) {
		if (!tree->shown[i] || shown_above(tree, i) != parent)
			continue;
		print_task(tree, tasks->task[i], depth);
		print_below(tree, i, depth + 1);
	}
}

void report_tasks(const struct session *session, const struct style *style, FILE *stream)
{
	struct tree tree = {
		.session = session,
		.style = style,
		.stream = stream,
		.leading = leading_event(session),
		.shown = calloc(session->tasks.count, sizeof(bool)),
	};

	if (!tree.shown)
		return;
	tree.columns = fitting_columns(&tree);
	tree.left_out = mark_top(&tree);
	mark_starters(&tree);
	print_heading(&tree);
	print_below(&tree, -1, 0);
	if (tree.left_out)
		fprintf(stream, "  %sand %d more%s\n", style_dim(style), tree.left_out,
			style_off(style));
	free(tree.shown);
}
