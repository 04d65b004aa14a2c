/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts from elsewhere, such as names of tasks and arguments, on a terminal. */
#ifndef PERFEX_PLAIN_H
#define PERFEX_PLAIN_H

#include <stdio.h>

/*
 * Prints text in one line that tells the terminal nothing: a blank for each control character, a
 * question mark for each byte that is no UTF-8. Returns how many columns it takes, taking each
 * character for one.
 */
int print_plain(const char *text, FILE *stream);
/* A command's words; of very long ones and very many the start, which the run file has whole. */
void print_command(char *const *words, FILE *stream);

#endif
