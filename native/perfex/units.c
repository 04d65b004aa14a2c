// SPDX-License-Identifier: LGPL-2.1-or-later
#include "units.h"

#include "parallel.h"
#include "ranges.h"
#include "texts.h"

#include <dwarf.h>
#include <pthread.h>
#include <stdlib.h>

/* libdw keeps all that it has read of a unit: after so many it is made to forget it. */
#define UNITS_PER_HANDLE 32

struct units {
	struct debug_file *file;
	Dwarf_Off *die; /* where each unit's is */
	int count;
	struct ranges ranges;
	struct table texts[WORKERS_MAX];
};

/* The addresses that lie in one unit. */
struct job {
	int unit;
	struct place **places;
	int count;
};

/* What the workers share. */
struct work {
	struct units *units;
	struct job *job;
	int jobs;
	int next;	      /* the job that the next worker takes */
	pthread_mutex_t lock; /* of the file */
};

static int add_unit(struct units *units, Dwarf_Die *die, int *room)
{
	if (units->count == *room) {
		int larger = *room ? 2 * *room : 64;
		Dwarf_Off *grown = reallocarray(units->die, larger, sizeof(*grown));

		if (!grown)
			return -1;
		units->die = grown;
		*room = larger;
	}
	ranges_add_die(&units->ranges, die, units->count);
	units->die[units->count++] = dwarf_dieoffset(die);
	return 0;
}

struct units *units_open(struct debug_file *file)
{
	struct units *units = calloc(1, sizeof(*units));
	Dwarf *dwarf = debug_file_begin(file);
	Dwarf_CU *cu = NULL;
	Dwarf_Die die;
	int room = 0;

	while (units && dwarf && dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &die, NULL) == 0)
		if ((dwarf_tag(&die) == DW_TAG_compile_unit ||
		     dwarf_tag(&die) == DW_TAG_skeleton_unit) &&
		    add_unit(units, &die, &room) < 0)
			break;
	dwarf_end(dwarf);
	if (!units)
		return NULL;
	units->file = file;
	ranges_sort(&units->ranges);
	for (int i = 0; i < WORKERS_MAX; i++)
		texts_init(&units->texts[i]);
	return units;
}

static Dwarf *begin(struct work *work)
{
	Dwarf *dwarf;

	pthread_mutex_lock(&work->lock);
	dwarf = debug_file_begin(work->units->file);
	pthread_mutex_unlock(&work->lock);
	return dwarf;
}

static void find_some(int worker, void *context)
{
	struct work *work = context;
	struct units *units = work->units;
	Dwarf *dwarf = NULL;
	int i, done = 0;

	while ((i = __atomic_fetch_add(&work->next, 1, __ATOMIC_RELAXED)) < work->jobs) {
		const struct job *job = &work->job[i];
		Dwarf_Die die;

		if (done++ % UNITS_PER_HANDLE == 0) {
			dwarf_end(dwarf);
			dwarf = begin(work);
		}
		if (dwarf && dwarf_offdie(dwarf, units->die[job->unit], &die))
			unit_find(&die, debug_file_lines(units->file), job->places, job->count,
				  &units->texts[worker]);
	}
	dwarf_end(dwarf);
}

/* An address, and where it is. */
struct located {
	int unit;
	struct place *place;
};

static int by_unit(const void *a, const void *b)
{
	const struct located *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit - y->unit;
	if (x->place->address != y->place->address)
		return x->place->address < y->place->address ? -1 : 1;
	return 0;
}

static void add_jobs(struct work *work, const struct located *located, struct place **sorted,
		     int count)
{
	for (int i = 0; i < count; i++) {
		sorted[i] = located[i].place;
		if (i == 0 || located[i].unit != located[i - 1].unit)
			work->job[work->jobs++] =
				(struct job){.unit = located[i].unit, .places = &sorted[i]};
		work->job[work->jobs - 1].count++;
	}
}

void units_find(struct units *units, struct place *places, int count)
{
	struct work work = {.units = units, .lock = PTHREAD_MUTEX_INITIALIZER};
	struct located *located = calloc(count + 1, sizeof(*located));
	struct place **sorted = calloc(count + 1, sizeof(*sorted));
	int found = 0;

	work.job = calloc(count + 1, sizeof(*work.job));
	if (!located || !sorted || !work.job)
		goto out;
	for (int i = 0; i < count; i++) {
		int unit = ranges_find(&units->ranges, places[i].address);

		if (unit >= 0)
			located[found++] = (struct located){unit, &places[i]};
	}
	if (found)
		qsort(located, found, sizeof(*located), by_unit);
	add_jobs(&work, located, sorted, found);
	parallel_run(find_some, &work);
out:
	free(located);
	free(sorted);
	free(work.job);
}

void units_close(struct units *units)
{
	if (!units)
		return;
	for (int i = 0; i < WORKERS_MAX; i++)
		texts_free(&units->texts[i]);
	ranges_free(&units->ranges);
	free(units->die);
	free(units);
}
