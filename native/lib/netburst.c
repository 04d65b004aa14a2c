// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Facts: Intel SDM volume 3, events of processors based on NetBurst: "ESCR restrictions" and
 * "counter numbers per ESCR". libpfm4 knows them, but does not tell.
 *
 * Four events of the bus (b2b_cycles, bnr, snoop, response) are left out: the manual gives them a
 * CCCR that selects the ITLB's ESCR and not the bus's.
 */
#include "netburst.h"

#include <stdbool.h>
#include <string.h>

/* A unit's two ESCRs have counters of their own: the second one's are the higher half. */
#define BUS	   0x0000f
#define BUS_ESCR0  0x00003
#define BUS_ESCR1  0x0000c
#define MICROCODE  0x000f0
#define EXECUTION  0x00f00
#define RETIREMENT 0x3f000

static const struct {
	uint64_t counters;
	const char *events; /* each ended by a blank */
} units[] = {
	{BUS, "BPU_fetch_request ITLB_reference MOB_load_replay page_walk_type BSQ_cache_reference "
	      "IOQ_allocation FSB_data_activity global_power_events "},
	{BUS_ESCR0, "BSQ_allocation "},
	{BUS_ESCR1, "IOQ_active_entries BSQ_active_entries "},
	{MICROCODE, "TC_deliver_mode TC_misc tc_ms_xfer uop_queue_writes retired_branch_type "
		    "retired_mispred_branch_type "},
	{EXECUTION, "memory_cancel memory_complete load_port_replay store_port_replay WC_Buffer "
		    "SSE_input_assist packed_SP_uop packed_DP_uop scalar_SP_uop scalar_DP_uop "
		    "64bit_MMX_uop 128bit_MMX_uop x87_FP_uop "},
	{RETIREMENT, "resource_stall front_end_event execution_event replay_event instr_retired "
		     "uops_retired uops_type branch_retired mispred_branch_retired x87_assist "
		     "machine_clear instr_completed "},
};

static bool has(const char *events, const char *name, size_t length)
{
	for (const char *event = events; *event; event += strcspn(event, " ") + 1)
		if (strncasecmp(event, name, length) == 0 && event[length] == ' ')
			return true;
	return false;
}

uint64_t netburst_counters(const char *name)
{
	const char *separator = strstr(name, "::");
	const char *event = separator ? separator + 2 : name;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (has(units[i].events, event, strcspn(event, ":")))
			return units[i].counters;
	return 0;
}
