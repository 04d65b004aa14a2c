/* SPDX-License-Identifier: GPL-2.0-only */
/* gperfctrs: the counters of CPUs, whoever runs there. */
#ifndef PERFCTR_GPERFCTR_H
#define PERFCTR_GPERFCTR_H

/* Returns a file descriptor, -EBUSY, or another error. */
int gperfctr_open(void);

/* dev.c: there is one at a time, and none while there are vperfctrs. */
int service_get_gperfctr(void);
void service_put_gperfctr(void);

#endif /* PERFCTR_GPERFCTR_H */
