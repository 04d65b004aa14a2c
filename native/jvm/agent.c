// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libperfctr-jvm.so: a JVMTI agent that tells, in a jitdump, what code the JVM compiles and which
 * source line each of its instructions belongs to. 'java -agentpath:libperfctr-jvm.so=FOLDER'
 * writes FOLDER/jit-PID.dump. It prints nothing: the program's output is its own.
 */
#include "dump.h"
#include "jitdump.h"
#include "methods.h"

#include <jvmticmlr.h>
#include <stdlib.h>
#include <string.h>

/* What is told about one piece of code, while it is put together. */
struct debug {
	struct methods methods;
	const char *start; /* of the instructions whose frames come next */
	int entries, lines;
	struct bytes frames; /* entries of JITDUMP_FRAMES */
	struct bytes info;   /* entries of JITDUMP_DEBUG_INFO */
	int method, line;    /* of the last of these */
};

static void add_frame(struct debug *debug, jmethodID id, jlocation bytecode,
		      struct jitdump_frame *frame)
{
	int index = methods_index(&debug->methods, id);

	*frame = (struct jitdump_frame){.method = index};
	if (index >= 0)
		frame->line = method_line(&debug->methods.method[index], bytecode);
}

/* The same for readers that know plain jitdump only: the innermost frame. */
static void add_line(struct debug *debug, const struct jitdump_frame *frame)
{
	struct jitdump_debug_entry entry = {
		.address = (uintptr_t)debug->start,
		.line = frame->line,
	};

	if (debug->lines && (int)frame->method == debug->method && (int)frame->line == debug->line)
		return;
	debug->method = frame->method;
	debug->line = frame->line;
	bytes_add(&debug->info, &entry, sizeof(entry));
	bytes_add_text(&debug->info, debug->methods.method[frame->method].file);
	debug->lines++;
}

/*
 * HotSpot describes instructions by the address behind them: a description holds from the last
 * one's address on, and up to its own. A jitdump has it the other way round.
 */
static void add_instructions(struct debug *debug, const void *end, const jmethodID *methods,
			     const jint *bytecodes, int count)
{
	struct jitdump_frames_entry entry = {.address = (uintptr_t)debug->start};
	struct jitdump_frame frames[count];

	while ((int)entry.frames < count) {
		add_frame(debug, methods[entry.frames], bytecodes[entry.frames],
			  &frames[entry.frames]);
		if ((int)frames[entry.frames].method < 0)
			break;
		entry.frames++;
	}
	bytes_add(&debug->frames, &entry, sizeof(entry));
	bytes_add(&debug->frames, frames, entry.frames * sizeof(frames[0]));
	if (entry.frames)
		add_line(debug, &frames[0]);
	debug->entries++;
	debug->start = end;
}

static const jvmtiCompiledMethodLoadInlineRecord *inline_record(const void *info)
{
	const jvmtiCompiledMethodLoadRecordHeader *header = info;

	for (; header; header = header->next)
		if (header->kind == JVMTI_CMLR_INLINE_INFO)
			return (const void *)header;
	return NULL;
}

static void add_inlined(struct debug *debug, const jvmtiCompiledMethodLoadInlineRecord *record)
{
	for (int i = 0; i < record->numpcs; i++) {
		const PCStackInfo *info = &record->pcinfo[i];

		if (info->numstackframes > 0)
			add_instructions(debug, info->pc, info->methods, info->bcis,
					 info->numstackframes);
	}
}

static void add_map(struct debug *debug, jmethodID id, const jvmtiAddrLocationMap *map, int count)
{
	for (int i = 0; i < count; i++) {
		jint bytecode = map[i].location;

		add_instructions(debug, map[i].start_address, &id, &bytecode, 1);
	}
}

/* What follows the last description is the JVM's own: no frames. */
static void add_rest(struct debug *debug)
{
	struct jitdump_frames_entry entry = {.address = (uintptr_t)debug->start};
	struct jitdump_debug_entry line = {.address = (uintptr_t)debug->start};

	bytes_add(&debug->frames, &entry, sizeof(entry));
	debug->entries++;
	bytes_add(&debug->info, &line, sizeof(line));
	bytes_add_text(&debug->info, "");
	debug->lines++;
}

static void add_methods(struct bytes *bytes, const struct methods *methods)
{
	for (int i = 0; i < methods->count; i++) {
		struct jitdump_method method = {.declared = method_declared(&methods->method[i])};

		bytes_add(bytes, &method, sizeof(method));
		bytes_add_text(bytes, methods->method[i].name);
		bytes_add_text(bytes, methods->method[i].file);
	}
}

static struct bytes make_records(const struct debug *debug, const void *code)
{
	struct jitdump_debug_info info = {
		.prefix = {JITDUMP_DEBUG_INFO, sizeof(info) + debug->info.size, dump_time()},
		.address = (uintptr_t)code,
		.entries = debug->lines,
	};
	struct jitdump_frames frames = {
		.prefix = {.id = JITDUMP_FRAMES, .time = info.prefix.time},
		.address = (uintptr_t)code,
		.methods = debug->methods.count,
		.entries = debug->entries,
	};
	struct bytes methods = {0}, records = {0};

	add_methods(&methods, &debug->methods);
	frames.prefix.size = sizeof(frames) + methods.size + debug->frames.size;
	bytes_add(&records, &info, sizeof(info));
	bytes_add(&records, debug->info.data, debug->info.size);
	bytes_add(&records, &frames, sizeof(frames));
	bytes_add(&records, methods.data, methods.size);
	bytes_add(&records, debug->frames.data, debug->frames.size);
	records.failed |= methods.failed | debug->info.failed | debug->frames.failed;
	bytes_free(&methods);
	return records;
}

static void JNICALL on_load(jvmtiEnv *jvmti, jmethodID id, jint size, const void *code, jint count,
			    const jvmtiAddrLocationMap *map, const void *info)
{
	struct debug debug = {.methods = {.jvmti = jvmti}, .start = code};
	const jvmtiCompiledMethodLoadInlineRecord *inlined = inline_record(info);
	int method = methods_index(&debug.methods, id);

	if (method >= 0) {
		struct bytes records;

		if (inlined)
			add_inlined(&debug, inlined);
		else
			add_map(&debug, id, map, count);
		add_rest(&debug);
		records = make_records(&debug, code);
		dump_load(&records, debug.methods.method[method].name, code, size);
		bytes_free(&records);
	}
	bytes_free(&debug.frames);
	bytes_free(&debug.info);
	methods_free(&debug.methods);
}

static void JNICALL on_unload(jvmtiEnv *jvmti, jmethodID id, const void *code)
{
	(void)jvmti;
	(void)id;
	dump_unload(code);
}

/* What the JVM makes for itself: its interpreter, and helpers. */
static void JNICALL on_dynamic_code(jvmtiEnv *jvmti, const char *name, const void *code, jint size)
{
	const struct bytes nothing = {0};

	(void)jvmti;
	dump_load(&nothing, strcmp(name, "Interpreter") == 0 ? "[interpreter]" : "[JVM]", code,
		  size);
}

static uint64_t pause_started;

static void JNICALL on_pause(jvmtiEnv *jvmti)
{
	(void)jvmti;
	pause_started = dump_time();
}

static void JNICALL on_resume(jvmtiEnv *jvmti)
{
	(void)jvmti;
	dump_pause(pause_started);
}

static int listen(jvmtiEnv *jvmti)
{
	static const jvmtiEvent events[] = {
		JVMTI_EVENT_COMPILED_METHOD_LOAD,      JVMTI_EVENT_COMPILED_METHOD_UNLOAD,
		JVMTI_EVENT_DYNAMIC_CODE_GENERATED,    JVMTI_EVENT_GARBAGE_COLLECTION_START,
		JVMTI_EVENT_GARBAGE_COLLECTION_FINISH,
	};
	static const jvmtiEventCallbacks callbacks = {
		.CompiledMethodLoad = on_load,
		.CompiledMethodUnload = on_unload,
		.DynamicCodeGenerated = on_dynamic_code,
		.GarbageCollectionStart = on_pause,
		.GarbageCollectionFinish = on_resume,
	};
	static const jvmtiCapabilities capabilities = {
		.can_generate_compiled_method_load_events = 1,
		.can_generate_garbage_collection_events = 1,
		.can_get_line_numbers = 1,
		.can_get_source_file_name = 1,
	};

	if ((*jvmti)->AddCapabilities(jvmti, &capabilities) ||
	    (*jvmti)->SetEventCallbacks(jvmti, &callbacks, sizeof(callbacks)))
		return -1;
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if ((*jvmti)->SetEventNotificationMode(jvmti, JVMTI_ENABLE, events[i], NULL))
			return -1;
	return 0;
}

/* Whatever fails: the program must run as it does without the agent. */
JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *vm, char *options, void *reserved)
{
	jvmtiEnv *jvmti;

	(void)reserved;
	if (options && (*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_1_2) == JNI_OK &&
	    dump_open(options) == 0 && listen(jvmti) < 0)
		dump_close();
	return JNI_OK;
}

JNIEXPORT void JNICALL Agent_OnUnload(JavaVM *vm)
{
	(void)vm;
	dump_close();
}
