// SPDX-License-Identifier: GPL-2.0-only
/* What this machine is, and the answers to PERFCTR_INFO and PERFCTR_CPUS. */
#include <linux/clocksource.h>
#include <linux/cpu.h>
#include <linux/math64.h>
#include <linux/moduleparam.h>
#include <linux/topology.h>
#include <asm/cpufeature.h>
#include <asm/tsc.h>
#include "glue/glue.h"
#include "machine.h"
#include "ustruct.h"

#define DRIVER_VERSION (3 << 16 | 0 << 8 | 0)
#define CPU_SIZE_V1    sizeof(struct perfctr_cpu)

struct machine machine __ro_after_init;

unsigned long perfctr_min_period = 1000;
module_param_named(min_period, perfctr_min_period, ulong, 0644);
MODULE_PARM_DESC(min_period, "smallest period of an i-mode event, in events");

unsigned long perfctr_max_buffer = 16 << 20;
module_param_named(max_buffer, perfctr_max_buffer, ulong, 0644);
MODULE_PARM_DESC(max_buffer, "largest buffer of samples, in bytes");

unsigned int perfctr_max_records = 65536;
module_param_named(max_records, perfctr_max_records, uint, 0644);
MODULE_PARM_DESC(max_records, "unread records of ended tasks to keep for each vperfctr");

unsigned int perfctr_mux_interval = 1000;
module_param_named(mux_interval, perfctr_mux_interval, uint, 0644);
MODULE_PARM_DESC(mux_interval, "default microseconds between turns of multiplexed events");

/* What a CPU says about itself when it comes online. */
struct cpu_id {
	bool known;
	bool second_thread;  /* of a hyper-threaded core: those have odd APIC ids */
	bool lacks_counters; /* that the CPUs have which were online when the module was loaded */
	u32 core_type;
};

static DEFINE_PER_CPU(struct cpu_id, cpu_ids);

/* @ebx: of CPUID leaf 1, which counts the threads of the package. */
static bool has_two_threads(u32 max_leaf, u32 ebx)
{
	u32 threads = (ebx >> 16) & 0xff, cores = 1, unused;

	if (max_leaf >= 4) {
		pmu_cpuid(4, 0, &cores, &unused, &unused, &unused);
		cores = (cores >> 26) + 1;
	}
	return threads > cores;
}

static bool lacks_counters(void)
{
	struct pmu here;

	if (machine.pmu.family == PERFCTR_FAMILY_GENERIC)
		return false;
	pmu_detect(&here);
	return here.family != machine.pmu.family || here.version < machine.pmu.version ||
	       (machine.pmu.counters & ~here.counters) ||
	       here.counter_bits < machine.pmu.counter_bits ||
	       here.fixed_bits < machine.pmu.fixed_bits;
}

void machine_cpu_online(void)
{
	struct cpu_id id = { .known = true, .lacks_counters = lacks_counters() };
	u32 max, eax, ebx, ecx, edx;

	pmu_cpuid(0, 0, &max, &ebx, &ecx, &edx);
	pmu_cpuid(1, 0, &eax, &ebx, &ecx, &edx);
	id.second_thread = has_two_threads(max, ebx) && (ebx & BIT(24));
	/* some that are no hybrids have that leaf, too */
	if (max >= 0x1a && boot_cpu_has(X86_FEATURE_HYBRID_CPU)) {
		pmu_cpuid(0x1a, 0, &eax, &ebx, &ecx, &edx);
		id.core_type = eax >> 24;
	}
	*this_cpu_ptr(&cpu_ids) = id;
}

static void identify_cpu(void *unused)
{
	machine_cpu_online();
}

bool machine_cpu_forbidden(unsigned int cpu)
{
	const struct cpu_id *id = per_cpu_ptr(&cpu_ids, cpu);

	return id->lacks_counters || (machine.pmu.one_thread && (!id->known || id->second_thread));
}

static bool some_cpu_is_forbidden(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		if (machine_cpu_forbidden(cpu))
			return true;
	}
	return false;
}

bool machine_cpu_northbridge(unsigned int cpu)
{
	u32 node = glue_cpu_node(cpu);
	unsigned int other;

	if (!machine.pmu.northbridge)
		return false;
	for_each_online_cpu(other) {
		if (glue_cpu_node(other) == node)
			return other == cpu;
	}
	return false;
}

static void keep_common_counters(void *unused)
{
	static DEFINE_RAW_SPINLOCK(lock);
	struct pmu here;

	pmu_detect(&here);
	raw_spin_lock(&lock);
	pmu_keep_common(&machine.pmu, &here);
	raw_spin_unlock(&lock);
}

/* Do the counters exist? If perf has them already, it has found out for us. */
static bool counters_work(void)
{
	bool work;

	if (glue_reserve_pmu(&machine.pmu))
		return true;
	preempt_disable(); /* what one CPU is told, another one does not keep */
	work = pmu_probe(&machine.pmu);
	preempt_enable();
	glue_release_pmu(&machine.pmu);
	return work;
}

int __init machine_init(bool probe)
{
	if (!tsc_khz)
		return -ENODEV;
	cpus_read_lock();
	on_each_cpu(identify_cpu, NULL, 1);
	pmu_detect(&machine.pmu);
	on_each_cpu(keep_common_counters, NULL, 1);
	cpus_read_unlock();
	if (machine.pmu.family != PERFCTR_FAMILY_GENERIC && probe && !counters_work())
		pmu_generic_detect(&machine.pmu);

	clocks_calc_mult_shift(&machine.tsc_mult, &machine.tsc_shift, tsc_khz, NSEC_PER_MSEC, 3600);
	if (boot_cpu_has(X86_FEATURE_CONSTANT_TSC))
		machine.features |= PERFCTR_FEATURE_TSC_CONSTANT;
	if (machine.pmu.family == PERFCTR_FAMILY_GENERIC)
		return 0;
	machine.features |= PERFCTR_FEATURE_RDPMC;
	if (glue_has_pmi())
		machine.features |= PERFCTR_FEATURE_OVERFLOW;
	if (some_cpu_is_forbidden())
		machine.features |= PERFCTR_FEATURE_RESTRICTED_CPUS;
	return 0;
}

u64 machine_us_to_tsc(u32 us)
{
	return div_u64((u64)us * tsc_khz, USEC_PER_MSEC);
}

u64 machine_tsc_to_ns(u64 ticks)
{
	return mul_u64_u32_shr(ticks, machine.tsc_mult, machine.tsc_shift);
}

static void fill_cpuid(void *to)
{
	struct perfctr_info *info = to;
	static const u32 leaves[] = { 0, 1, 0xa, 0x1a, 0x23, 0x80000000, 0x80000001, 0x80000022 };
	struct pmu_cpu_id id = pmu_identify();
	u32 i;

	BUILD_BUG_ON(ARRAY_SIZE(leaves) != PERFCTR_NR_CPUID);
	for (i = 0; i < ARRAY_SIZE(leaves); i++) {
		struct perfctr_cpuid *c = &info->cpuid[info->nr_cpuid];

		if (leaves[i] > (leaves[i] & BIT(31) ? id.max_extended : id.max_leaf))
			continue;
		c->leaf = leaves[i];
		pmu_cpuid(c->leaf, 0, &c->eax, &c->ebx, &c->ecx, &c->edx);
		info->nr_cpuid++;
	}
}

int machine_info(struct perfctr_info __user *user)
{
	struct perfctr_info info;
	int size = ustruct_get(&info, sizeof(info), user, sizeof(info));

	if (size < 0)
		return size;
	info = (struct perfctr_info){
		.size = sizeof(info),
		.abi_version = PERFCTR_ABI_VERSION,
		.driver_version = DRIVER_VERSION,
		.family = machine.pmu.family,
		.features = machine.features,
		.family_version = machine.pmu.version,
		.counters = machine.pmu.counters,
		.counter_bits = machine.pmu.counter_bits,
		.fixed_bits = machine.pmu.fixed_bits,
		.tsc_khz = tsc_khz,
		.tsc_mult = machine.tsc_mult,
		.tsc_shift = machine.tsc_shift,
		.min_period = perfctr_min_period,
		.max_buffer = perfctr_max_buffer,
	};
	cpus_read_lock();
	smp_call_function_single(cpumask_first(cpu_online_mask), fill_cpuid, &info, 1);
	cpus_read_unlock();
	return ustruct_put(user, &info, sizeof(info), size);
}

static struct perfctr_cpu describe_cpu(unsigned int cpu)
{
	return (struct perfctr_cpu){
		.cpu = cpu,
		.flags = (machine_cpu_forbidden(cpu) ? PERFCTR_CPU_FORBIDDEN : 0) |
			 (machine_cpu_northbridge(cpu) ? PERFCTR_CPU_NORTHBRIDGE : 0),
		.core_type = per_cpu(cpu_ids, cpu).core_type,
		.node = glue_cpu_node(cpu),
	};
}

int machine_cpus(struct perfctr_cpus __user *user)
{
	struct perfctr_cpus cpus;
	unsigned int cpu, nr = 0;
	int size;

	size = ustruct_get(&cpus, sizeof(cpus), user, sizeof(cpus));
	if (size < 0)
		return size;
	if (cpus.reserved || cpus.cpu_size < CPU_SIZE_V1)
		return -EINVAL;
	/* no lock while writing to user memory: one that comes or goes now may be missed or not */
	for_each_online_cpu(cpu) {
		struct perfctr_cpu described = describe_cpu(cpu);
		void __user *to = u64_to_user_ptr(cpus.cpus + (u64)nr * cpus.cpu_size);

		if (nr < cpus.nr_cpus &&
		    ustruct_put(to, &described, sizeof(described), cpus.cpu_size))
			return -EFAULT;
		nr++;
	}
	cpus.nr_cpus = nr;
	return ustruct_put(user, &cpus, sizeof(cpus), size);
}
