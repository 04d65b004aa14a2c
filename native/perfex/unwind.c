// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A dump is unwound by the call frame information of the files that were mapped when it was taken,
 * which the recorded mappings tell: the process itself may have gone on, or ended. Where there is
 * none, as in generated code, libdwfl goes by the frame pointer.
 */
#include "unwind.h"

#include "image.h"

#include <elfutils/libdwfl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each keeps its files open. */
#define PROCESSES_MAX 4

/* What libdwfl knows of a process: the files of its first maps. */
struct process {
	Dwfl *dwfl;
	int pid;
	uint64_t life; /* of its space */
	int maps;
	uint64_t used; /* when it was needed last */
	bool attached;
	bool broken; /* its files made libdwfl fault */
};

struct unwinder {
	const struct spaces *spaces;
	struct process process[PROCESSES_MAX];
	struct sigaction bus, segv; /* as they were before */

	/* The stack at hand. */
	const struct perfctr_record *sample;
	uint64_t *address;
	int count;
	bool beyond; /* the search for the last one's caller went beyond the dump */
};

static int find_no_debuginfo(Dwfl_Module *module, void **data, const char *name, Dwarf_Addr base,
			     const char *file, const char *link, GElf_Word crc, char **found)
{
	(void)module, (void)data, (void)name, (void)base, (void)file, (void)link, (void)crc;
	(void)found;
	return -1;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = find_no_debuginfo,
};

/* libdwfl asks for it, and is told of one thread at a time. */
static pid_t next_thread(Dwfl *dwfl, void *context, void **thread)
{
	(void)dwfl, (void)context, (void)thread;
	return 0;
}

static bool get_thread(Dwfl *dwfl, pid_t tid, void *context, void **thread)
{
	(void)dwfl, (void)tid;
	*thread = context;
	return true;
}

static bool set_registers(Dwfl_Thread *thread, void *context)
{
	const struct unwinder *unwinder = context;

	return dwfl_thread_state_registers(thread, 0, PERFCTR_REGISTERS,
					   unwinder->sample->registers);
}

static bool read_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *word, void *context)
{
	struct unwinder *unwinder = context;
	const struct perfctr_record *sample = unwinder->sample;
	uint64_t offset = address - sample->registers[PERFCTR_REGISTER_SP];

	(void)dwfl;
	if (sample->stack_size < sizeof(*word) || offset > sample->stack_size - sizeof(*word)) {
		unwinder->beyond = true;
		return false;
	}
	memcpy(word, (const char *)sample->stack + offset, sizeof(*word));
	return true;
}

static const Dwfl_Thread_Callbacks thread_callbacks = {
	.next_thread = next_thread,
	.get_thread = get_thread,
	.memory_read = read_memory,
	.set_initial_registers = set_registers,
};

/* Where a file's address 0 is in the process, as one of its mappings tells. */
static bool find_bias(int fd, const struct map *map, GElf_Addr *bias)
{
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	GElf_Phdr header;
	bool found = false;
	size_t count;

	if (!elf || elf_getphdrnum(elf, &count) < 0)
		count = 0;
	for (size_t i = 0; i < count && !found; i++) {
		if (!gelf_getphdr(elf, i, &header) || header.p_type != PT_LOAD ||
		    !(header.p_flags & PF_X))
			continue;
		/* A mapping starts with a page, a segment may start within it. */
		found = header.p_offset < map->offset + (map->end - map->start) &&
			header.p_offset + header.p_filesz > map->offset;
		*bias = map->start - map->offset + header.p_offset - header.p_vaddr;
	}
	elf_end(elf);
	return found;
}

static void report_map(const struct unwinder *unwinder, struct process *process,
		       const struct map *map)
{
	const struct module *module = spaces_module(unwinder->spaces, map->module);
	GElf_Addr bias = 0;
	int fd;

	if (module->kind != MODULE_FILE && strcmp(module->name, "[vdso]") != 0)
		return;
	fd = image_open(module->name);
	if (fd < 0)
		return;
	if (!find_bias(fd, map, &bias) ||
	    !dwfl_report_elf(process->dwfl, module->name, module->name, fd, bias, true))
		close(fd);
}

static bool overlap(const struct map *a, const struct map *b)
{
	return a->start < b->end && b->start < a->end;
}

static bool is_hidden(const struct space *space, int map)
{
	for (int i = map + 1; i < space->count; i++)
		if (overlap(&space->map[i], &space->map[map]))
			return true;
	return false;
}

/* Whether an earlier one, of another file, is hidden. */
static bool hides_file(const struct unwinder *unwinder, const struct space *space, int map)
{
	const struct map *later = &space->map[map];

	for (int i = 0; i < map; i++)
		if (overlap(&space->map[i], later) && space->map[i].module != later->module &&
		    spaces_module(unwinder->spaces, space->map[i].module)->kind == MODULE_FILE)
			return true;
	return false;
}

static void forget(struct process *process)
{
	if (process->dwfl)
		dwfl_end(process->dwfl);
	*process = (struct process){0};
}

static bool is_of(const struct process *process, int pid)
{
	return (process->dwfl || process->broken) && process->pid == pid;
}

/* Its slot, or that of the one that was not needed for the longest time. */
static struct process *find_process(struct unwinder *unwinder, int pid)
{
	struct process *oldest = &unwinder->process[0];

	for (int i = 0; i < PROCESSES_MAX; i++) {
		struct process *process = &unwinder->process[i];

		if (is_of(process, pid))
			return process;
		if (process->used < oldest->used)
			oldest = process;
	}
	forget(oldest);
	return oldest;
}

/* Whether what libdwfl knows of it is still true, if not all. */
static bool is_current(const struct unwinder *unwinder, const struct process *process,
		       const struct space *space)
{
	if (process->life != space->life)
		return false;
	if (process->broken)
		return true;
	if (!process->dwfl)
		return false;
	for (int i = process->maps; i < space->count; i++)
		if (hides_file(unwinder, space, i))
			return false;
	return true;
}

/* Tells libdwfl of all maps of which it does not know yet. */
static bool update(struct unwinder *unwinder, struct process *process, const struct space *space)
{
	if (process->attached && process->maps == space->count)
		return true;
	dwfl_report_begin_add(process->dwfl);
	for (int i = process->maps; i < space->count; i++)
		if (!is_hidden(space, i))
			report_map(unwinder, process, &space->map[i]);
	dwfl_report_end(process->dwfl, NULL, NULL);
	process->maps = space->count;
	if (!process->attached)
		process->attached = dwfl_attach_state(process->dwfl, NULL, process->pid,
						      &thread_callbacks, unwinder);
	return process->attached;
}

static struct process *get_process(struct unwinder *unwinder, const struct perfctr_record *sample)
{
	const struct space *space = spaces_space(unwinder->spaces, sample->pid);
	struct process *process = find_process(unwinder, sample->pid);

	if (!space)
		return NULL;
	if (!is_current(unwinder, process, space)) {
		forget(process);
		process->dwfl = dwfl_begin(&callbacks);
		process->pid = sample->pid;
		process->life = space->life;
	}
	process->used = sample->time;
	if (!process->dwfl)
		return NULL;
	return update(unwinder, process, space) ? process : NULL;
}

/* Returns false when the stack can't be followed to there. */
static bool add_address(struct unwinder *unwinder, uint64_t address)
{
	if (unwinder->count == CALLS_MAX ||
	    !spaces_maps(unwinder->spaces, unwinder->sample->pid, address))
		return false;
	unwinder->address[unwinder->count++] = address;
	return true;
}

static int take_frame(Dwfl_Frame *frame, void *context)
{
	bool interrupted;
	struct unwinder *unwinder = context;
	Dwarf_Addr pc;

	unwinder->beyond = false;
	if (!dwfl_frame_pc(frame, &pc, &interrupted))
		return DWARF_CB_ABORT;
	/* A return address may be behind the last line of its function. */
	return add_address(unwinder, interrupted ? pc : pc - 1) ? DWARF_CB_OK : DWARF_CB_ABORT;
}

static bool unwind_with_libdw(struct unwinder *unwinder)
{
	const struct perfctr_record *sample = unwinder->sample;
	struct process *process = get_process(unwinder, sample);

	/* What it can't read is to libdwfl an end as well. */
	if (process)
		return dwfl_getthread_frames(process->dwfl, sample->tid, take_frame, unwinder) ==
			       0 &&
		       !unwinder->beyond;
	add_address(unwinder, sample->registers[PERFCTR_REGISTER_IP]);
	return false;
}

/*
 * libdwfl maps the files, and faults where somebody makes one shorter, or its unwind tables lead it
 * astray. What it had in hands is lost then, and so are the callers in this process.
 */
static sigjmp_buf fault;
static volatile sig_atomic_t guarded;

static void take_fault(int number)
{
	if (guarded)
		siglongjmp(fault, 1);
	signal(number, SIG_DFL);
	raise(number);
}

static void give_up(struct unwinder *unwinder)
{
	int pid = unwinder->sample->pid;

	for (int i = 0; i < PROCESSES_MAX; i++) {
		struct process *process = &unwinder->process[i];

		if (is_of(process, pid))
			*process = (struct process){.pid = pid,
						    .life = process->life,
						    .used = process->used,
						    .broken = true};
	}
	if (!unwinder->count)
		add_address(unwinder, unwinder->sample->registers[PERFCTR_REGISTER_IP]);
}

static bool unwind(struct unwinder *unwinder)
{
	volatile bool whole = false;

	if (sigsetjmp(fault, 0) == 0) {
		guarded = 1;
		whole = unwind_with_libdw(unwinder);
	} else {
		give_up(unwinder);
	}
	guarded = 0;
	return whole;
}

static bool follow_calls(struct unwinder *unwinder)
{
	const struct perfctr_record *sample = unwinder->sample;

	for (uint64_t i = 0; i < sample->call_count; i++)
		if (!add_address(unwinder, i ? sample->calls[i] - 1 : sample->calls[i]))
			return false;
	return sample->call_count > 0;
}

struct unwinder *unwinder_open(const struct spaces *spaces)
{
	struct unwinder *unwinder = calloc(1, sizeof(*unwinder));
	const struct sigaction action = {.sa_handler = take_fault, .sa_flags = SA_NODEFER};

	if (!unwinder)
		return NULL;
	unwinder->spaces = spaces;
	sigaction(SIGBUS, &action, &unwinder->bus);
	sigaction(SIGSEGV, &action, &unwinder->segv);
	return unwinder;
}

int unwinder_run(struct unwinder *unwinder, const struct perfctr_record *sample,
		 uint64_t addresses[CALLS_MAX], bool *whole)
{
	unwinder->sample = sample;
	unwinder->address = addresses;
	unwinder->count = 0;
	*whole = sample->registers ? unwind(unwinder) : follow_calls(unwinder);
	return unwinder->count;
}

void unwinder_close(struct unwinder *unwinder)
{
	if (!unwinder)
		return;
	for (int i = 0; i < PROCESSES_MAX; i++)
		forget(&unwinder->process[i]);
	sigaction(SIGBUS, &unwinder->bus, NULL);
	sigaction(SIGSEGV, &unwinder->segv, NULL);
	free(unwinder);
}
