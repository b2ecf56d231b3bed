/* What command promises: the lines that gcc and clang print become vectors with holes, and nothing else does. */
#include "runners/command.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const char gcc_text[] =
	"Using built-in specs.\n"
	"COLLECT_GCC_OPTIONS='-O2' '-shared'\n"
	" /usr/lib/gcc/12/cc1 -quiet /dev/null -quiet -dumpdir a- -dumpbase null -dumpbase-ext .c"
	" \"-std=gnu17\" -o /tmp/a.s\n"
	"COLLECT_GCC_OPTIONS='-O2' '-shared'\n"
	" as --64 -o /tmp/b.o /tmp/a.s\n"
	"COMPILER_PATH=/usr/lib/gcc/12/\n"
	" /usr/lib/gcc/12/collect2 -plugin /lto.so \"-plugin-opt=-fresolution=/tmp/c.res\""
	" -shared -o /dev/null crti.o /tmp/b.o"
	" -lgcc --push-state -lgcc_s --pop-state -dynamic-linker /lib64/ld.so.2\n"
	"COLLECT_GCC_OPTIONS='-O2'\n";

static const char clang_text[] =
	"clang version 14.0.6\n"
	" (in-process)\n"
	" \"/usr/lib/clang\" \"-cc1\" \"-main-file-name\" \"null\""
	" \"-fdebug-compilation-dir=/home/me\" \"-o\" \"/tmp/a.o\" \"-x\" \"c\" \"/dev/null\"\n"
	" \"/usr/bin/ld\" \"-o\" \"/dev/null\" \"/tmp/a.o\" \"-lc\"\n";

static int make_arena(void **state)
{
	static struct arena a;

	arena_init(&a, 1 << 20);
	*state = &a;
	return 0;
}

static int clear_arena(void **state)
{
	arena_clear(*state);
	return 0;
}

static void assert_vector(const char *const *got, const char *const *wanted, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_non_null(got[i]);
		assert_string_equal(got[i], wanted[i]);
	}
	assert_null(got[n]);
}

static void recipe__reads_the_three_passes_of_gcc(void **state)
{
	const char *const compile[] = { "/usr/lib/gcc/12/cc1", "-quiet", COMMAND_INPUT, "-quiet",
					"-std=gnu17",          "-o",     COMMAND_OUTPUT };
	const char *const assemble[] = { "as", "--64", "-o", COMMAND_OUTPUT, COMMAND_INPUT };
	const char *const link[] = { "/usr/lib/gcc/12/collect2",
				     "-shared",
				     "-o",
				     COMMAND_OUTPUT,
				     "crti.o",
				     COMMAND_INPUT,
				     "-lgcc",
				     "--push-state",
				     "--pop-state",
				     "-dynamic-linker",
				     "/lib64/ld.so.2" };
	struct err e = ERR_INIT;
	struct recipe r;

	assert_int_equal(recipe_parse(gcc_text, *state, &r, &e), 0);
	assert_vector(r.compile.argv, compile, LENGTH(compile));
	assert_vector(r.assemble.argv, assemble, LENGTH(assemble));
	assert_vector(r.link.argv, link, LENGTH(link));
	assert_ptr_equal(r.compile.argv[2], COMMAND_INPUT);
	assert_ptr_equal(r.link.argv[3], COMMAND_OUTPUT);
}

static void recipe__reads_the_two_passes_of_clang(void **state)
{
	const char *const compile[] = { "/usr/lib/clang", "-cc1", "-o", COMMAND_OUTPUT, "-x", "c", COMMAND_INPUT };
	const char *const link[] = { "/usr/bin/ld", "-o", COMMAND_OUTPUT, COMMAND_INPUT, "-lc" };
	struct err e = ERR_INIT;
	struct recipe r;

	assert_int_equal(recipe_parse(clang_text, *state, &r, &e), 0);
	assert_vector(r.compile.argv, compile, LENGTH(compile));
	assert_int_equal(r.assemble.n, 0);
	assert_vector(r.link.argv, link, LENGTH(link));
}

static void recipe__takes_quotes_and_backslashes_out_of_words(void **state)
{
	static const char text[] = " cc1 \"a b\" \"c\\\"d\\\\e\\$f\" \"\" /dev/null -o x.o\n ld x.o -o /dev/null\n";
	const char *const wanted[] = { "cc1", "a b", "c\"d\\e$f", "", COMMAND_INPUT, "-o", COMMAND_OUTPUT };
	struct err e = ERR_INIT;
	struct recipe r;

	assert_int_equal(recipe_parse(text, *state, &r, &e), 0);
	assert_vector(r.compile.argv, wanted, LENGTH(wanted));
}

static void recipe__refuses_what_is_no_chain_of_passes(void **state)
{
	static const char *const texts[] = {
		"",
		"gcc: error: unrecognized option\n",
		" cc1 /dev/null -o a.s\n",                              /* no linker */
		" cc1 other.c -o a.o\n ld a.o -o /dev/null\n",          /* does not read what was asked */
		" cc1 /dev/null -o a.o\n ld b.o -o /dev/null\n",        /* the linker reads another file */
		" cc1 /dev/null -o\n ld -o /dev/null\n",                /* no output */
		" a /dev/null -o b\n c b -o d\n e d -o f\n g f -o h\n", /* a fourth pass */
		" \\",
		" \"",
		" ",
	};

	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct recipe r = { .link = { NULL, 77 } };
		struct err e = ERR_INIT;

		assert_int_equal(recipe_parse(texts[i], *state, &r, &e), -EPROTO);
		assert_int_equal(e.code, -EPROTO);
		assert_int_equal(r.link.n, 77);
	}
}

static void recipe__says_when_memory_is_out(void **state)
{
	struct err e = ERR_INIT;
	struct arena small;
	struct recipe r;

	(void)state;
	arena_init(&small, 64);
	assert_int_equal(recipe_parse(gcc_text, &small, &r, &e), -ENOMEM);
	arena_clear(&small);
}

static void command__is_filled_with_options_before_inputs(void **state)
{
	const char *const wanted[] = { "as", "--64", "-o", "out.o", "-g", "-I", "one.s", "two.s" };
	struct err e = ERR_INIT;
	const char *const *argv;
	struct recipe r;

	assert_int_equal(recipe_parse(gcc_text, *state, &r, &e), 0);
	argv = command_fill(&r.assemble, (const char *[]){ "-g", "-I", NULL },
			    (const char *[]){ "one.s", "two.s", NULL }, "out.o", *state);
	assert_vector(argv, wanted, LENGTH(wanted));
}

static void command__text_that_looks_like_a_hole_is_none(void **state)
{
	static const char text[] = " cc1 \"<input>\" /dev/null -o x.o\n ld x.o -o /dev/null\n";
	const char *const wanted[] = { "cc1", "<input>", "a.c", "-o", "a.o" };
	struct err e = ERR_INIT;
	struct recipe r;

	assert_int_equal(recipe_parse(text, *state, &r, &e), 0);
	assert_vector(command_fill(&r.compile, NULL, (const char *[]){ "a.c", NULL }, "a.o", *state), wanted,
		      LENGTH(wanted));
}

static void command__gives_the_value_of_an_option(void **state)
{
	struct err e = ERR_INIT;
	struct recipe r;

	assert_int_equal(recipe_parse(gcc_text, *state, &r, &e), 0);
	assert_string_equal(command_value(&r.link, "-dynamic-linker"), "/lib64/ld.so.2");
	assert_null(command_value(&r.link, "-nothing"));
	assert_null(command_value(&r.assemble, COMMAND_INPUT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(recipe__reads_the_three_passes_of_gcc, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(recipe__reads_the_two_passes_of_clang, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(recipe__takes_quotes_and_backslashes_out_of_words, make_arena,
						clear_arena),
		cmocka_unit_test_setup_teardown(recipe__refuses_what_is_no_chain_of_passes, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(recipe__says_when_memory_is_out, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(command__is_filled_with_options_before_inputs, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(command__text_that_looks_like_a_hole_is_none, make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(command__gives_the_value_of_an_option, make_arena, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
