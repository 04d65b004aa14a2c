/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions' names as their language writes them. */
#ifndef PERFEX_NAMES_H
#define PERFEX_NAMES_H

/* "ns::Class::function" from "_ZN2ns5Class8functionEv". To be freed; NULL when it is no such name.
 */
char *name_demangle(const char *linkage_name);

#endif
