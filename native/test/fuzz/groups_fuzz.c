// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fuzzes group files, with the formulas in them. */
#include "../../perfex/formula.h"
#include "../../perfex/groups.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool look_up(const char *name, size_t length, double *value, void *context)
{
	(void)name, (void)context;
	*value = length;
	return length > 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct group *groups = NULL;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (groups_add(&groups, text, "fuzzed") == 0) {
		for (int i = 0; i < groups->metrics; i++)
			if (formula_evaluate(groups->metric[i].formula, look_up, NULL).kind ==
			    FORMULA_ERROR)
				abort();
	}
	formula_evaluate(text, look_up, NULL);
	groups_free(groups);
	free(text);
	return 0;
}
