/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the JVM knows about the methods of one piece of compiled code. */
#ifndef PERFCTR_JVM_METHODS_H
#define PERFCTR_JVM_METHODS_H

#include <jvmti.h>

struct method {
	jmethodID id;
	char *name; /* class and method, as people write it */
	char *file; /* the source file with its package's folders, or "" */
	jvmtiLineNumberEntry *lines;
	jint line_count;
};

struct methods {
	jvmtiEnv *jvmti;
	struct method *method;
	int count, room;
};

/* The index of this method, or -1 when the JVM doesn't know it or memory ran out. */
int methods_index(struct methods *methods, jmethodID id);
/* The line of a bytecode, or 0. */
int method_line(const struct method *method, jlocation bytecode);
/* Its first line, or 0. */
int method_declared(const struct method *method);
void methods_free(struct methods *methods);

#endif
