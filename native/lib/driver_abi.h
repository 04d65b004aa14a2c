/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The driver's interface. It and the library share their names, since both are perfctr's: in these
 * files the driver's structs are called driver_*.
 */
#ifndef PERFCTR_DRIVER_ABI_H
#define PERFCTR_DRIVER_ABI_H

#include <perfctr.h>

#define perfctr_info	   driver_info
#define perfctr_cpus	   driver_cpus
#define perfctr_control	   driver_control
#define perfctr_count	   driver_count
#define perfctr_event	   driver_event
#define perfctr_read	   driver_read
#define perfctr_record	   driver_record
#define perfctr_state	   driver_state
#define perfctr_page	   driver_page
#define perfctr_page_event driver_page_event
#define perfctr_sample	   driver_sample
#define perfctr_buffer	   driver_buffer
#pragma push_macro("PERFCTR_FEATURE_RDPMC")
#undef PERFCTR_FEATURE_RDPMC

#include "../../kernel/include/uapi/perfctr.h"

enum { DRIVER_FEATURE_RDPMC = PERFCTR_FEATURE_RDPMC };

#undef PERFCTR_FEATURE_RDPMC
#pragma pop_macro("PERFCTR_FEATURE_RDPMC")
#undef perfctr_info
#undef perfctr_cpus
#undef perfctr_control
#undef perfctr_count
#undef perfctr_event
#undef perfctr_read
#undef perfctr_record
#undef perfctr_state
#undef perfctr_page
#undef perfctr_page_event
#undef perfctr_sample
#undef perfctr_buffer

#endif
