// SPDX-License-Identifier: LGPL-2.1-or-later
#include "resolver.h"

#include "jitdump.h"
#include "kernel.h"
#include "symbols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a module's spots are resolved with; both NULL: nothing. */
struct opened {
	bool tried;
	bool gone; /* the file was removed or replaced since it was mapped */
	struct symbols *symbols;
	struct jitdump *jitdump;
};

int resolver_open(struct resolver *resolver, const struct spaces *spaces, const char *jitdumps)
{
	*resolver = (struct resolver){.spaces = spaces, .jitdumps = jitdumps, .last = -1};
	resolver->opened = calloc(spaces->modules.count + 1, sizeof(*resolver->opened));
	return resolver->opened ? 0 : -1;
}

static struct jitdump *open_jitdump(const struct resolver *resolver, int pid)
{
	const char *told = spaces_jitdump(resolver->spaces, pid);
	struct jitdump *dump = told ? jitdump_read(told) : NULL;
	char *name;

	/* Where no file may be mapped executable, it can't be told. */
	if (dump || !resolver->jitdumps)
		return dump;
	if (asprintf(&name, "%s/jit-%d.dump", resolver->jitdumps, pid) < 0)
		return NULL;
	dump = jitdump_read(name);
	free(name);
	return dump;
}

/* What a module began in the background ends before another one is read: it may be damaged. */
static void change_module(struct resolver *resolver, int number)
{
	const struct opened *last = resolver->last < 0 ? NULL : &resolver->opened[resolver->last];

	if (resolver->last == number)
		return;
	if (last && last->symbols)
		symbols_settle(last->symbols);
	resolver->last = number;
	if (resolver->reading)
		resolver->reading(number, resolver->context);
}

static struct opened *get_opened(struct resolver *resolver, int number)
{
	const struct module *module = spaces_module(resolver->spaces, number);
	struct opened *opened = &resolver->opened[number];
	enum trust trust = resolver->trust ? resolver->trust[number] : TRUST_ALL;

	change_module(resolver, number);
	if (opened->tried)
		return opened;
	opened->tried = true;
	opened->gone = module->kind == MODULE_FILE && !image_is(module->name, &module->identity);
	if (opened->gone)
		return opened;
	if (trust != TRUST_NOTHING &&
	    (module->kind == MODULE_FILE || strcmp(module->name, "[vdso]") == 0))
		opened->symbols = symbols_open(module->name, trust == TRUST_ALL);
	if (!module->pid || trust != TRUST_ALL)
		return opened;
	opened->jitdump = open_jitdump(resolver, module->pid);
	if (module->kind == MODULE_CODE && !opened->jitdump &&
	    spaces_is_jvm(resolver->spaces, module->pid))
		resolver->jvms_without_agent++;
	return opened;
}

const char *resolver_module(struct resolver *resolver, int number)
{
	const struct module *module = spaces_module(resolver->spaces, number);

	if (module->kind == MODULE_CODE && spaces_is_jvm(resolver->spaces, module->pid))
		return "[java]";
	return module->name;
}

const char *resolver_build_id(struct resolver *resolver, int number)
{
	const struct opened *opened = get_opened(resolver, number);

	return opened->symbols ? symbols_build_id(opened->symbols) : NULL;
}

static const char *work_name(const struct opened *opened, const struct spot *spot)
{
	switch ((enum jvm_work)spot->offset) {
	case JVM_COMPILER:
		return "[JIT compiler]";
	case JVM_COLLECTOR:
		return "[garbage collection]";
	case JVM_OPERATION:
		if (opened->jitdump && jitdump_paused(opened->jitdump, spot->time))
			return "[garbage collection]";
		break;
	case JVM_RUNTIME:
		break;
	}
	return "[JVM]";
}

static const struct kernel *get_kernel(struct resolver *resolver)
{
	if (!resolver->kernel_tried)
		resolver->kernel = kernel_open();
	resolver->kernel_tried = true;
	resolver->kernel_hidden = !resolver->kernel;
	return resolver->kernel;
}

static const char *kernel_function(struct resolver *resolver, uint64_t address)
{
	const struct kernel *kernel = get_kernel(resolver);

	return kernel ? kernel_find(kernel, address) : NULL;
}

/* Of what has no symbols of a file. Returns the number of frames, one at least. */
static int find_frames(struct resolver *resolver, const struct spot *spot, struct frame *frames)
{
	const struct module *module = spaces_module(resolver->spaces, spot->module);
	const struct opened *opened = &resolver->opened[spot->module];
	int count;

	frames[0] = (struct frame){0};
	if (module->kind == MODULE_JVM)
		frames[0].function = work_name(opened, spot);
	else if (strcmp(module->name, "[kernel]") == 0)
		frames[0].function = kernel_function(resolver, spot->offset);
	if (module->kind != MODULE_CODE || !opened->jitdump)
		return 1;
	count = jitdump_find(opened->jitdump, spot->offset, spot->time, frames);
	/* A virtual machine tells all that it compiles; the rest is its own. */
	if (count == 0 && spaces_is_jvm(resolver->spaces, module->pid))
		frames[0].function = "[JVM]";
	return count ? count : 1;
}

void resolver_find(struct resolver *resolver, const struct spot *const *spots, struct place *places,
		   int count)
{
	const struct opened *opened = count ? get_opened(resolver, spots[0]->module) : NULL;

	for (int i = 0; i < count; i++) {
		struct frame frames[FRAMES_MAX];

		places[i] = (struct place){.address = spots[i]->offset};
		if (!opened->symbols)
			place_set(&places[i], frames, find_frames(resolver, spots[i], frames));
	}
	if (count && opened->symbols)
		symbols_find(opened->symbols, places, count);
}

void resolver_count(struct resolver *resolver, int module, uint64_t samples)
{
	struct lineless *lineless = &resolver->lineless;
	const struct opened *opened = &resolver->opened[module];

	if (spaces_module(resolver->spaces, module)->kind != MODULE_FILE)
		return;
	/* Of a damaged file that is told otherwise. */
	if (resolver->trust && resolver->trust[module] != TRUST_ALL)
		return;
	if (opened->symbols && symbols_have_lines(opened->symbols))
		return;
	lineless->samples += samples;
	lineless->modules++;
	if (samples <= lineless->most_samples)
		return;
	lineless->most = module;
	lineless->most_samples = samples;
	lineless->gone = opened->gone;
}

static bool find_extent(struct resolver *resolver, const struct spot *spot, struct extent *extent)
{
	const struct module *module = spaces_module(resolver->spaces, spot->module);
	const struct opened *opened = get_opened(resolver, spot->module);
	const struct kernel *kernel;

	if (opened->symbols)
		return symbols_extent(opened->symbols, spot->offset, extent);
	if (opened->jitdump)
		return jitdump_extent(opened->jitdump, spot->offset, spot->time, extent);
	if (strcmp(module->name, "[kernel]") != 0)
		return false;
	kernel = get_kernel(resolver);
	return kernel && kernel_extent(kernel, spot->offset, extent);
}

bool resolver_extent(struct resolver *resolver, const struct spot *spot, struct extent *extent)
{
	if (spaces_module(resolver->spaces, spot->module)->kind == MODULE_JVM)
		return false;
	if (!find_extent(resolver, spot, extent))
		*extent = (struct extent){.address = spot->offset};
	return true;
}

bool resolver_read(struct resolver *resolver, int module, const struct extent *extent, void *bytes)
{
	const struct opened *opened = get_opened(resolver, module);

	if (opened->symbols)
		return symbols_read(opened->symbols, extent, bytes);
	return opened->jitdump && jitdump_read_code(opened->jitdump, extent, bytes);
}

void resolver_close(struct resolver *resolver)
{
	for (size_t i = 0; resolver->opened && i < resolver->spaces->modules.count; i++) {
		symbols_close(resolver->opened[i].symbols);
		jitdump_free(resolver->opened[i].jitdump);
	}
	free(resolver->opened);
	kernel_close(resolver->kernel);
}
