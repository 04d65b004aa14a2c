/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copies of texts, each kept once. */
#ifndef PERFEX_TEXTS_H
#define PERFEX_TEXTS_H

#include "table.h"

void texts_init(struct table *texts);
/* The copy of a text, which lives until texts_free(). NULL for NULL, or when out of memory. */
const char *texts_keep(struct table *texts, const char *text);
void texts_free(struct table *texts);

#endif
