// SPDX-License-Identifier: LGPL-2.1-or-later
#include "report.h"

#include "digits.h"
#include "metrics.h"
#include "plain.h"
#include "relations.h"
#include "statistics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH	   20
#define UNIT_WIDTH 6

/* The report while it is printed. */
struct report {
	const struct session *session;
	struct style style;
	double *values; /* room for one of each repetition */
	int name_width; /* of the events and metrics */
	int missing;	/* columns between the name in this row and the next column */
	FILE *stream;
};

static void widen(struct report *report, const char *name)
{
	int width = strlen(name);

	if (width > report->name_width)
		report->name_width = width;
}

/* A number, its unit and what it is. */
static void print_row(struct report *report, const char *number, const char *unit, const char *name)
{
	const struct style *style = &report->style;

	fprintf(report->stream, "%s%*s%s %-2s  %s", style_bold(style), WIDTH, number,
		style_off(style), unit, name);
	report->missing = report->name_width - (int)strlen(name);
}

/* What follows in a row, aligned with that of the others. */
static __attribute__((format(printf, 2, 3))) void print_note(struct report *report,
							     const char *format, ...)
{
	va_list arguments;

	fprintf(report->stream, "%*s  ", report->missing, "");
	report->missing = 0;
	va_start(arguments, format);
	vfprintf(report->stream, format, arguments);
	va_end(arguments);
}

/* A row that has no number, with the reason. */
static void print_missing(struct report *report, const char *name, const char *reason)
{
	const struct style *style = &report->style;

	fprintf(report->stream, "%s%*s %-2s  ", style_dim(style), WIDTH, "n/a", "");
	if (*reason)
		fprintf(report->stream, "%-*s  %s", report->name_width, name, reason);
	else
		fputs(name, report->stream);
	fprintf(report->stream, "%s\n", style_off(style));
}

static void print_statistics(struct report *report)
{
	struct statistics statistics = statistics_of(report->values, report->session->repetitions);
	double percent = statistics.mean ? 100 / statistics.mean : 0;
	char deviation[32];

	print_note(report, "+- %6.2f %%  deviation %s", statistics.margin * percent,
		   rounded(statistics.deviation, deviation, sizeof(deviation)));
}

static void print_mean(struct report *report, const char *unit, const char *name)
{
	struct statistics statistics = statistics_of(report->values, report->session->repetitions);
	char number[32];

	print_row(report, rounded(statistics.mean, number, sizeof(number)), unit, name);
	if (report->session->repetitions > 1)
		print_statistics(report);
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

static void print_scope(struct report *report, int index)
{
	const struct perfctr_events *events = report->session->counted;
	const char *scope = perfctr_events_scope(events, index);

	if (strcmp(scope, "user+kernel") != 0 && !strchr(perfctr_events_name(events, index), ':'))
		print_note(report, "(%s mode only)", scope);
}

static void print_relation(struct report *report, int index)
{
	char text[64];

	if (relation_of(report->session, index, text, sizeof(text)))
		print_note(report, "%s", text);
}

static void print_total(struct report *report, int index)
{
	const struct session *session = report->session;
	const char *name = perfctr_events_name(session->counted, index);
	const char *unit = perfctr_events_unit(session->counted, index);
	double share = least_share(session, index);
	char number[32];

	if (!session_knows(session, index)) {
		const char *unavailable = perfctr_events_unavailable(session->counted, index);

		print_missing(report, name,
			      *unavailable
				      ? unavailable
				      : "it never had a counter: count fewer events at a time");
		return;
	}
	for (int i = 0; i < session->repetitions; i++)
		report->values[i] = count_estimate(&session->results[i].totals.count[index]);
	/* A single value is printed to the last digit, which a double may not have. */
	if (session->repetitions == 1)
		print_row(report,
			  grouped(count_estimate(&session->results[0].totals.count[index]), number,
				  sizeof(number)),
			  unit, name);
	else
		print_mean(report, unit, name);
	print_relation(report, index);
	print_scope(report, index);
	if (share < 1)
		print_note(report, "(scaled: counted %.1f %% of the time)", 100 * share);
	fputc('\n', report->stream);
}

static void print_metric(struct report *report, const struct metric *metric)
{
	const struct session *session = report->session;
	struct statistics statistics;
	char number[32];

	for (int i = 0; i < session->repetitions; i++)
		if (!metric_value(metric, session->counted, &session->results[i],
				  &report->values[i])) {
			print_missing(report, metric->name, "");
			return;
		}
	statistics = statistics_of(report->values, session->repetitions);
	print_row(report, rounded(statistics.mean, number, sizeof(number)), "", metric->name);
	print_note(report, "%s", metric->unit);
	if (session->repetitions > 1 && statistics.mean != 0)
		fprintf(report->stream, "%*s  +- %6.2f %%",
			(int)(UNIT_WIDTH - strlen(metric->unit)), "",
			100 * statistics.margin / statistics.mean);
	fputc('\n', report->stream);
}

static void print_groups(struct report *report)
{
	const struct session *session = report->session;

	for (int i = 0; i < session->group_count; i++) {
		const struct group *group = session->group[i];

		fprintf(report->stream, "\n  %s%s%s\n", style_bold(&report->style), group->name,
			style_off(&report->style));
		for (int j = 0; j < group->metrics; j++)
			print_metric(report, &group->metric[j]);
	}
}

static void print_wall(struct report *report)
{
	for (int i = 0; i < report->session->repetitions; i++)
		report->values[i] = report->session->results[i].wall;
	fputc('\n', report->stream);
	print_mean(report, "ns", "wall-time");
	fputc('\n', report->stream);
}

/* What was counted: the program, or where it was not one that perfex started. */
static void print_title(struct report *report)
{
	const struct session *session = report->session;
	const struct numbers *pids = &session->options->pids;
	FILE *stream = report->stream;

	fprintf(stream, "\n  %s", style_bold(&report->style));
	for (int i = 0; i < pids->count; i++)
		fprintf(stream, "%s%d", i ? ", " : "process ", pids->number[i]);
	if (session->options->cpus.count == 1)
		fprintf(stream, "CPU %d, whoever ran there", session->options->cpus.number[0]);
	else if (session->options->cpus.count)
		fprintf(stream, "%d CPUs, whoever ran there", session->options->cpus.count);
	if ((pids->count || session->options->cpus.count) && session->command[0])
		fputs(": ", stream);
	print_command(session->command, stream);
	fputs(style_off(&report->style), stream);
	if (session->repetitions > 1)
		fprintf(stream, "  (%d repetitions; the interval is for 95 %%)",
			session->repetitions);
	fputs("\n\n", stream);
}

static void print_cpu(struct report *report, int number, const struct counts *counts)
{
	char text[32];

	fprintf(report->stream, "  %-8d", number);
	for (int i = 0; i < counts->number; i++)
		if (counts->has[i])
			fprintf(report->stream, "  %*s",
				report_column_width(report->session->counted, i),
				report_estimate(&counts->count[i], text, sizeof(text)));
	fputc('\n', report->stream);
}

static void print_cpus(struct report *report)
{
	const struct session *session = report->session;

	fprintf(report->stream, "\n  %s%-8s", style_dim(&report->style),
		session->repetitions > 1 ? "CPU, last" : "CPU");
	for (int i = 0; i < session->cpus[0].number; i++)
		if (session->cpus[0].has[i])
			fprintf(report->stream, "  %*s", report_column_width(session->counted, i),
				perfctr_events_name(session->counted, i));
	fprintf(report->stream, "%s\n", style_off(&report->style));
	for (int i = 0; i < session->options->cpus.count; i++)
		print_cpu(report, session->options->cpus.number[i], &session->cpus[i]);
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
				fprintf(stream, "  %*s", report_column_width(events, i),
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
			fprintf(stream, "  %*s", report_column_width(events, i),
				report_estimate(&since, number, sizeof(number)));
	}
	fputc('\n', stream);
}

static void measure_names(struct report *report)
{
	const struct session *session = report->session;

	widen(report, "wall-time");
	for (int i = 0; i < perfctr_events_count(session->counted); i++)
		widen(report, perfctr_events_name(session->counted, i));
	for (int i = 0; i < session->group_count; i++)
		for (int j = 0; j < session->group[i]->metrics; j++)
			widen(report, session->group[i]->metric[j].name);
}

void report_print(const struct session *session, FILE *stream)
{
	struct report report = {
		.session = session,
		.style = style_of(stream),
		.values = calloc(session->repetitions, sizeof(double)),
		.stream = stream,
	};

	if (!report.values)
		return;
	measure_names(&report);
	print_title(&report);
	for (int i = 0; i < session->results[0].totals.number; i++)
		print_total(&report, i);
	print_wall(&report);
	print_groups(&report);
	if (session->options->cpus.count)
		print_cpus(&report);
	else if (session->tasks.count > 1)
		report_tasks(session, &report.style, stream);
	fputc('\n', stream);
	free(report.values);
}
