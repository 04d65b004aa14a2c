/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PERFCTR_PRESETS_H
#define PERFCTR_PRESETS_H

#include <stdint.h>

/*
 * The event that a preset of perf_events (type, config) is on this processor, of the family
 * "intel", "amd" or "netburst", and on these cores of a hybrid, or NULL: a name or a raw code, to
 * be freed; NULL if none is known.
 */
char *preset_find(uint32_t type, uint64_t config, const char *family, const char *cores);

#endif
