/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * perfctr: per-task virtual performance counters. The interface between the driver and user space.
 *
 * /dev/perfctr answers questions about the machine (PERFCTR_INFO, PERFCTR_CPUS) and makes two kinds
 * of objects, each an O_CLOEXEC file descriptor:
 *
 *   vperfctr  a task's virtual counters (PERFCTR_CREAT for the calling task, PERFCTR_ATTACH for
 *             another one): they advance only while that task runs;
 *   gperfctr  the counters of CPUs, whoever runs there (PERFCTR_GLOBAL).
 *
 * Both are programmed with PERFCTR_CONTROL, read with PERFCTR_READ and stopped with PERFCTR_STOP.
 * Whoever holds the descriptor may use it: it can be passed to another process. When its last copy
 * and its last mapping are gone the counters are, too, those of all inheriting descendants
 * included.
 *
 * A task has at most one vperfctr. While any vperfctr exists there can be no gperfctr, and vice
 * versa: the later of the two gets EBUSY.
 *
 * Rules for all structs: fixed-width fields, no hidden padding, the same layout for 32-bit callers.
 * Addresses travel as __u64. A struct that starts with @size carries the number of bytes its user
 * knows. The driver takes a smaller struct as one that ends in zeros, and refuses a larger one with
 * E2BIG if what it does not know is not zero; of a result it writes only what fits. A @size smaller
 * than the first published struct is EINVAL, as are unknown flags and reserved fields that are not
 * 0.
 *
 * Units: counts are events. All times are ticks of the TSC; perfctr_info and the mapped page carry
 * the factors that make them nanoseconds: ns = (ticks * tsc_mult) >> tsc_shift, in 128-bit
 * arithmetic.
 *
 * Every request can also fail with EFAULT (an address is bad) and ENOTTY (no such request here).
 */
#ifndef _UAPI_PERFCTR_H
#define _UAPI_PERFCTR_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define PERFCTR_ABI_VERSION 1
#define PERFCTR_MAX_EVENTS  64 /* in one control */

/* Requests to /dev/perfctr. */
#define PERFCTR_INFO   _IO(0xD0, 0) /* struct perfctr_info *: what is this machine? */
#define PERFCTR_CPUS   _IO(0xD0, 1) /* struct perfctr_cpus *: which CPUs may count? */
#define PERFCTR_CREAT  _IO(0xD0, 2) /* struct perfctr_creat *: a vperfctr's fd */
#define PERFCTR_ATTACH _IO(0xD0, 3) /* struct perfctr_attach *: a thread's */
#define PERFCTR_GLOBAL _IO(0xD0, 4) /* struct perfctr_creat *: a gperfctr's fd */

/* Requests to a vperfctr or a gperfctr. */
#define PERFCTR_CONTROL	     _IO(0xD0, 16) /* const struct perfctr_control *: count this */
#define PERFCTR_READ	     _IO(0xD0, 17) /* struct perfctr_read *: the counts now */
#define PERFCTR_READ_CONTROL _IO(0xD0, 18) /* struct perfctr_control *: what is counted */
#define PERFCTR_STOP	     _IO(0xD0, 19) /* no argument: stop; the counts stay readable */

/* Requests to a vperfctr only. */
#define PERFCTR_READ_CHILDREN _IO(0xD0, 24) /* struct perfctr_read *: the descendants' sum */
#define PERFCTR_IRESUME	      _IO(0xD0, 25) /* no argument: go on after an overflow signal */
#define PERFCTR_UNLINK	      _IO(0xD0, 26) /* no argument: let go of the task */

/* ---- The machine ---------------------------------------------------------------------------- */

/* Major families of counters. Sub-models are told apart by @cpuid, in user space. */
enum perfctr_family {
	PERFCTR_FAMILY_GENERIC = 0,  /* no counters: virtual TSC only */
	PERFCTR_FAMILY_INTEL = 1,    /* architectural performance monitoring, versions 1 to 5 */
	PERFCTR_FAMILY_AMD = 2,	     /* K7 and K8 to Zen; four or six counters */
	PERFCTR_FAMILY_NETBURST = 3, /* Pentium 4 and its Xeons: 18 counters, ESCRs and CCCRs */
};

#define PERFCTR_FEATURE_RDPMC		(1 << 0) /* user space may read mapped counters */
#define PERFCTR_FEATURE_OVERFLOW	(1 << 1) /* i-mode works: overflows interrupt */
#define PERFCTR_FEATURE_TSC_CONSTANT	(1 << 2) /* the TSC's rate is constant */
#define PERFCTR_FEATURE_RESTRICTED_CPUS (1 << 3) /* some CPUs may not count: PERFCTR_CPUS */

struct perfctr_cpuid {
	__u32 leaf;
	__u32 subleaf;
	__u32 eax, ebx, ecx, edx;
};

#define PERFCTR_NR_CPUID 8

/**
 * struct perfctr_info - PERFCTR_INFO: what this machine can count
 * @size: of this struct, in and out
 * @abi_version: PERFCTR_ABI_VERSION of the driver
 * @driver_version: major << 16 | minor << 8 | patch
 * @family: enum perfctr_family
 * @features: PERFCTR_FEATURE_*
 * @family_version: Intel: perfmon version; AMD: 2 with PerfMonV2, else 1; NetBurst: 1; generic: 0
 * @counters: bit mask of the hardware counters that events may use, in this numbering:
 *	Intel: bit i is general counter i, bit 32 + i is fixed counter i;
 *	AMD: bit i is core counter i; NetBurst: bit i is counter i of 18.
 * @counter_bits: width of a general counter
 * @fixed_bits: width of a fixed counter; 0 when there are none
 * @tsc_khz: TSC ticks in a millisecond
 * @tsc_mult: see the top of this file
 * @tsc_shift: see the top of this file
 * @min_period: smallest period that an i-mode event may have
 * @max_buffer: largest buffer of samples, in bytes
 * @nr_cpuid: how many elements of @cpuid are filled
 * @reserved: 0
 * @cpuid: raw CPUID leaves of the first online CPU: 0, 1, and where they exist 0xa, 0x1a, 0x23,
 *	0x80000000, 0x80000001, 0x80000022
 */
struct perfctr_info {
	__u32 size;
	__u32 abi_version;
	__u32 driver_version;
	__u32 family;
	__u32 features;
	__u32 family_version;
	__u64 counters;
	__u32 counter_bits;
	__u32 fixed_bits;
	__u32 tsc_khz;
	__u32 tsc_mult;
	__u32 tsc_shift;
	__u32 nr_cpuid;
	__u64 min_period;
	__u64 max_buffer;
	__u64 reserved;
	struct perfctr_cpuid cpuid[PERFCTR_NR_CPUID];
};

/* It may not count: NetBurst: a hyper-threading sibling; a core that lacks counters of the others. */
#define PERFCTR_CPU_FORBIDDEN	(1 << 0)
#define PERFCTR_CPU_NORTHBRIDGE (1 << 1) /* AMD: counts the northbridge events of its node */

/**
 * struct perfctr_cpu - one online CPU
 * @cpu: its number
 * @flags: PERFCTR_CPU_*
 * @core_type: CPUID.1AH:EAX[31:24] on hybrids, else 0
 * @node: its northbridge or package
 */
struct perfctr_cpu {
	__u32 cpu;
	__u32 flags;
	__u32 core_type;
	__u32 node;
};

/**
 * struct perfctr_cpus - PERFCTR_CPUS: the online CPUs, in ascending order
 * @size: of this struct
 * @nr_cpus: in: elements that fit at @cpus; out: online CPUs, which may be more than were written
 * @cpus: address of an array of struct perfctr_cpu
 * @cpu_size: sizeof(struct perfctr_cpu) as the caller knows it
 * @reserved: 0
 *
 * Errors: EINVAL (@cpu_size is smaller than the first published struct).
 */
struct perfctr_cpus {
	__u32 size;
	__u32 nr_cpus;
	__u64 cpus;
	__u32 cpu_size;
	__u32 reserved;
};

/* ---- Objects -------------------------------------------------------------------------------- */

/**
 * struct perfctr_creat - PERFCTR_CREAT, PERFCTR_GLOBAL
 * @size: of this struct
 * @flags: 0
 *
 * PERFCTR_CREAT returns a stopped vperfctr of the calling task. Errors: EEXIST (the task has one
 * already), EBUSY (a gperfctr exists), EMFILE, ENFILE, ENOMEM.
 *
 * PERFCTR_GLOBAL returns a stopped gperfctr. Errors: EACCES (needs CAP_PERFMON or CAP_SYS_ADMIN),
 * EBUSY (a gperfctr or a vperfctr exists), EMFILE, ENFILE, ENOMEM.
 */
struct perfctr_creat {
	__u32 size;
	__u32 flags;
};

/**
 * struct perfctr_attach - PERFCTR_ATTACH: a stopped vperfctr of another thread
 * @size: of this struct
 * @flags: 0
 * @tid: thread id in the caller's pid namespace; the caller's own is the same as PERFCTR_CREAT
 * @reserved: 0
 *
 * Errors: ESRCH (no such user thread, or it is exiting), EACCES (the caller neither ptraces it nor
 * has CAP_PERFMON or CAP_SYS_ADMIN), and those of PERFCTR_CREAT.
 */
struct perfctr_attach {
	__u32 size;
	__u32 flags;
	__s32 tid;
	__u32 reserved;
};

/* ---- Control -------------------------------------------------------------------------------- */

#define PERFCTR_EVENT_USER	(1 << 0) /* count in user mode */
#define PERFCTR_EVENT_KERNEL	(1 << 1) /* count in kernel mode: needs CAP_PERFMON */
#define PERFCTR_EVENT_IMODE	(1 << 2) /* interrupt every @period events */
#define PERFCTR_EVENT_PINNED	(1 << 3) /* always on a counter: never multiplexed */
#define PERFCTR_EVENT_WITH_PREV (1 << 4) /* on counters together with the event before it */

/**
 * struct perfctr_event - one event to count
 * @config: Intel and AMD: event select register as the manual has it. The driver sets the bits for
 *	user, kernel, interrupt and enable itself, and refuses reserved ones. An Intel fixed counter
 *	takes the general event that it stands for; fixed counter 2 and up have the pseudo
 *	events 0x0300 (reference cycles) and 0x0400 (slots). NetBurst: CCCR.
 * @config1: Intel: OFFCORE_RSP_n for events 0xb7 and 0xbb; NetBurst: ESCR; else 0
 * @config2: NetBurst: PEBS_ENABLE in the low, PEBS_MATRIX_VERT in the high half, for replay
 *	tagging; else 0
 * @period: i-mode: events between overflows, at least perfctr_info's @min_period; else 0
 * @counters: which hardware counters it may use, numbered as in perfctr_info; 0: any that can.
 *	NetBurst: not 0, since a CCCR selects another ESCR in each group of counters
 * @cpus: address of a CPU mask (as sched_setaffinity takes): count on these CPUs only; 0: on all
 * @cpus_size: bytes at @cpus; PERFCTR_READ_CONTROL gives it as 0 when there is no mask
 * @flags: PERFCTR_EVENT_*, at least one of USER and KERNEL
 *
 * Where an event may not count (outside @cpus; a forbidden CPU) it pauses: its @time_running stands
 * still while its @time_enabled goes on. The task is never moved.
 */
struct perfctr_event {
	__u64 config;
	__u64 config1;
	__u64 config2;
	__u64 period;
	__u64 counters;
	__u64 cpus;
	__u32 cpus_size;
	__u32 flags;
};

#define PERFCTR_CONTROL_INHERIT	 (1 << 0) /* new threads and children count the same, too */
#define PERFCTR_CONTROL_RECORDS	 (1 << 1) /* keep records of ended descendants: read(2) */
#define PERFCTR_CONTROL_KEEP_TSC (1 << 2) /* the virtual TSC goes on from where it was */
#define PERFCTR_CONTROL_ON_EXEC	 (1 << 3) /* nothing counts until a program is executed */

/* Shorter turns would keep the CPU busy with nothing but its timer. */
#define PERFCTR_MIN_MUX_INTERVAL 100

/**
 * struct perfctr_control - PERFCTR_CONTROL: what to count, from now on
 * @size: of this struct
 * @flags: PERFCTR_CONTROL_*
 * @events: address of an array of struct perfctr_event
 * @nr_events: its length, 0 to PERFCTR_MAX_EVENTS. 0 counts the virtual TSC alone
 * @event_size: sizeof(struct perfctr_event) as the caller knows it
 * @preserve: bit i: the count of event i goes on from that of event i of the control before;
 *	the other counts and the virtual TSC start at 0
 * @signal: vperfctr of the calling task with i-mode events: signal to send to it on overflow,
 *	with si_code PERFCTR_SI_OVERFLOW and the mask of overflowed events in si_value (sival_ptr).
 *	The events then pause (the virtual TSC goes on) until PERFCTR_IRESUME. 0: no signal, no
 *	pause. Not inherited, not sent for overflows in execve(2), and forgotten when the task
 *	executes a program
 * @mux_interval: microseconds of CPU time after which multiplexed events take turns, at least
 *	PERFCTR_MIN_MUX_INTERVAL; 0: default
 * @buffer_size: bytes for samples, a power of two from one page to perfctr_info's @max_buffer;
 *	0: none
 * @watermark: bytes of unread samples at which poll(2) reports EPOLLIN and SIGIO is sent
 *	(F_SETOWN, F_SETSIG, O_ASYNC); 0: three quarters of @buffer_size
 * @cpus: gperfctr: address of the mask of CPUs to count on; 0: all online ones. vperfctr: 0
 * @cpus_size: gperfctr: bytes at @cpus. vperfctr: 0
 * @family: in: 0; PERFCTR_READ_CONTROL: id of the inheritance family, new with each control
 *	and inherited by descendants; 0 before the first
 *
 * More events than fit the counters take turns (are multiplexed). A new control of a vperfctr
 * starts a new inheritance family: descendants that are already there go on with the old one, which
 * nobody reads any more; the buffer of samples is a new one as well.
 *
 * With PERFCTR_CONTROL_ON_EXEC the task and what it creates wait, each for itself: neither events nor
 * the virtual TSC count until it executes a program. From there on it counts, and so does whatever it
 * creates from then on. Who starts a program can so count it without counting itself. The counters are
 * reserved meanwhile, and the state is PERFCTR_RUNNING.
 *
 * Errors, with everything as it was before: EINVAL (an event that this family does not know, cannot
 * count so, or that fits no counter; pinned events that do not fit together; a period below
 * @min_period; a @mux_interval that is too short; flags; @signal with ON_EXEC), EACCES
 * (PERFCTR_EVENT_KERNEL without CAP_PERFMON), EPERM (@signal for another task), EOPNOTSUPP (i-mode
 * without PERFCTR_FEATURE_OVERFLOW; any event on the generic family), EBUSY (the counters are in use by
 * perf, for example by the NMI watchdog: sysctl kernel.nmi_watchdog=0), ESRCH (the task has ended or is
 * detached), ENOMEM.
 *
 * PERFCTR_READ_CONTROL takes @size, @events, @nr_events (what fits there), @event_size (EINVAL if it is
 * smaller than the first version's), ignores the other fields and fills them in; @nr_events becomes the
 * number of events there are. @watermark comes back as it is in effect.
 */
struct perfctr_control {
	__u32 size;
	__u32 flags;
	__u64 events;
	__u32 nr_events;
	__u32 event_size;
	__u64 preserve;
	__u32 signal;
	__u32 mux_interval;
	__u64 buffer_size;
	__u64 watermark;
	__u64 cpus;
	__u32 cpus_size;
	__u32 reserved;
	__u64 family;
};

/*
 * PERFCTR_STOP, PERFCTR_IRESUME and PERFCTR_UNLINK return ESRCH when the task has ended or is
 * detached. PERFCTR_IRESUME of what is not paused does nothing. PERFCTR_UNLINK leaves the
 * descendants alone: they count on until the descriptor is closed.
 */
#define PERFCTR_SI_OVERFLOW (-80) /* si_code of the overflow signal */

/* ---- Counts --------------------------------------------------------------------------------- */

enum perfctr_state {
	PERFCTR_STOPPED = 0,  /* no control yet, or PERFCTR_STOP */
	PERFCTR_RUNNING = 1,  /* counts when the task runs */
	PERFCTR_PAUSED = 2,   /* an overflow was signalled: waits for PERFCTR_IRESUME */
	PERFCTR_ENDED = 3,    /* the task has exited; final */
	PERFCTR_DETACHED = 4, /* by PERFCTR_UNLINK or a privileged exec; final */
};

/**
 * struct perfctr_count - what one event has counted
 * @count: events, never scaled
 * @time_enabled: TSC ticks for which the event should have counted
 * @time_running: TSC ticks for which it had a hardware counter. The scaled estimate is
 *	@count * @time_enabled / @time_running, and not available when that is 0
 * @overflows: i-mode: overflows so far
 * @lost: i-mode: those of them for which the buffer had no room
 */
struct perfctr_count {
	__u64 count;
	__u64 time_enabled;
	__u64 time_running;
	__u64 overflows;
	__u64 lost;
};

#define PERFCTR_READ_LIVE (1 << 0) /* READ_CHILDREN: add those that are alive */

#define PERFCTR_CPU_ALL (-1)

/**
 * struct perfctr_read - PERFCTR_READ, PERFCTR_READ_CHILDREN
 * @size: of this struct
 * @flags: PERFCTR_READ_*
 * @counts: address of an array of struct perfctr_count
 * @nr_counts: in: elements that fit there; out: events in the control, which may be more
 * @count_size: sizeof(struct perfctr_count) as the caller knows it
 * @cpu: gperfctr: the CPU to read, or PERFCTR_CPU_ALL for the sum. vperfctr: 0
 * @state: out: enum perfctr_state
 * @tsc: out: virtual TSC (gperfctr: TSC ticks since the control, summed for PERFCTR_CPU_ALL)
 * @family: out: id of the inheritance family that the counts belong to
 * @children: out: READ_CHILDREN: descendants that have ended; PERFCTR_READ: 0
 * @live: out: READ_CHILDREN: descendants that are alive; PERFCTR_READ: 0
 * @uncounted: out: READ_CHILDREN: descendants that could not be counted, for lack of memory
 * @dropped_records: out: READ_CHILDREN: ended tasks that are in the sum, but whose record was
 *	dropped because too many were unread
 *
 * All counts are taken at one moment. A task that runs on another CPU is interrupted for it.
 * READ_CHILDREN without READ_LIVE gives the sum over all ended descendants of this family, whatever
 * their depth and whether or not their parents are alive.
 *
 * Errors: EINVAL (READ_CHILDREN of a gperfctr is ENOTTY; @cpu is not being counted).
 */
struct perfctr_read {
	__u32 size;
	__u32 flags;
	__u64 counts;
	__u32 nr_counts;
	__u32 count_size;
	__s32 cpu;
	__u32 state;
	__u64 tsc;
	__u64 family;
	__u64 children;
	__u64 live;
	__u64 uncounted;
	__u64 dropped_records;
};

/**
 * struct perfctr_record - read(2) of a vperfctr: one ended descendant
 * @size: bytes of the whole record: this struct and the counts that follow it
 * @nr_counts: how many struct perfctr_count follow, up to the end of the record
 * @tid: thread id, in the pid namespace of whoever made the vperfctr; 0 if not visible there
 * @pid: process id, likewise
 * @parent_tid: thread that created it, likewise
 * @counts_at: offset of the first struct perfctr_count in the record
 * @started: CLOCK_MONOTONIC when it was created, in nanoseconds
 * @ended: CLOCK_MONOTONIC when it exited, in nanoseconds
 * @tsc: its virtual TSC
 * @family: the family it counted for
 * @name: its last name, terminated by a 0 byte
 *
 * read(2) returns as many whole records as fit, in the order in which the tasks ended, each once; 0
 * when the owner and all descendants have ended and everything was read. Errors: EAGAIN (O_NONBLOCK
 * and none there), EINVAL (not even one fits), EINTR.
 */
struct perfctr_record {
	__u32 size;
	__u32 nr_counts;
	__u32 tid;
	__u32 pid;
	__u32 parent_tid;
	__u32 counts_at;
	__u64 started;
	__u64 ended;
	__u64 tsc;
	__u64 family;
	char name[16];
};

/* ---- The mapped counter page ---------------------------------------------------------------- */

/*
 * mmap(2) of a vperfctr at this offset, one page, PROT_READ: struct perfctr_page. Errors: EINVAL
 * (other length), EPERM (writable), ENODEV (gperfctr).
 */
#define PERFCTR_MMAP_PAGE 0
/*
 * mmap(2) of a vperfctr or gperfctr at this offset, MAP_SHARED, one page plus @buffer_size bytes:
 * struct perfctr_buffer in the first page, then the samples. PROT_READ, and PROT_WRITE to be able
 * to move @tail. It maps the buffer of the last control. Errors: EINVAL (other length), ENODEV (no
 * buffer).
 */
#define PERFCTR_MMAP_BUFFER 0x100000

/**
 * struct perfctr_page_event - one event in the mapped page
 * @sum: its count up to the last resume
 * @start: what the hardware counter held then
 * @mask: of the bits that RDPMC delivers
 * @running: TSC ticks on a hardware counter up to the last resume
 * @enabled_from: virtual TSC at which it was enabled
 * @rdpmc: 0 when it has no hardware counter now, else the operand of RDPMC plus 1
 * @reserved: 0
 *
 * count = @rdpmc ? @sum + ((rdpmc(@rdpmc - 1) - @start) & @mask) : @sum
 */
struct perfctr_page_event {
	__u64 sum;
	__u64 start;
	__u64 mask;
	__u64 running;
	__u64 enabled_from;
	__u32 rdpmc;
	__u32 reserved;
};

/**
 * struct perfctr_page - the first (and only) mapped page
 * @size: offset of @events + nr_events * sizeof(struct perfctr_page_event)
 * @sequence: changes with every update; odd while one is under way
 * @state: enum perfctr_state
 * @tid: the thread, in the pid namespace of whoever made the vperfctr
 * @on: 1 while the task is on a CPU with its virtual TSC ticking
 * @nr_events: events in the control
 * @tsc_mult: see the top of this file
 * @tsc_shift: see the top of this file
 * @tsc_sum: virtual TSC up to the last resume
 * @tsc_start: what the TSC held then
 * @resumes: how often the counters were resumed: a switch, a turn of multiplexing, an
 *	overflow, a read
 * @family: id of the inheritance family
 * @reserved: 0
 * @events: by index in the control
 *
 * The thread itself reads, without a system call:
 *
 *	do {
 *		seq = page->sequence;		(all loads volatile, in this order)
 *		tsc = page->on ? page->tsc_sum + (rdtsc() - page->tsc_start) : page->tsc_sum;
 *		count = ...			(struct perfctr_page_event)
 *	} while (seq & 1 || seq != page->sequence);
 *
 * The time an event has run is @running, plus rdtsc() - @tsc_start while it has a counter; it has
 * been enabled for tsc - @enabled_from. RDPMC works only in the thread whose page it is and while
 * it is mapped; another thread or process uses the sums alone, which are those of the last resume.
 */
struct perfctr_page {
	__u32 size;
	__u32 sequence;
	__u32 state;
	__u32 tid;
	__u32 on;
	__u32 nr_events;
	__u32 tsc_mult;
	__u32 tsc_shift;
	__u64 tsc_sum;
	__u64 tsc_start;
	__u64 resumes;
	__u64 family;
	__u64 reserved[8];
	struct perfctr_page_event events[PERFCTR_MAX_EVENTS];
};

/* ---- Samples -------------------------------------------------------------------------------- */

#define PERFCTR_SAMPLE_USER   (1 << 0) /* @ip is in user space */
#define PERFCTR_SAMPLE_KERNEL (1 << 1) /* @ip is in the kernel */
#define PERFCTR_SAMPLE_LATE   (1 << 2) /* no NMI: @ip is where it entered the kernel */

/**
 * struct perfctr_sample - one overflow interrupt
 * @position: number of this sample from 1, written last: see struct perfctr_buffer
 * @ip: instruction pointer; that of user space if none of the events counts in kernel mode; 0 if it
 *	is not known, on the kernel's way to the task
 * @tsc: virtual TSC of the task (gperfctr: the TSC itself)
 * @time: CLOCK_MONOTONIC in nanoseconds
 * @events: mask of the events that overflowed, by index in the control
 * @pid: process id, in the pid namespace of whoever made the vperfctr or gperfctr; 0 if not visible
 * @tid: thread id, likewise
 * @cpu: where it ran
 * @flags: PERFCTR_SAMPLE_*
 * @reserved: 0
 *
 * An event that overflowed more than once before its interrupt was served gets as many samples, up
 * to 16; the rest is lost.
 */
struct perfctr_sample {
	__u64 position;
	__u64 ip;
	__u64 tsc;
	__u64 time;
	__u64 events;
	__u32 pid;
	__u32 tid;
	__u32 cpu;
	__u32 flags;
	__u64 reserved;
};

/**
 * struct perfctr_buffer - the ring buffer's head page
 * @size: of this struct
 * @sample_size: of a sample
 * @capacity: samples that fit, a power of two
 * @head: samples that the driver has begun to write, ever
 * @tail: samples that user space has read, ever; user space moves it
 * @lost: per event, overflows for which there was no room
 *
 * Sample n (from 0) is at index n % @capacity. It is complete when its @position is n + 1; several
 * CPUs write at the same time, so a sample behind it may be complete earlier. Read it after
 * @position (load-acquire), then store n + 1 to @tail (store-release). The driver never overwrites
 * what has not been read: it counts @lost instead. The samples of all descendants are here, too.
 */
struct perfctr_buffer {
	__u32 size;
	__u32 sample_size;
	__u64 capacity;
	__u64 head;
	__u64 tail;
	__u64 lost[PERFCTR_MAX_EVENTS];
};

#endif /* _UAPI_PERFCTR_H */
