/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The content of source files. */
#ifndef PERFEX_CONTENT_H
#define PERFEX_CONTENT_H

#define MD5_TEXT 33 /* characters: hexadecimal digits and a 0 */

/*
 * The MD5 of a source file that module was made from, in text, which has MD5_TEXT characters. NULL
 * when it can't be read, or was changed after the module and so is another one.
 */
char *content_md5(const char *path, const char *directory, const char *module, char *text);

#endif
