// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pairs cancel what the machine does slowly: both of a pair ran at nearly the same time. So what
 * is looked at is each pair's difference.
 */
#include "comparison.h"

#include "digits.h"
#include "metrics.h"
#include "plain.h"
#include "statistics.h"
#include "style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A smaller change is noise, however certain; perfctr diff has the same limit. */
#define LEAST_EFFECT 0.01

/* Room for a name with its unit. */
#define LABEL 128

struct change change_of(const double *program, const double *other, int pairs)
{
	struct change change = {0};
	double *differences = calloc(pairs + 1, sizeof(*differences));
	double mean = statistics_of(other, pairs).mean;
	struct statistics statistics;

	if (!differences || pairs < LEAST_PAIRS || mean <= 0)
		goto out;
	for (int i = 0; i < pairs; i++)
		differences[i] = program[i] - other[i];
	statistics = statistics_of(differences, pairs);
	change.known = true;
	change.size = statistics.mean / mean;
	change.low = (statistics.mean - statistics.margin) / mean;
	change.high = (statistics.mean + statistics.margin) / mean;
out:
	free(differences);
	return change;
}

static const char *verdict_of(const struct change *change, bool less_is_better)
{
	if (!change->known)
		return "no verdict";
	if ((change->low <= 0 && change->high >= 0) || fabs(change->size) < LEAST_EFFECT)
		return "noise";
	if (!less_is_better)
		return "changed";
	return change->size < 0 ? "better" : "worse";
}

struct comparison {
	const struct session *program, *other;
	int pairs;
	double *left, *right; /* a value of each repetition */
	int name_width;	      /* of the events and metrics with their units */
	struct style style;
	FILE *stream;
};

static const char *look_of(const struct style *style, const char *verdict)
{
	if (strcmp(verdict, "better") == 0)
		return style_good(style);
	return strcmp(verdict, "worse") == 0 ? style_bad(style) : "";
}

/* A quantity with its unit, which holds for both columns. */
static const char *label(const char *name, const char *unit, char *text, size_t size)
{
	snprintf(text, size, *unit ? "%s (%s)" : "%s", name, unit);
	return text;
}

static void widen(struct comparison *comparison, const char *name, const char *unit)
{
	char text[LABEL];
	int width = strlen(label(name, unit, text, sizeof(text)));

	if (width > comparison->name_width)
		comparison->name_width = width;
}

static void measure_names(struct comparison *comparison)
{
	const struct session *program = comparison->program;
	const struct perfctr_events *events = program->counted;

	widen(comparison, "wall-time", "ns");
	for (int i = 0; i < perfctr_events_count(events); i++)
		widen(comparison, perfctr_events_name(events, i), perfctr_events_unit(events, i));
	for (int i = 0; i < program->group_count; i++)
		for (int j = 0; j < program->group[i]->metrics; j++)
			widen(comparison, program->group[i]->metric[j].name,
			      program->group[i]->metric[j].unit);
}

static void print_row(const struct comparison *comparison, const char *name, const char *unit,
		      bool less_is_better)
{
	struct change change = change_of(comparison->left, comparison->right, comparison->pairs);
	double left = statistics_of(comparison->left, comparison->pairs).mean;
	double right = statistics_of(comparison->right, comparison->pairs).mean;
	const char *verdict = verdict_of(&change, less_is_better);
	char text[2][32], difference[16] = "", interval[32] = "", named[LABEL];

	if (change.known) {
		snprintf(difference, sizeof(difference), "%+.1f %%", 100 * change.size);
		snprintf(interval, sizeof(interval), "%+.1f %% to %+.1f %%", 100 * change.low,
			 100 * change.high);
	}
	fprintf(comparison->stream, "  %-*s %18s %18s %10s  %-22s  %s%s%s\n",
		comparison->name_width, label(name, unit, named, sizeof(named)),
		rounded(left, text[0], sizeof(text[0])), rounded(right, text[1], sizeof(text[1])),
		difference, interval, look_of(&comparison->style, verdict), verdict,
		*look_of(&comparison->style, verdict) ? style_off(&comparison->style) : "");
}

static void print_missing(const struct comparison *comparison, const char *name, const char *reason)
{
	fprintf(comparison->stream, "  %-*s %18s %18s%s%s\n", comparison->name_width, name, "n/a",
		"n/a", *reason ? "  " : "", reason);
}

static void print_event(const struct comparison *comparison, int index)
{
	const struct perfctr_events *events = comparison->program->counted;
	const char *name = perfctr_events_name(events, index);

	for (int i = 0; i < comparison->pairs; i++) {
		const struct counts *left = &comparison->program->results[i].totals;
		const struct counts *right = &comparison->other->results[i].totals;

		if (!counts_known(left, index) || !counts_known(right, index)) {
			print_missing(comparison, name,
				      left->has[index] ? "it never had a counter"
						       : perfctr_events_unavailable(events, index));
			return;
		}
		comparison->left[i] = count_estimate(&left->count[index]);
		comparison->right[i] = count_estimate(&right->count[index]);
	}
	print_row(comparison, name, perfctr_events_unit(events, index), true);
}

static void print_metric(const struct comparison *comparison, const struct metric *metric)
{
	for (int i = 0; i < comparison->pairs; i++)
		if (!metric_value(metric, comparison->program->counted,
				  &comparison->program->results[i], &comparison->left[i]) ||
		    !metric_value(metric, comparison->other->counted,
				  &comparison->other->results[i], &comparison->right[i])) {
			print_missing(comparison, metric->name, "");
			return;
		}
	print_row(comparison, metric->name, metric->unit, false);
}

static void print_side(const char *what, const struct session *session, FILE *stream)
{
	fprintf(stream, "  %-8s ", what);
	print_command(session->command, stream);
	fputc('\n', stream);
}

static void print_table(struct comparison *comparison)
{
	const struct session *program = comparison->program;

	fprintf(comparison->stream, "  %-*s %18s %18s %10s  %-22s  %s\n", comparison->name_width,
		"", "program", "against", "change", "95 % interval", "verdict");
	for (int i = 0; i < perfctr_events_count(program->counted); i++)
		print_event(comparison, i);
	for (int i = 0; i < comparison->pairs; i++) {
		comparison->left[i] = program->results[i].wall;
		comparison->right[i] = comparison->other->results[i].wall;
	}
	print_row(comparison, "wall-time", "ns", true);
	for (int i = 0; i < program->group_count; i++) {
		fprintf(comparison->stream, "\n  %s\n", program->group[i]->name);
		for (int j = 0; j < program->group[i]->metrics; j++)
			print_metric(comparison, &program->group[i]->metric[j]);
	}
}

void comparison_print(const struct session *program, const struct session *other, FILE *stream)
{
	struct comparison comparison = {
		.program = program,
		.other = other,
		.pairs = program->repetitions < other->repetitions ? program->repetitions
								   : other->repetitions,
		.style = style_of(stream),
		.stream = stream,
	};

	comparison.left = calloc(comparison.pairs + 1, sizeof(double));
	comparison.right = calloc(comparison.pairs + 1, sizeof(double));
	fputc('\n', stream);
	print_side("program", program, stream);
	print_side("against", other, stream);
	fprintf(stream, "  %d pair%s, in alternation%s\n\n", comparison.pairs,
		comparison.pairs == 1 ? "" : "s",
		comparison.pairs < LEAST_PAIRS ? ": too few for a verdict" : "");
	measure_names(&comparison);
	if (comparison.left && comparison.right && comparison.pairs)
		print_table(&comparison);
	fputc('\n', stream);
	free(comparison.left);
	free(comparison.right);
}
