/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Libraries that are shipped with perfex, and found by where it is. */
#ifndef PERFEX_BESIDE_H
#define PERFEX_BESIDE_H

/*
 * The path of a library in perfex's folder or, installed, in the one for that; NULL if there is
 * none. To be freed.
 */
char *library_beside(const char *name);

#endif
