/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a stream shows text: colours and bars on a terminal, nothing but text elsewhere. */
#ifndef PERFEX_STYLE_H
#define PERFEX_STYLE_H

#include <stdbool.h>
#include <stdio.h>

struct style {
	bool terminal;
	bool colour;  /* a terminal, unless NO_COLOR is set */
	bool unicode; /* a terminal that shows UTF-8 */
	int width;    /* of the terminal in columns; 0: it has no limit */
};

struct style style_of(FILE *stream);

/* What switches a look on, and off again; "" where there are no colours. */
const char *style_bold(const struct style *style);
const char *style_dim(const struct style *style);
const char *style_good(const struct style *style);
const char *style_bad(const struct style *style);
const char *style_off(const struct style *style);

/* A bar for share, from 0 to 1, where 1 has width columns; nothing unless on a terminal. */
void style_bar(const struct style *style, double share, int width, FILE *stream);

#endif
