/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a running process is: its command line and working directory. */
#ifndef PERFEX_PROCESS_H
#define PERFEX_PROCESS_H

/* Its arguments, with a NULL behind them; its name in brackets if it has none. NULL: no memory. */
char **process_command(int pid);
void process_free_command(char **command);
/* "" if it may not be known. NULL: no memory. */
char *process_directory(int pid);

#endif
