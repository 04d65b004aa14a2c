/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the samples of a run to its line profile. */
#ifndef PERFEX_LINES_H
#define PERFEX_LINES_H

#include "session.h"

/*
 * Resolves the samples, writes the line profile, and tells what could not be resolved. It is done
 * in a process of its own: a damaged or hostile file that crashes or halts a library while it is
 * read costs the lines of that file, not the run.
 */
void lines_write(struct session *session);

#endif
