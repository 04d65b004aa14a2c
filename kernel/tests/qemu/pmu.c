/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of x86 performance counters for TCG.
 *
 *   Intel, family 6    architectural perfmon 2: 4 general counters, 3 fixed, 48 bits
 *   hybrid             the same, but cores with odd numbers are small, and have 2 fixed counters
 *   Intel, family 15   NetBurst: 18 counters, 40 bits, with ESCRs and CCCRs; of its events those two
 *                      that retire instructions and tell the time
 *   AMD                K7 style: 4 counters, 48 bits
 *
 * With -icount, instructions are exact per CPU and privilege level. Cycles are 2 per instruction,
 * reference cycles 1. There is no skid and no speculation. Without -icount one "instruction" is one
 * nanosecond of virtual time: good for hunting races, useless for counting.
 */
#include "qemu/osdep.h"
#include "qemu/main-loop.h"
#include "qemu/timer.h"
#include "cpu.h"
#include "exec/exec-all.h"
#include "exec/helper-proto.h"
#include "sysemu/cpu-timers.h"
#include "hw/i386/apic.h"
#include "tcg/helper-tcg.h"

#define ARCH_GENERAL 4
#define ARCH_FIXED 3
#define K7_COUNTERS 4
#define WIDTH_48 ((1ULL << 48) - 1)
#define WIDTH_40 ((1ULL << 40) - 1)

#define EVNTSEL_USR (1u << 16)
#define EVNTSEL_OS (1u << 17)
#define EVNTSEL_INT (1u << 20)
#define EVNTSEL_EN (1u << 22)

#define MSR_K7_EVNTSEL0 0xc0010000
#define MSR_K7_PERFCTR0 0xc0010004
#define MSR_IA32_PMC0 0x4c1

#define MSR_P4_PERFCTR0 0x300
#define MSR_P4_CCCR0 0x360
#define MSR_P4_ESCR_FIRST 0x3a0
#define CCCR_ENABLE (1u << 12)
#define CCCR_OVF_PMI_T0 (1u << 26)
#define CCCR_OVF (1u << 31)

/* Without a deadline closer than this no timer is needed. */
#define FAR_AWAY (1ULL << 46)

typedef enum { ARCH_PERFMON, NETBURST, K7 } PMUFamily;

/* What a counter is set to do now. It is stopped when rate is 0. */
typedef struct {
    uint64_t *value;
    uint64_t mask;
    int rate;           /* counts per instruction */
    bool user, kernel;
    bool interrupts;
} PMUCounter;

static PMUFamily family(CPUX86State *env)
{
    if (!IS_INTEL_CPU(env)) {
        return K7;
    }
    return x86_is_netburst(env) ? NETBURST : ARCH_PERFMON;
}

static int counters(CPUX86State *env)
{
    switch (family(env)) {
    case ARCH_PERFMON:
        return ARCH_GENERAL + ARCH_FIXED;
    case NETBURST:
        return P4_COUNTERS;
    default:
        return K7_COUNTERS;
    }
}

static uint64_t instructions(CPUX86State *env)
{
    return icount_enabled() ? icount_cpu_insns(env_cpu(env))
                            : qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static int arch_rate(uint32_t event)
{
    switch (event & 0xffff) {
    case 0x00c0: /* instructions retired */
    case 0x013c: /* reference cycles */
        return 1;
    case 0x003c: /* core cycles */
        return 2;
    default:
        return 0;
    }
}

static int k7_rate(uint32_t event)
{
    switch (event & 0xffff) {
    case 0x00c0:
        return 1;
    case 0x0076:
        return 2;
    default:
        return 0;
    }
}

static PMUCounter general_counter(CPUX86State *env, int i)
{
    uint32_t event = env->msr_gp_evtsel[i];
    bool arch = family(env) == ARCH_PERFMON;
    bool on = (event & EVNTSEL_EN) && (!arch || (env->msr_global_ctrl & (1ULL << i)));

    return (PMUCounter) {
        .value = &env->msr_gp_counters[i],
        .mask = WIDTH_48,
        .rate = !on ? 0 : arch ? arch_rate(event) : k7_rate(event),
        .user = event & EVNTSEL_USR,
        .kernel = event & EVNTSEL_OS,
        .interrupts = event & EVNTSEL_INT,
    };
}

static PMUCounter fixed_counter(CPUX86State *env, int i)
{
    uint32_t control = env->msr_fixed_ctr_ctrl >> (4 * i);
    bool on = env->msr_global_ctrl & (1ULL << (32 + i));

    return (PMUCounter) {
        .value = &env->msr_fixed_counters[i],
        .mask = WIDTH_48,
        .rate = !on ? 0 : i == 1 ? 2 : 1, /* instructions, cycles, reference cycles */
        .user = control & 2,
        .kernel = control & 1,
        .interrupts = control & 8,
    };
}

/* The ESCR that a CCCR selects, as far as the two events below go. */
static int p4_escr(int counter, uint32_t cccr)
{
    int select = (cccr >> 13) & 7;

    if (counter < 4 && select == 6) {
        return counter < 2 ? 0x3a2 : 0x3a3; /* FSB_ESCR0, FSB_ESCR1 */
    }
    if (counter >= 12 && select == 4) {
        return counter == 12 || counter == 13 || counter == 16 ? 0x3b8 : 0x3b9; /* CRU_ESCR0, 1 */
    }
    return 0;
}

static PMUCounter p4_counter(CPUX86State *env, int i)
{
    int thread = env_archcpu(env)->thread_id > 0;
    uint32_t cccr = env->p4_cccr[i];
    int msr = p4_escr(i, cccr);
    uint32_t escr = msr ? env->p4_escr[msr - MSR_P4_ESCR_FIRST] : 0;
    uint32_t modes = escr >> (thread ? 0 : 2);
    int rate = 0;

    if ((cccr & CCCR_ENABLE) && ((escr >> 9) & 0xffff)) {
        switch (escr >> 25) {
        case 0x02: /* instr_retired */
            rate = i >= 12 ? 1 : 0;
            break;
        case 0x13: /* global_power_events */
            rate = i < 4 ? 2 : 0;
            break;
        }
    }
    return (PMUCounter) {
        .value = &env->p4_counters[i],
        .mask = WIDTH_40,
        .rate = rate,
        .user = modes & 1,
        .kernel = modes & 2,
        .interrupts = cccr & (CCCR_OVF_PMI_T0 << thread),
    };
}

static PMUCounter counter(CPUX86State *env, int i)
{
    if (family(env) == NETBURST) {
        return p4_counter(env, i);
    }
    return i < ARCH_GENERAL ? general_counter(env, i) : fixed_counter(env, i - ARCH_GENERAL);
}

static bool counts_at(const PMUCounter *c, int cpl)
{
    return c->rate && (cpl ? c->user : c->kernel);
}

static void note_overflow(CPUX86State *env, int i)
{
    if (family(env) == NETBURST) {
        env->p4_cccr[i] |= CCCR_OVF;
    } else {
        env->msr_global_status |= 1ULL << (i < ARCH_GENERAL ? i : 32 + i - ARCH_GENERAL);
    }
}

static void deliver_pmi(CPUX86State *env)
{
    bool locked = qemu_mutex_iothread_locked();

    if (!locked) {
        qemu_mutex_lock_iothread();
    }
    apic_deliver_pmi(env_archcpu(env)->apic_state, IS_INTEL_CPU(env));
    if (!locked) {
        qemu_mutex_unlock_iothread();
    }
}

/* Brings the counters up to date for the privilege level that has run until now. */
static void sync_counters(CPUX86State *env)
{
    uint64_t now = instructions(env), passed = now - env->pmu_last;
    bool interrupt = false;
    int i;

    env->pmu_last = now;
    if (!env->pmu_active || !passed) {
        return;
    }
    for (i = 0; i < counters(env); i++) {
        PMUCounter c = counter(env, i);
        uint64_t value;

        if (!counts_at(&c, env->hflags & HF_CPL_MASK)) {
            continue;
        }
        value = *c.value + passed * c.rate;
        *c.value = value & c.mask;
        if (value > c.mask) {
            note_overflow(env, i);
            interrupt |= c.interrupts;
        }
    }
    if (interrupt) {
        deliver_pmi(env);
    }
}

/* Sets the timer to the next overflow that would interrupt at this privilege level. */
static void arm_timer(CPUX86State *env, int cpl)
{
    QEMUTimer *timer = env_archcpu(env)->pmu_timer;
    uint64_t next = UINT64_MAX;
    int i;

    for (i = 0; i < counters(env); i++) {
        PMUCounter c = counter(env, i);

        if (counts_at(&c, cpl) && c.interrupts) {
            next = MIN(next, (c.mask + c.rate - *c.value) / c.rate);
        }
    }
    if (next > FAR_AWAY) {
        if (timer) {
            timer_del(timer);
        }
        return;
    }
    if (icount_enabled()) {
        next = icount_to_ns(next);
    }
    if (env_cpu(env)->halted) {
        next = MAX(next, 10000);
    }
    timer_mod(timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + next);
}

static void timer_on_cpu(CPUState *cs, run_on_cpu_data data)
{
    CPUX86State *env = cs->env_ptr;

    if (env->pmu_active) {
        sync_counters(env);
        arm_timer(env, env->hflags & HF_CPL_MASK);
    }
}

static void timer_fired(void *opaque)
{
    CPUState *cs = env_cpu(opaque);

    if (icount_enabled()) {
        timer_on_cpu(cs, RUN_ON_CPU_NULL); /* with -icount, timers run in the CPUs' thread */
    } else {
        async_run_on_cpu(cs, timer_on_cpu, RUN_ON_CPU_NULL);
    }
}

/* To be called before hflags gets another CPL. */
void x86_pmu_cpl_change(CPUX86State *env, int cpl)
{
    CPUState *cs = env_cpu(env);
    int can_do_io = cs->can_do_io;

    cs->can_do_io = 1; /* every change of CPL ends its TB, so the count is exact here */
    sync_counters(env);
    arm_timer(env, cpl);
    cs->can_do_io = can_do_io;
}

static void reconfigured(CPUX86State *env)
{
    X86CPU *cpu = env_archcpu(env);
    int i;

    if (!cpu->pmu_timer) {
        cpu->pmu_timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, timer_fired, env);
    }
    env->pmu_active = false;
    for (i = 0; i < counters(env); i++) {
        env->pmu_active |= counter(env, i).rate != 0;
    }
    arm_timer(env, env->hflags & HF_CPL_MASK);
}

static bool arch_wrmsr(CPUX86State *env, uint32_t msr, uint64_t value)
{
    switch (msr) {
    case MSR_P6_PERFCTR0 ... MSR_P6_PERFCTR0 + ARCH_GENERAL - 1:
        env->msr_gp_counters[msr - MSR_P6_PERFCTR0] = (int64_t)(int32_t)value & WIDTH_48;
        return true;
    case MSR_IA32_PMC0 ... MSR_IA32_PMC0 + ARCH_GENERAL - 1:
        env->msr_gp_counters[msr - MSR_IA32_PMC0] = value & WIDTH_48;
        return true;
    case MSR_P6_EVNTSEL0 ... MSR_P6_EVNTSEL0 + ARCH_GENERAL - 1:
        env->msr_gp_evtsel[msr - MSR_P6_EVNTSEL0] = value & 0xffffffff;
        return true;
    case MSR_CORE_PERF_FIXED_CTR0 ... MSR_CORE_PERF_FIXED_CTR2:
        env->msr_fixed_counters[msr - MSR_CORE_PERF_FIXED_CTR0] = value & WIDTH_48;
        return true;
    case MSR_CORE_PERF_FIXED_CTR_CTRL:
        env->msr_fixed_ctr_ctrl = value & 0xbbb;
        return true;
    case MSR_CORE_PERF_GLOBAL_CTRL:
        env->msr_global_ctrl = value & 0x70000000fULL;
        return true;
    case MSR_CORE_PERF_GLOBAL_OVF_CTRL:
        env->msr_global_status &= ~value;
        return true;
    case MSR_CORE_PERF_GLOBAL_STATUS:
        return true;
    }
    return false;
}

static bool arch_rdmsr(CPUX86State *env, uint32_t msr, uint64_t *value)
{
    switch (msr) {
    case MSR_P6_PERFCTR0 ... MSR_P6_PERFCTR0 + ARCH_GENERAL - 1:
        *value = env->msr_gp_counters[msr - MSR_P6_PERFCTR0];
        return true;
    case MSR_IA32_PMC0 ... MSR_IA32_PMC0 + ARCH_GENERAL - 1:
        *value = env->msr_gp_counters[msr - MSR_IA32_PMC0];
        return true;
    case MSR_P6_EVNTSEL0 ... MSR_P6_EVNTSEL0 + ARCH_GENERAL - 1:
        *value = env->msr_gp_evtsel[msr - MSR_P6_EVNTSEL0];
        return true;
    case MSR_CORE_PERF_FIXED_CTR0 ... MSR_CORE_PERF_FIXED_CTR2:
        *value = env->msr_fixed_counters[msr - MSR_CORE_PERF_FIXED_CTR0];
        return true;
    case MSR_CORE_PERF_FIXED_CTR_CTRL:
        *value = env->msr_fixed_ctr_ctrl;
        return true;
    case MSR_CORE_PERF_GLOBAL_CTRL:
        *value = env->msr_global_ctrl;
        return true;
    case MSR_CORE_PERF_GLOBAL_STATUS:
        *value = env->msr_global_status;
        return true;
    case MSR_CORE_PERF_GLOBAL_OVF_CTRL:
        *value = 0;
        return true;
    }
    return false;
}

static bool p4_wrmsr(CPUX86State *env, uint32_t msr, uint64_t value)
{
    switch (msr) {
    case MSR_P4_PERFCTR0 ... MSR_P4_PERFCTR0 + P4_COUNTERS - 1:
        env->p4_counters[msr - MSR_P4_PERFCTR0] = value & WIDTH_40;
        return true;
    case MSR_P4_CCCR0 ... MSR_P4_CCCR0 + P4_COUNTERS - 1:
        env->p4_cccr[msr - MSR_P4_CCCR0] = value;
        return true;
    case MSR_P4_ESCR_FIRST ... MSR_P4_ESCR_FIRST + P4_ESCRS - 1:
        env->p4_escr[msr - MSR_P4_ESCR_FIRST] = value;
        return true;
    }
    return false;
}

static bool p4_rdmsr(CPUX86State *env, uint32_t msr, uint64_t *value)
{
    switch (msr) {
    case MSR_P4_PERFCTR0 ... MSR_P4_PERFCTR0 + P4_COUNTERS - 1:
        *value = env->p4_counters[msr - MSR_P4_PERFCTR0];
        return true;
    case MSR_P4_CCCR0 ... MSR_P4_CCCR0 + P4_COUNTERS - 1:
        *value = env->p4_cccr[msr - MSR_P4_CCCR0];
        return true;
    case MSR_P4_ESCR_FIRST ... MSR_P4_ESCR_FIRST + P4_ESCRS - 1:
        *value = env->p4_escr[msr - MSR_P4_ESCR_FIRST];
        return true;
    }
    return false;
}

static bool k7_wrmsr(CPUX86State *env, uint32_t msr, uint64_t value)
{
    switch (msr) {
    case MSR_K7_EVNTSEL0 ... MSR_K7_EVNTSEL0 + K7_COUNTERS - 1:
        env->msr_gp_evtsel[msr - MSR_K7_EVNTSEL0] = value;
        return true;
    case MSR_K7_PERFCTR0 ... MSR_K7_PERFCTR0 + K7_COUNTERS - 1:
        env->msr_gp_counters[msr - MSR_K7_PERFCTR0] = value & WIDTH_48;
        return true;
    }
    return false;
}

static bool k7_rdmsr(CPUX86State *env, uint32_t msr, uint64_t *value)
{
    switch (msr) {
    case MSR_K7_EVNTSEL0 ... MSR_K7_EVNTSEL0 + K7_COUNTERS - 1:
        *value = env->msr_gp_evtsel[msr - MSR_K7_EVNTSEL0];
        return true;
    case MSR_K7_PERFCTR0 ... MSR_K7_PERFCTR0 + K7_COUNTERS - 1:
        *value = env->msr_gp_counters[msr - MSR_K7_PERFCTR0];
        return true;
    }
    return false;
}

/* What only the large cores of a hybrid have: access is #GP, as on hardware. */
static void require_msr(CPUX86State *env, uint32_t msr)
{
    if (x86_is_small_core(env) && msr == MSR_CORE_PERF_FIXED_CTR2) {
        raise_exception_err(env, EXCP0D_GPF, 0);
    }
}

/* True when the MSR is one of the PMU's. */
bool x86_pmu_wrmsr(CPUX86State *env, uint32_t msr, uint64_t value)
{
    static bool (*const wrmsr[])(CPUX86State *, uint32_t, uint64_t) = {
        [ARCH_PERFMON] = arch_wrmsr, [NETBURST] = p4_wrmsr, [K7] = k7_wrmsr,
    };

    if (!env_archcpu(env)->enable_pmu) {
        return false;
    }
    require_msr(env, msr);
    sync_counters(env);
    if (!wrmsr[family(env)](env, msr, value)) {
        return false;
    }
    reconfigured(env);
    return true;
}

/* True when the MSR is one of the PMU's. */
bool x86_pmu_rdmsr(CPUX86State *env, uint32_t msr, uint64_t *value)
{
    static bool (*const rdmsr[])(CPUX86State *, uint32_t, uint64_t *) = {
        [ARCH_PERFMON] = arch_rdmsr, [NETBURST] = p4_rdmsr, [K7] = k7_rdmsr,
    };

    if (!env_archcpu(env)->enable_pmu) {
        return false;
    }
    require_msr(env, msr);
    sync_counters(env);
    return rdmsr[family(env)](env, msr, value);
}

/* The counter that rdpmc means by this index, or -1. */
static int rdpmc_counter(CPUX86State *env, uint32_t index)
{
    const uint32_t fixed = 0x40000000, p4_fast = 0x80000000;
    int nr_fixed = ARCH_FIXED - x86_is_small_core(env);

    if (family(env) == NETBURST) {
        index &= ~p4_fast;
    } else if (family(env) == ARCH_PERFMON && index >= fixed && index < fixed + nr_fixed) {
        return ARCH_GENERAL + (index - fixed);
    } else if (index >= ARCH_GENERAL) {
        return -1;
    }
    return index < counters(env) ? index : -1;
}

void helper_rdpmc(CPUX86State *env)
{
    uint64_t value;
    int i;

    if (!(env->cr[4] & CR4_PCE_MASK) && (env->hflags & HF_CPL_MASK)) {
        raise_exception_ra(env, EXCP0D_GPF, GETPC());
    }
    cpu_svm_check_intercept_param(env, SVM_EXIT_RDPMC, 0, GETPC());
    if (!env_archcpu(env)->enable_pmu) {
        raise_exception_err_ra(env, EXCP06_ILLOP, 0, GETPC());
    }
    i = rdpmc_counter(env, env->regs[R_ECX]);
    if (i < 0) {
        raise_exception_ra(env, EXCP0D_GPF, GETPC());
    }
    sync_counters(env);
    value = *counter(env, i).value;
    env->regs[R_EAX] = (uint32_t)value;
    env->regs[R_EDX] = (uint32_t)(value >> 32);
}
