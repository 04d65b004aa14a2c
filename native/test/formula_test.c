// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formulas, by the vectors that all evaluators share: events/formula-vectors.json. */
#include "../perfex/formula.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool look_up(const char *name, size_t length, double *value, void *context)
{
	char key[256] = "";
	json_t *json;

	if (length >= sizeof(key))
		return false;
	memcpy(key, name, length);
	json = json_object_get(context, key);
	*value = json_number_value(json);
	return json_is_number(json);
}

static void check(json_t *vector)
{
	const char *formula = json_string_value(json_object_get(vector, "formula"));
	json_t *value = json_object_get(vector, "value"), *error = json_object_get(vector, "error");
	struct formula_result result =
		formula_evaluate(formula, look_up, json_object_get(vector, "events"));

	print_message("'%s'\n", formula);
	if (error) {
		assert_int_equal(result.kind, FORMULA_ERROR);
		assert_int_equal(result.offset, json_integer_value(error));
	} else if (json_is_null(value)) {
		assert_int_equal(result.kind, FORMULA_NOT_AVAILABLE);
	} else {
		assert_int_equal(result.kind, FORMULA_VALUE);
		assert_true(result.value == json_number_value(value));
	}
}

static void formulas_have_the_values_of_the_vectors(void **state)
{
	json_t *file = json_load_file(VECTORS, 0, NULL);
	json_t *vectors = json_object_get(file, "vectors"), *vector;
	size_t i;

	(void)state;
	assert_true(json_array_size(vectors) > 40);
	json_array_foreach(vectors, i, vector) check(vector);
	json_decref(file);
}

static void deep_nesting_is_an_error_not_a_crash(void **state)
{
	char text[100001];

	(void)state;
	memset(text, '(', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(formula_evaluate(text, look_up, NULL).kind, FORMULA_ERROR);
	memset(text, '-', sizeof(text) - 1);
	assert_int_equal(formula_evaluate(text, look_up, NULL).kind, FORMULA_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formulas_have_the_values_of_the_vectors),
		cmocka_unit_test(deep_nesting_is_an_error_not_a_crash),
	};

	return cmocka_run_group_tests_name("formula", tests, NULL, NULL);
}
