// SPDX-License-Identifier: GPL-2.0-only
/* The PMU families against models of their registers. */
#include "../guest/tap.h"

int main(int argc, char *argv[])
{
	return tap_main(argc, argv);
}
