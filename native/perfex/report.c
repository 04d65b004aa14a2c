// SPDX-License-Identifier: LGPL-2.1-or-later
#include "report.h"

#include "digits.h"
#include "metrics.h"
#include "statistics.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TOP   10
#define WIDTH 20

static void print_scope(const struct perfctr_events *events, int index, FILE *stream)
{
	const char *name = perfctr_events_name(events, index);
	const char *scope = perfctr_events_scope(events, index);

	if (strcmp(scope, "user+kernel") != 0 && !strchr(name, ':'))
		fprintf(stream, "  (%s mode only)", scope);
}

/* A row that has no number, with the reason. */
static void print_missing(const char *name, const char *reason, FILE *stream)
{
	fprintf(stream, "%*s %-2s  %-24s  %s\n", WIDTH, "n/a", "", name, reason);
}

static void print_value(double value, const char *unit, const char *name, FILE *stream)
{
	char number[32];

	fprintf(stream, "%*s %-2s  %s", WIDTH, grouped(value + 0.5, number, sizeof(number)), unit,
		name);
}

static void print_statistics(const double *values, int count, FILE *stream)
{
	struct statistics statistics = statistics_of(values, count);
	double percent = statistics.mean ? 100 / statistics.mean : 0;
	char deviation[32];

	fprintf(stream, "  +- %.2f %%, deviation %s", statistics.margin * percent,
		grouped(statistics.deviation + 0.5, deviation, sizeof(deviation)));
}

/* The least share of the time that an event had a counter in any repetition. */
static double least_share(const struct session *session, int index)
{
	double least = 1;

	for (int i = 0; i < session->repetitions; i++) {
		const struct perfctr_count *count = &session->results[i].totals.count[index];
		double share = count->enabled ? (double)count->running / count->enabled : 1;

		if (share < least)
			least = share;
	}
	return least;
}

static void print_total(const struct session *session, int index, double *values, FILE *stream)
{
	const char *name = perfctr_events_name(session->counted, index);
	double share = least_share(session, index);

	if (!session->results[0].totals.has[index]) {
		print_missing(name, perfctr_events_unavailable(session->counted, index), stream);
		return;
	}
	if (share == 0) {
		print_missing(name, "it never had a counter: count fewer events at a time", stream);
		return;
	}
	/* A single value is printed to the last digit, which a double may not have. */
	if (session->repetitions == 1) {
		char number[32];

		fprintf(stream, "%*s %-2s  %s", WIDTH,
			grouped(count_estimate(&session->results[0].totals.count[index]), number,
				sizeof(number)),
			perfctr_events_unit(session->counted, index), name);
	} else {
		for (int i = 0; i < session->repetitions; i++)
			values[i] = count_estimate(&session->results[i].totals.count[index]);
		print_value(statistics_of(values, session->repetitions).mean,
			    perfctr_events_unit(session->counted, index), name, stream);
		print_statistics(values, session->repetitions, stream);
	}
	print_scope(session->counted, index, stream);
	if (share < 1)
		fprintf(stream, "  (scaled: counted %.1f %% of the time)", 100 * share);
	fputc('\n', stream);
}

static void print_metric(const struct session *session, const struct metric *metric, double *values,
			 FILE *stream)
{
	struct statistics statistics;
	char number[32];

	for (int i = 0; i < session->repetitions; i++)
		if (!metric_value(metric, session->counted, &session->results[i], &values[i])) {
			fprintf(stream, "%*s  %s\n", WIDTH, "n/a", metric->name);
			return;
		}
	statistics = statistics_of(values, session->repetitions);
	if (statistics.mean >= 10000)
		grouped(statistics.mean + 0.5, number, sizeof(number));
	else
		snprintf(number, sizeof(number), "%.4g", statistics.mean);
	fprintf(stream, "%*s  %s (%s)", WIDTH, number, metric->name, metric->unit);
	if (session->repetitions > 1 && statistics.mean != 0)
		fprintf(stream, "  +- %.2f %%", 100 * statistics.margin / statistics.mean);
	fputc('\n', stream);
}

static void print_groups(const struct session *session, double *values, FILE *stream)
{
	for (int i = 0; i < session->group_count; i++) {
		const struct group *group = session->group[i];

		fprintf(stream, "\n  %s\n", group->name);
		for (int j = 0; j < group->metrics; j++)
			print_metric(session, &group->metric[j], values, stream);
	}
}

static void print_wall(const struct session *session, double *values, FILE *stream)
{
	for (int i = 0; i < session->repetitions; i++)
		values[i] = session->results[i].wall;
	fputc('\n', stream);
	print_value(statistics_of(values, session->repetitions).mean, "ns", "wall-time", stream);
	if (session->repetitions > 1)
		print_statistics(values, session->repetitions, stream);
	fputc('\n', stream);
}

/* The event by which tasks are ordered: the first time, or the first one there is. */
static int leading_event(const struct session *session)
{
	int first = -1;

	for (int i = session->results[0].totals.number - 1; i >= 0; i--)
		if (session->results[0].totals.has[i])
			first = i;
	for (int i = 0; i < session->results[0].totals.number; i++)
		if (session->results[0].totals.has[i] && *perfctr_events_unit(session->counted, i))
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

static int column_width(const struct perfctr_events *events, int index)
{
	int width = strlen(perfctr_events_name(events, index));

	return width > 14 ? width : 14;
}

static void print_task(const struct session *session, const struct task *task, FILE *stream)
{
	char number[32];

	fprintf(stream, "  %-15s %8d", task->name, task->tid);
	for (int i = 0; i < session->results[0].totals.number; i++) {
		if (!session->results[0].totals.has[i])
			continue;
		fprintf(stream, "  %*s", column_width(session->counted, i),
			task->counts.has[i] ? grouped(count_estimate(&task->counts.count[i]),
						      number, sizeof(number))
					    : "n/a");
	}
	fputc('\n', stream);
}

static void print_tasks(const struct session *session, FILE *stream)
{
	int count = session->tasks.count;
	struct task **sorted = calloc(count, sizeof(struct task *));

	if (!sorted)
		return;
	memcpy(sorted, session->tasks.task, count * sizeof(struct task *));
	leading = leading_event(session);
	qsort(sorted, count, sizeof(struct task *), by_leading);
	fprintf(stream, "\n  %-15s %8s", session->repetitions > 1 ? "task (last)" : "task", "tid");
	for (int i = 0; i < session->results[0].totals.number; i++)
		if (session->results[0].totals.has[i])
			fprintf(stream, "  %*s", column_width(session->counted, i),
				perfctr_events_name(session->counted, i));
	fputc('\n', stream);
	for (int i = 0; i < count && i < TOP; i++)
		print_task(session, sorted[i], stream);
	if (count > TOP)
		fprintf(stream, "  and %d more\n", count - TOP);
	free(sorted);
}

void report_snapshot(const struct perfctr_events *events, const struct counts *totals,
		     const struct counts *last, uint64_t time, FILE *stream)
{
	bool first = true;
	char number[32];

	for (int i = 0; i < totals->number; i++)
		first = first && last->count[i].enabled == 0;
	if (first) {
		fprintf(stream, "%12s", "seconds");
		for (int i = 0; i < totals->number; i++)
			if (totals->has[i])
				fprintf(stream, "  %*s", column_width(events, i),
					perfctr_events_name(events, i));
		fputc('\n', stream);
	}
	fprintf(stream, "%12.3f", time / 1e9);
	for (int i = 0; i < totals->number; i++) {
		const struct perfctr_count *now = &totals->count[i], *before = &last->count[i];
		struct perfctr_count since = {now->raw - before->raw,
					      now->enabled - before->enabled,
					      now->running - before->running};

		if (totals->has[i])
			fprintf(stream, "  %*s", column_width(events, i),
				grouped(count_estimate(&since), number, sizeof(number)));
	}
	fputc('\n', stream);
}

void report_print(const struct session *session, FILE *stream)
{
	double *values = calloc(session->repetitions, sizeof(*values));

	if (!values)
		return;
	fprintf(stream, "\n ");
	for (char **word = session->command; *word; word++)
		fprintf(stream, " %s", *word);
	if (session->repetitions > 1)
		fprintf(stream, "  (%d repetitions; the interval is for 95 %%)",
			session->repetitions);
	fprintf(stream, "\n\n");
	for (int i = 0; i < session->results[0].totals.number; i++)
		print_total(session, i, values, stream);
	print_wall(session, values, stream);
	print_groups(session, values, stream);
	if (session->tasks.count > 1)
		print_tasks(session, stream);
	fputc('\n', stream);
	free(values);
}
