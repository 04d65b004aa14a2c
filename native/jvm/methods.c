// SPDX-License-Identifier: LGPL-2.1-or-later
#include "methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void release(jvmtiEnv *jvmti, void *memory)
{
	if (memory)
		(*jvmti)->Deallocate(jvmti, memory);
}

/*
 * "Lorg/foo/Bar;" to "org/foo/Bar", in place. A hidden class has an address behind its name, which
 * differs from run to run: "Lorg/foo/Bar$$Lambda.0x7f12;".
 */
static char *class_path(char *signature)
{
	if (*signature != 'L')
		return signature;
	signature[strcspn(signature, ".;")] = '\0';
	return signature + 1;
}

static int set_names(struct method *method, char *class, const char *source, const char *name)
{
	const char *slash = strrchr(class, '/');
	int package = slash ? slash + 1 - class : 0;

	if (!source)
		method->file = strdup("");
	else if (asprintf(&method->file, "%.*s%s", package, class, source) < 0)
		method->file = NULL;
	for (char *c = class; *c; c++)
		if (*c == '/')
			*c = '.';
	if (asprintf(&method->name, "%s.%s", class, name) < 0)
		method->name = NULL;
	return method->file && method->name ? 0 : -1;
}

static int find_method(jvmtiEnv *jvmti, struct method *method)
{
	char *name = NULL, *signature = NULL, *source = NULL;
	int result = -1;
	jclass class;

	if ((*jvmti)->GetMethodName(jvmti, method->id, &name, NULL, NULL) ||
	    (*jvmti)->GetMethodDeclaringClass(jvmti, method->id, &class) ||
	    (*jvmti)->GetClassSignature(jvmti, class, &signature, NULL))
		goto out;
	if ((*jvmti)->GetSourceFileName(jvmti, class, &source))
		source = NULL;
	if ((*jvmti)->GetLineNumberTable(jvmti, method->id, &method->line_count, &method->lines))
		method->line_count = 0;
	result = set_names(method, class_path(signature), source, name);
out:
	release(jvmti, name);
	release(jvmti, signature);
	release(jvmti, source);
	return result;
}

static void free_method(jvmtiEnv *jvmti, struct method *method)
{
	free(method->name);
	free(method->file);
	release(jvmti, method->lines);
}

int methods_index(struct methods *methods, jmethodID id)
{
	struct method method = {.id = id};

	for (int i = methods->count - 1; i >= 0; i--)
		if (methods->method[i].id == id)
			return i;
	if (methods->count == methods->room) {
		int room = methods->room ? 2 * methods->room : 16;
		struct method *grown = reallocarray(methods->method, room, sizeof(*grown));

		if (!grown)
			return -1;
		methods->method = grown;
		methods->room = room;
	}
	if (find_method(methods->jvmti, &method) < 0) {
		free_method(methods->jvmti, &method);
		return -1;
	}
	methods->method[methods->count] = method;
	return methods->count++;
}

int method_line(const struct method *method, jlocation bytecode)
{
	jlocation nearest = -1;
	int line = 0;

	for (int i = 0; i < method->line_count; i++) {
		const jvmtiLineNumberEntry *entry = &method->lines[i];

		if (entry->start_location > bytecode || entry->start_location < nearest)
			continue;
		nearest = entry->start_location;
		line = entry->line_number;
	}
	return line;
}

int method_declared(const struct method *method)
{
	int first = 0;

	for (int i = 0; i < method->line_count; i++)
		if (!first || method->lines[i].line_number < first)
			first = method->lines[i].line_number;
	return first;
}

void methods_free(struct methods *methods)
{
	for (int i = 0; i < methods->count; i++)
		free_method(methods->jvmti, &methods->method[i]);
	free(methods->method);
}
