/* What unit promises: the text between its markers, and each signature in the source where it belongs. */
#include "runners/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE(name, text)                   \
	{                                    \
		name, text, sizeof(text) - 1 \
	}

static const struct signature signatures[] = { { "f", "int(int)" }, { "g", "char *(const char *)" } };

static void assert_unit(const struct source *s, const char *label, size_t n_signatures, const char *wanted)
{
	const size_t homes[] = { 0, 0 };
	struct err e = ERR_INIT;
	struct buf text;

	buf_init(&text, UNIT_BYTES_MAX);
	assert_int_equal(unit_write(s, 0, label, signatures, n_signatures, homes, &text, &e), 0);
	assert_string_equal(text.data, wanted);
	buf_clear(&text);
}

static void unit__stands_between_markers(void **state)
{
	const struct source s = SOURCE("a b.c", "int f(int x);\n");

	(void)state;
	assert_unit(&s, "a b.c", 1,
		    "# 1 \"a b.c\"\n"
		    "int f(int x);\n"
		    "\n\n"
		    "# 1 \"judge:signature\"\n"
		    "_Static_assert(__builtin_types_compatible_p(__typeof__(f), int(int)), "
		    "\"'f' must have the type 'int(int)'\");\n");
}

static void unit__names_the_signature_by_the_line(void **state)
{
	const struct source s = SOURCE("a.c", "");
	const size_t homes[] = { 1, 0 };
	struct err e = ERR_INIT;
	struct buf text;

	(void)state;
	buf_init(&text, UNIT_BYTES_MAX);
	assert_int_equal(unit_write(&s, 0, "a.c", signatures, 2, homes, &text, &e), 0);
	assert_non_null(strstr(text.data, "# 2 \"judge:signature\"\n_Static_assert("));
	assert_null(strstr(text.data, "# 1 \"judge:signature\""));
	buf_clear(&text);
}

static void unit__escapes_the_name(void **state)
{
	const struct source s = SOURCE("", "x");

	(void)state;
	assert_unit(&s, "a\"b\\c.c", 0, "# 1 \"a\\\"b\\\\c.c\"\nx\n\n");
}

static void unit__passes_over_a_byte_order_mark(void **state)
{
	const struct source s = SOURCE("a.c", "\xef\xbb\xbfint x;");

	(void)state;
	assert_unit(&s, "a.c", 0, "# 1 \"a.c\"\nint x;\n\n");
}

static void unit__keeps_any_bytes(void **state)
{
	const struct source s = SOURCE("a.c", "\0\xff");
	struct err e = ERR_INIT;
	struct buf text;

	(void)state;
	buf_init(&text, UNIT_BYTES_MAX);
	assert_int_equal(unit_write(&s, 0, "a.c", NULL, 0, NULL, &text, &e), 0);
	assert_int_equal(text.len, 10 + 2 + 2);
	assert_memory_equal(text.data + 10, "\0\xff\n\n", 4);
	buf_clear(&text);
}

static void label__replaces_control_characters(void **state)
{
	const struct source s = SOURCE("a\nb\x1b[1m\x7f.c", "");
	struct arena a;

	(void)state;
	arena_init(&a, 4096);
	assert_string_equal(unit_label(&s, &a), "a?b?[1m?.c");
	arena_clear(&a);
}

static void header__is_told_by_its_name(void **state)
{
	(void)state;
	assert_true(unit_is_header(&(struct source){ "a.h", NULL, 0 }));
	assert_false(unit_is_header(&(struct source){ "a.c", NULL, 0 }));
	assert_false(unit_is_header(&(struct source){ ".h", NULL, 0 }));
	assert_false(unit_is_header(&(struct source){ "", NULL, 0 }));
}

static void assert_homes(const struct source *sources, size_t n, size_t f, size_t g)
{
	size_t homes[2] = { 99, 99 };
	struct err e = ERR_INIT;

	assert_int_equal(unit_find_homes(sources, n, signatures, 2, homes, &e), 0);
	assert_int_equal(homes[0], f);
	assert_int_equal(homes[1], g);
}

static void home__is_the_source_that_defines_the_function(void **state)
{
	const struct source sources[] = {
		SOURCE("a.h", "int f(int x) { return x; }"),
		SOURCE("a.c", "int f(int); int h(void) { return f(1); }"),
		SOURCE("b.c", "int f(int x) { return x; }"),
		SOURCE("c.c", "char *g(const char *s) { return 0; }"),
	};

	(void)state;
	assert_homes(sources, 4, 2, 3);
}

static void home__is_else_the_first_that_mentions_it(void **state)
{
	const struct source sources[] = {
		SOURCE("a.c", "/* f */ int x; const char *s = \"f\";"),
		SOURCE("b.c", "MAKE(f)"),
		SOURCE("c.c", "MAKE(f)"),
	};

	(void)state;
	assert_homes(sources, 3, 1, 0);
}

static void home__is_the_only_source_whatever_it_says(void **state)
{
	const struct source sources[] = { SOURCE("a.h", "int f(int x) { return x; }"), SOURCE("b.c", "") };

	(void)state;
	assert_homes(sources, 2, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unit__stands_between_markers),
		cmocka_unit_test(unit__names_the_signature_by_the_line),
		cmocka_unit_test(unit__escapes_the_name),
		cmocka_unit_test(unit__passes_over_a_byte_order_mark),
		cmocka_unit_test(unit__keeps_any_bytes),
		cmocka_unit_test(label__replaces_control_characters),
		cmocka_unit_test(header__is_told_by_its_name),
		cmocka_unit_test(home__is_the_source_that_defines_the_function),
		cmocka_unit_test(home__is_else_the_first_that_mentions_it),
		cmocka_unit_test(home__is_the_only_source_whatever_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
