/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a count says beside another one of the same run: instructions a cycle, and so on. */
#ifndef PERFEX_RELATIONS_H
#define PERFEX_RELATIONS_H

#include "session.h"

/* Over all repetitions, in text. Returns false when there is nothing to say about the event. */
bool relation_of(const struct session *session, int event, char *text, size_t size);

#endif
