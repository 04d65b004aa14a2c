/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the records of a run file are made of. */
#ifndef PERFEX_RUNFILE_JSON_H
#define PERFEX_RUNFILE_JSON_H

#include "runfile.h"

#include <jansson.h>
#include <time.h>

/* Writes the record, which is freed. */
void runfile_write(struct runfile *run, json_t *record);
json_t *text_json(const char *text);
json_t *moment_json(uint64_t ns);
uint64_t nanoseconds(struct timespec time);

#endif
