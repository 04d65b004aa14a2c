// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Scripts that read perf stat's output read this as well, so its names and order are perf's: times
 * are in milliseconds, what can't be counted is "<not supported>", and what never had a counter
 * "<not counted>".
 */
#include "machine.h"

#include "metrics.h"
#include "statistics.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#define NOT_REPEATED (-1)

/* A line of output. */
struct row {
	double seconds; /* below 0: it is no snapshot */
	char value[40];
	const char *unit, *event;
	double variance; /* standard error in percent of the mean, or NOT_REPEATED */
	uint64_t runtime;
	double percent;
	const char *metric; /* NULL: it is an event */
	const char *metric_unit;
	double metric_value;
};

bool machine_wanted(const struct options *options)
{
	return options->separator || options->json;
}

static void print_json(const struct row *row, FILE *stream)
{
	json_t *json = json_object();

	if (row->seconds >= 0)
		json_object_set_new(json, "interval", json_real(row->seconds));
	if (!row->metric) {
		json_object_set_new(json, "counter-value", json_string(row->value));
		json_object_set_new(json, "unit", json_string(row->unit));
		json_object_set_new(json, "event", json_string(row->event));
	}
	if (row->variance != NOT_REPEATED)
		json_object_set_new(json, "variance", json_real(row->variance));
	if (!row->metric) {
		json_object_set_new(json, "event-runtime", json_integer(row->runtime));
		json_object_set_new(json, "pcnt-running", json_real(row->percent));
	} else {
		json_object_set_new(json, "metric-value", json_real(row->metric_value));
		json_object_set_new(json, "metric-unit", json_string(row->metric_unit));
		json_object_set_new(json, "metric", json_string(row->metric));
	}
	json_dumpf(json, stream, JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
	fputc('\n', stream);
	json_decref(json);
}

static void print_fields(const struct row *row, const char *separator, FILE *stream)
{
	if (row->seconds >= 0)
		fprintf(stream, "%.9f%s", row->seconds, separator);
	if (row->metric)
		fprintf(stream, "%s%s", separator, separator);
	else
		fprintf(stream, "%s%s%s%s%s", row->value, separator, row->unit, separator,
			row->event);
	fputs(separator, stream);
	if (row->variance != NOT_REPEATED)
		fprintf(stream, "%.2f%%%s", row->variance, separator);
	if (row->metric)
		fprintf(stream, "%s%s%.6g%s%s %s\n", separator, separator, row->metric_value,
			separator, row->metric_unit, row->metric);
	else
		fprintf(stream, "%" PRIu64 "%s%.2f%s%s\n", row->runtime, separator, row->percent,
			separator, separator);
}

static void print_row(const struct session *session, const struct row *row, FILE *stream)
{
	if (session->options->json)
		print_json(row, stream);
	else
		print_fields(row, session->options->separator, stream);
}

static bool is_time(const struct session *session, int index)
{
	return *perfctr_events_unit(session->counted, index) != '\0';
}

/* Integers are written digit by digit: a double has not all of a count's. */
static void write_count(struct row *row, uint64_t count, bool time, bool json)
{
	if (time)
		snprintf(row->value, sizeof(row->value), "%" PRIu64 ".%06" PRIu64, count / 1000000,
			 count % 1000000);
	else
		snprintf(row->value, sizeof(row->value), "%" PRIu64 "%s", count,
			 json ? ".000000" : "");
}

/* Other than by perf, means are not rounded to whole numbers: few would become none. */
static void write_mean(struct row *row, double mean, bool time, bool json)
{
	if (time)
		snprintf(row->value, sizeof(row->value), "%.6f", mean / 1e6);
	else if (json)
		snprintf(row->value, sizeof(row->value), "%.6f", mean);
	else
		snprintf(row->value, sizeof(row->value), mean < 1000 ? "%.4g" : "%.0f", mean);
}

static struct row event_row(const struct session *session, int index)
{
	return (struct row){
		.seconds = -1,
		.unit = is_time(session, index) ? "msec" : "",
		.event = perfctr_events_name(session->counted, index),
		.variance = session->repetitions > 1 ? 0 : NOT_REPEATED,
		.percent = 100,
		.value = "<not supported>",
	};
}

static void fill_row(const struct session *session, struct row *row, int index,
		     const struct perfctr_count *count)
{
	row->runtime = count->running;
	if (count->enabled)
		row->percent = 100.0 * count->running / count->enabled;
	if (count->running == 0)
		snprintf(row->value, sizeof(row->value), "<not counted>");
	else
		write_count(row, count_estimate(count), is_time(session, index),
			    session->options->json);
}

void machine_snapshot(const struct session *session, const struct counts *totals,
		      const struct counts *last, uint64_t time, FILE *stream)
{
	for (int i = 0; i < totals->number; i++) {
		const struct perfctr_count since = {
			totals->count[i].raw - last->count[i].raw,
			totals->count[i].enabled - last->count[i].enabled,
			totals->count[i].running - last->count[i].running,
		};
		struct row row = event_row(session, i);

		row.seconds = time / 1e9;
		if (totals->has[i])
			fill_row(session, &row, i, &since);
		print_row(session, &row, stream);
	}
}

static double variance_of(const struct statistics *statistics)
{
	return statistics->mean ? 100 * statistics->error / statistics->mean : 0;
}

/* Sums of all repetitions give the runtime and the share; the value is the mean of estimates. */
static void fill_mean(const struct session *session, struct row *row, int index, double *values)
{
	struct perfctr_count sum = {0};
	struct statistics statistics;

	for (int i = 0; i < session->repetitions; i++) {
		const struct perfctr_count *count = &session->results[i].totals.count[index];

		sum.raw += count->raw;
		sum.enabled += count->enabled;
		sum.running += count->running;
		values[i] = count_estimate(count);
	}
	fill_row(session, row, index, &sum);
	row->runtime /= session->repetitions;
	statistics = statistics_of(values, session->repetitions);
	row->variance = variance_of(&statistics);
	if (sum.running)
		write_mean(row, statistics.mean, is_time(session, index), session->options->json);
}

static void print_metric(const struct session *session, const struct metric *metric, double *values,
			 FILE *stream)
{
	struct row row = {
		.seconds = -1,
		.variance = NOT_REPEATED,
		.metric = metric->name,
		.metric_unit = metric->unit,
	};
	struct statistics statistics;

	for (int i = 0; i < session->repetitions; i++)
		if (!metric_value(metric, session->counted, &session->results[i], &values[i]))
			return;
	statistics = statistics_of(values, session->repetitions);
	row.metric_value = statistics.mean;
	if (session->repetitions > 1)
		row.variance = variance_of(&statistics);
	print_row(session, &row, stream);
}

void machine_print(const struct session *session, FILE *stream)
{
	const struct counts *first = &session->results[0].totals;
	double *values = calloc(session->repetitions, sizeof(*values));

	/* With snapshots the counts have been told, as by perf stat -I. */
	for (int i = 0; values && !session->options->interval && i < first->number; i++) {
		struct row row = event_row(session, i);

		if (first->has[i] && session->repetitions == 1)
			fill_row(session, &row, i, &first->count[i]);
		else if (session_knows(session, i))
			fill_mean(session, &row, i, values);
		else if (first->has[i])
			snprintf(row.value, sizeof(row.value), "<not counted>");
		print_row(session, &row, stream);
	}
	for (int i = 0; values && i < session->group_count; i++)
		for (int j = 0; j < session->group[i]->metrics; j++)
			print_metric(session, &session->group[i]->metric[j], values, stream);
	free(values);
}
