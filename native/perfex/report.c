// SPDX-License-Identifier: LGPL-2.1-or-later
#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TOP   10
#define WIDTH 20

/* A number with its thousands told apart. */
static const char *grouped(uint64_t number, char *text, size_t size)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
	size_t used = 0;

	for (int i = 0; i < length && used + 2 < size; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			text[used++] = ',';
		text[used++] = digits[i];
	}
	text[used] = '\0';
	return text;
}

/* What it would have counted with a counter all the time. */
static uint64_t estimate(const struct perfctr_count *count)
{
	if (count->running == 0 || count->running >= count->enabled)
		return count->raw;
	return (double)count->raw * count->enabled / count->running;
}

static void print_total(const struct report *report, int index, FILE *stream)
{
	const struct perfctr_count *count = &report->totals->count[index];
	const char *name = perfctr_events_name(report->events, index);
	const char *unit = perfctr_events_unit(report->events, index);
	bool taken = report->totals->has[index];
	char number[32];

	if (!taken) {
		fprintf(stream, "%*s %-2s  %-24s  %s\n", WIDTH, "n/a", "", name,
			perfctr_events_unavailable(report->events, index));
		return;
	}
	if (count->enabled > 0 && count->running == 0) {
		fprintf(stream, "%*s %-2s  %-24s  %s\n", WIDTH, "n/a", "", name,
			"it never had a counter: count fewer events at a time");
		return;
	}
	fprintf(stream, "%*s %-2s  %s", WIDTH, grouped(estimate(count), number, sizeof(number)),
		unit, name);
	if (strcmp(perfctr_events_scope(report->events, index), "user+kernel") != 0 &&
	    !strchr(name, ':'))
		fprintf(stream, "  (%s mode only)", perfctr_events_scope(report->events, index));
	if (count->running < count->enabled)
		fprintf(stream, "  (scaled: counted %.1f %% of the time)",
			100.0 * count->running / count->enabled);
	fputc('\n', stream);
}

/* The event by which tasks are ordered: the first time, or the first one there is. */
static int leading_event(const struct report *report)
{
	int first = -1;

	for (int i = report->totals->number - 1; i >= 0; i--)
		if (report->totals->has[i])
			first = i;
	for (int i = 0; i < report->totals->number; i++)
		if (report->totals->has[i] && *perfctr_events_unit(report->events, i))
			return i;
	return first;
}

static int leading;

static int by_leading(const void *a, const void *b)
{
	const struct task *x = *(struct task *const *)a, *y = *(struct task *const *)b;
	uint64_t cx = x->counts.count[leading].raw, cy = y->counts.count[leading].raw;

	if (cx != cy)
		return cx > cy ? -1 : 1;
	return x->number - y->number;
}

static int column_width(const struct report *report, int index)
{
	int width = strlen(perfctr_events_name(report->events, index));

	return width > 14 ? width : 14;
}

static void print_task(const struct report *report, const struct task *task, FILE *stream)
{
	char number[32];

	fprintf(stream, "  %-15s %8d", task->name, task->tid);
	for (int i = 0; i < report->totals->number; i++) {
		if (!report->totals->has[i])
			continue;
		fprintf(stream, "  %*s", column_width(report, i),
			task->counts.has[i]
				? grouped(estimate(&task->counts.count[i]), number, sizeof(number))
				: "n/a");
	}
	fputc('\n', stream);
}

static void print_tasks(const struct report *report, FILE *stream)
{
	int count = report->tasks->count;
	struct task **sorted = calloc(count, sizeof(struct task *));

	if (!sorted)
		return;
	memcpy(sorted, report->tasks->task, count * sizeof(struct task *));
	leading = leading_event(report);
	qsort(sorted, count, sizeof(struct task *), by_leading);
	fprintf(stream, "\n  %-15s %8s", "task", "tid");
	for (int i = 0; i < report->totals->number; i++)
		if (report->totals->has[i])
			fprintf(stream, "  %*s", column_width(report, i),
				perfctr_events_name(report->events, i));
	fputc('\n', stream);
	for (int i = 0; i < count && i < TOP; i++)
		print_task(report, sorted[i], stream);
	if (count > TOP)
		fprintf(stream, "  and %d more\n", count - TOP);
	free(sorted);
}

void report_print(const struct report *report, FILE *stream)
{
	char number[32];

	fprintf(stream, "\n ");
	for (char **word = report->command; *word; word++)
		fprintf(stream, " %s", *word);
	fprintf(stream, "\n\n");
	for (int i = 0; i < report->totals->number; i++)
		print_total(report, i, stream);
	fprintf(stream, "\n%*s %-2s  %s\n", WIDTH, grouped(report->wall, number, sizeof(number)),
		"ns", "wall-time");
	if (report->tasks->count > 1)
		print_tasks(report, stream);
	fputc('\n', stream);
}
