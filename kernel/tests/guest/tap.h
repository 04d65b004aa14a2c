/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A very small test harness. Each test runs in a process of its own, which is the leader of a process
 * group that does not outlive it. The result is TAP on standard output.
 */
#ifndef TAP_H
#define TAP_H

struct test {
	const char *name;
	void (*run)(void);
};

/* TEST(subject, what) { body }: registers the test "subject.what". */
#define TEST(subject, what)                                                                     \
	static void subject##_##what(void);                                                     \
	static const struct test test_##subject##_##what = { #subject "." #what,                \
							     subject##_##what };                \
	static const struct test *const entry_##subject##_##what                                \
		__attribute__((section("tests"), used, no_reorder)) = &test_##subject##_##what; \
	static void subject##_##what(void)

/* Ends the test as failed when the condition is false; the rest says what was observed. */
#define expect(condition, ...)                                             \
	do {                                                               \
		if (!(condition))                                          \
			fail(__FILE__, __LINE__, #condition, __VA_ARGS__); \
	} while (0)

void fail(const char *file, int line, const char *condition, const char *format, ...)
	__attribute__((noreturn, format(printf, 4, 5)));

/* Ends the test as skipped, for this reason. Only before anything has been forked. */
void skip(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* A line of diagnostics in the log of this test. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A measured number, which the rig repeats in its summary. */
void measured(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* [--list] [PATTERN...]: runs, or lists, the tests whose names match or start with a pattern. */
int tap_main(int argc, char *argv[]);

#endif
