// SPDX-License-Identifier: LGPL-2.1-or-later
#include "formula.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST_NESTING 100

#define DIGITS	   "0123456789"
#define NAME_START "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
#define NAME_PART  NAME_START DIGITS ".:="

struct parser {
	const char *text, *at;
	formula_lookup lookup;
	void *context;
	int depth;
	bool missing; /* the value is not available */
	bool failed;
};

static double sum(struct parser *parser);

static double fail_here(struct parser *parser)
{
	parser->failed = true;
	return NAN;
}

static char peek(struct parser *parser)
{
	parser->at += strspn(parser->at, " \t\r\n");
	return *parser->at;
}

/* Its length; 0 if there is no number. strtod would take more: "inf", "0x10". */
static size_t number_length(const char *text)
{
	size_t whole = strspn(text, DIGITS);
	size_t length = whole;

	if (text[length] == '.') {
		size_t fraction = strspn(text + length + 1, DIGITS);

		if (whole + fraction == 0)
			return 0;
		length += 1 + fraction;
	}
	if (length && (text[length] == 'e' || text[length] == 'E')) {
		size_t sign = text[length + 1] == '+' || text[length + 1] == '-';
		size_t exponent = strspn(text + length + 1 + sign, DIGITS);

		if (exponent)
			length += 1 + sign + exponent;
	}
	return length;
}

/* A '-' belongs to a name when something that can be in a name follows it at once. */
static size_t name_length(const char *text)
{
	size_t length = 0;

	if (!*text || !strchr(NAME_START, *text))
		return 0;
	for (;;) {
		length += strspn(text + length, NAME_PART);
		if (text[length] != '-' || !text[length + 1] ||
		    !strchr(NAME_PART, text[length + 1]))
			return length;
		length++;
	}
}

static double take_number(struct parser *parser, size_t length)
{
	char *copy = strndup(parser->at, length);
	double value = copy ? strtod(copy, NULL) : NAN;

	free(copy);
	parser->at += length;
	return value;
}

static double take_name(struct parser *parser, size_t length)
{
	double value = NAN;

	if (!parser->lookup(parser->at, length, &value, parser->context))
		parser->missing = true;
	parser->at += length;
	return value;
}

static double operand(struct parser *parser)
{
	double value;
	size_t length;

	peek(parser);
	length = number_length(parser->at);
	if (length)
		return take_number(parser, length);
	length = name_length(parser->at);
	if (length)
		return take_name(parser, length);
	if (*parser->at != '(')
		return fail_here(parser);
	parser->at++;
	value = sum(parser);
	if (parser->failed || peek(parser) != ')')
		return fail_here(parser);
	parser->at++;
	return value;
}

static double signed_operand(struct parser *parser)
{
	double value;

	if (parser->depth == DEEPEST_NESTING)
		return fail_here(parser);
	parser->depth++;
	if (peek(parser) == '-') {
		parser->at++;
		value = -signed_operand(parser);
	} else {
		value = operand(parser);
	}
	parser->depth--;
	return value;
}

static double product(struct parser *parser)
{
	double value = signed_operand(parser);

	while (!parser->failed && (peek(parser) == '*' || *parser->at == '/')) {
		bool divide = *parser->at++ == '/';
		double right = signed_operand(parser);

		if (divide && right == 0)
			parser->missing = true;
		value = divide ? value / right : value * right;
	}
	return value;
}

static double sum(struct parser *parser)
{
	double value = product(parser);

	while (!parser->failed && (peek(parser) == '+' || *parser->at == '-')) {
		bool subtract = *parser->at++ == '-';
		double right = product(parser);

		value = subtract ? value - right : value + right;
	}
	return value;
}

struct formula_result formula_evaluate(const char *text, formula_lookup lookup, void *context)
{
	struct parser parser = {.text = text, .at = text, .lookup = lookup, .context = context};
	double value = sum(&parser);

	if (!parser.failed && peek(&parser))
		parser.failed = true;
	if (parser.failed)
		return (struct formula_result){.kind = FORMULA_ERROR, .offset = parser.at - text};
	if (parser.missing || !isfinite(value))
		return (struct formula_result){.kind = FORMULA_NOT_AVAILABLE};
	return (struct formula_result){.kind = FORMULA_VALUE, .value = value};
}
