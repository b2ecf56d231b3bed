/* What becomes of the output of compilers and linkers: places, order, words, and nothing of the host. */
#include "runners/diagnostics.h"

#include "sandbox/base/fs.h"
#include "sandbox/base/spawn.h"
#include "sandbox/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct diagnostics_name names[] = {
	{ "lru.c", "lru.c" },
	{ "/box/0.c", "lru.c" },
	{ "/work/0.s", "lru.c" },
	{ "/work/0.o", "lru.c" },
	{ "my f: 3.c:4:5", "my f: 3.c:4:5" },
	{ "my f", "my f" },
	{ "/work/1.o", "table.c" },
	{ "table.c", "table.c" },
	{ "/box/table.h", "table.h" },
	{ "/box/judge.h", NULL },
};
static const struct signature signatures[] = {
	{ "lRUCacheGet", "int(LRUCache *, int)" },
	{ "lRUCachePut", "void(LRUCache *, int, int)" },
};
static const struct diagnostics_context context = {
	names,
	sizeof(names) / sizeof(names[0]),
	signatures,
	sizeof(signatures) / sizeof(signatures[0]),
};

static struct arena arena;
static struct diagnostics found;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, DIAGNOSTICS_MAX * 1024);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_clear(&arena);
	return 0;
}

static void parse(const char *output, size_t len)
{
	struct err e = ERR_INIT;

	arena_clear(&arena);
	assert_int_equal(diagnostics_parse(output, len, &context, &arena, &found, &e), 0);
}

/* "E lru.c:3:5 text [-Wx]" for each, with a newline behind it. */
static void assert_parsed(const char *output, const char *expected)
{
	cleanup_buf struct buf b;

	parse(output, strlen(output));
	buf_init(&b, 100000);
	for (size_t i = 0; i < found.n; i++) {
		const struct diagnostic *d = &found.list[i];

		buf_putc(&b, "NWE"[d->level]);
		if (d->file)
			buf_printf(&b, " %s:%u:%u", d->file, d->line, d->column);
		else
			assert_true(d->line == 0 && d->column == 0);
		buf_printf(&b, " %s", d->text);
		if (d->option)
			buf_printf(&b, " [%s]", d->option);
		buf_putc(&b, '\n');
	}
	assert_string_equal(b.data, expected);
}

/* ---- compilers ---- */

static void diagnostics__reads_gcc(void **state)
{
	(void)state;
	assert_parsed(
		"lru.c: In function 'f':\n"
		"lru.c:4:61: error: 'x' undeclared (first use in this function)\n"
		"lru.c:4:61: note: each undeclared identifier is reported only once for each function it appears in\n"
		"lru.c: At top level:\n"
		"lru.c:5:5: error: conflicting types for 'abs'; have 'int(char)'\n"
		"In file included from lru.c:1:\n"
		"                 from lru.c:1:\n"
		"/usr/include/stdlib.h:861:12: note: previous declaration of 'abs' with type 'int(int)'\n"
		"lru.c:7:10: fatal error: nosuch.h: No such file or directory\n"
		"compilation terminated.\n",
		"E lru.c:4:61 'x' undeclared (first use in this function)\n"
		"E lru.c:5:5 conflicting types for 'abs'; have 'int(char)'\n"
		"N previous declaration of 'abs' with type 'int(int)'\n"
		"E lru.c:7:10 nosuch.h: No such file or directory\n");
}

static void diagnostics__reads_clang(void **state)
{
	(void)state;
	assert_parsed("lru.c:3:43: warning: unused variable 'u' [-Wunused-variable]\n"
		      "lru.c:9:1: error: use of undeclared identifier 'x'\n"
		      "fatal error: too many errors emitted, stopping now [-ferror-limit=]\n"
		      "1 warning and 2 errors generated.\n",
		      "E lru.c:9:1 use of undeclared identifier 'x'\n"
		      "E too many errors emitted, stopping now [-ferror-limit=]\n"
		      "W lru.c:3:43 unused variable 'u' [-Wunused-variable]\n");
}

static void diagnostics__puts_errors_first_and_notes_behind_what_they_explain(void **state)
{
	(void)state;
	assert_parsed("lru.c:0: note: of nothing\n"
		      "lru.c:1:1: warning: w1\nlru.c:2:1: note: of w1\n"
		      "lru.c:3:1: error: e1\nlru.c:4:1: note: of e1\nlru.c:5:1: note: of e1 too\n"
		      "lru.c:6:1: warning: w2\n"
		      "lru.c:7:1: error: e2",
		      "E lru.c:3:1 e1\nN lru.c:4:1 of e1\nN lru.c:5:1 of e1 too\nE lru.c:7:1 e2\n"
		      "N lru.c:0:0 of nothing\nW lru.c:1:1 w1\nN lru.c:2:1 of w1\nW lru.c:6:1 w2\n");
}

static void diagnostics__names_the_option(void **state)
{
	(void)state;
	assert_parsed("lru.c:1:1: warning: a [-Wformat=]\n"
		      "lru.c:2:1: error: b [-Werror=unused-variable]\n"
		      "lru.c:3:1: error: c [-Werror,-Wvla]\n"
		      "lru.c:4:1: warning: int[-W1]\n"
		      "lru.c:5:1: warning: d [-Wa b]\n"
		      "lru.c:6:1: warning: e [-W]\n",
		      "E lru.c:2:1 b [-Wunused-variable]\n"
		      "E lru.c:3:1 c [-Wvla]\n"
		      "W lru.c:1:1 a [-Wformat=]\n"
		      "W lru.c:4:1 int[-W1]\n"
		      "W lru.c:5:1 d [-Wa b]\n"
		      "W lru.c:6:1 e [-W]\n");
}

static void diagnostics__knows_names_with_blanks_colons_and_numbers(void **state)
{
	(void)state;
	assert_parsed("my f: 3.c:4:5:6:7: error: a\nmy f:8:9: error: b\nmy f: 3.c:4:5:6: error: c\n",
		      "E my f: 3.c:4:5:6:7 a\nE my f:8:9 b\nE my f: 3.c:4:5:6:0 c\n");
}

static void diagnostics__gives_no_place_in_files_that_are_not_the_candidates(void **state)
{
	(void)state;
	assert_parsed("/box/judge.h:3:4: error: a\n/box/table.h:5:6: error: b\n/usr/include/stdio.h:1:2: error: c\n"
		      "elsewhere.c:1:2: error: d\n<command-line>: error: e\n",
		      "E a\nE table.h:5:6 b\nE c\nE d\n");
}

static void diagnostics__leaves_out_what_has_no_known_form(void **state)
{
	(void)state;
	assert_parsed("", "");
	assert_parsed("\n\n", "");
	assert_parsed(
		"    3 | int x\n      |     ^\nPlease submit a full bug report.\nSee <file:///usr/share/doc>\nerror\n"
		"lru.c:3:4:\nlru.c:3:4: \nlru.c:3\nlru.c:\nlru.c:3:4: error: \n",
		"");
	assert_parsed("cc1: all warnings being treated as errors\n"
		      "collect2: error: ld returned 1 exit status\n"
		      "clang: error: linker command failed with exit code 1 (use -v to see invocation)\n",
		      "");
}

static void diagnostics__reads_words_of_the_programs_themselves(void **state)
{
	(void)state;
	assert_parsed("cc1: error: no include path in which to search for stdc-predef.h\n"
		      "cc1: out of memory allocating 65536 bytes after a total of 1 bytes\n"
		      "/usr/bin/x86_64-linux-gnu-ld: cannot find -lzzz: No such file or directory\n"
		      "clang-14: error: unsupported option\n"
		      "cc1: error: a:1:2: b\n"
		      "error: c:3:4: d\n"
		      "lru.c:3:5: internal compiler error: Segmentation fault\n",
		      "E no include path in which to search for stdc-predef.h\n"
		      "E out of memory allocating 65536 bytes after a total of 1 bytes\n"
		      "E cannot find -lzzz: No such file or directory\n"
		      "E unsupported option\n"
		      "E a:1:2: b\n"
		      "E c:3:4: d\n"
		      "E lru.c:3:5 Segmentation fault\n");
}

static void diagnostics__bounds_line_numbers(void **state)
{
	(void)state;
	assert_parsed("lru.c:4294967295:1: error: a\nlru.c:4294967296:1: error: b\n"
		      "lru.c:99999999999999999999999:1: error: c\n"
		      "lru.c:0:7: error: d\n",
		      "E lru.c:4294967295:1 a\nE lru.c:0:0 b\nE lru.c:0:0 c\nE lru.c:0:0 d\n");
}

/* ---- assembler and linker ---- */

static void diagnostics__reads_the_assembler(void **state)
{
	(void)state;
	assert_parsed("lru.c: Assembler messages:\nlru.c:3: Error: no such instruction: `foo bar'\n"
		      "/work/0.s: Assembler messages:\n/work/0.s:170: Error: junk at end of line\n"
		      "lru.c:5: Warning: odd\n",
		      "E lru.c:3:0 no such instruction: 'foo bar'\n"
		      "E lru.c:0:0 junk at end of line\n"
		      "W lru.c:5:0 odd\n");
}

static void diagnostics__turns_linker_messages_into_errors(void **state)
{
	(void)state;
	assert_parsed(
		"/usr/bin/ld: /work/1.o: in function `f':\n"
		"table.c:(.text+0xa): undefined reference to `nothere'\n"
		"/usr/bin/ld: /work/1.o: in function `g':\n"
		"table.c:(.text+0x1a): undefined reference to `nothere'\n"
		"/box/table.c:12: undefined reference to `other'\n"
		"/usr/bin/ld: table.c:(.text+0x2a): more undefined references to `other' follow\n"
		"ld: /work/1.o:(.data+0x0): multiple definition of `dup'; /work/0.o:(.data+0x0): first defined here\n"
		"ld: /work/1.o:/box/table.c:7: multiple definition of `dup2'; /work/0.o:/box/lru.c:3: "
		"first defined here\n"
		"ld: warning: /work/0.o: missing .note.GNU-stack section implies executable stack\n"
		"ld: NOTE: This behaviour is deprecated and will be removed in a future version of the linker\n",
		"E table.c:0:0 undefined reference to 'nothere'\n"
		"E table.c:12:0 undefined reference to 'other'\n"
		"E table.c:0:0 multiple definition of 'dup'\n"
		"E table.c:7:0 multiple definition of 'dup2'\n"
		"W lru.c: missing .note.GNU-stack section implies executable stack\n");
	assert_parsed("ld.lld: error: undefined symbol: nothere\n>>> referenced by table.c\n"
		      "ld.lld: error: duplicate symbol: dup\n>>> defined at table.c\n",
		      "E undefined reference to 'nothere'\nE multiple definition of 'dup'\n");
}

/* ---- signatures ---- */

static void diagnostics__says_which_function_is_missing(void **state)
{
	(void)state;
	assert_parsed(
		"judge:signature:1:56: error: 'lRUCacheGet' undeclared here (not in a function); did you mean 'g'?\n"
		"judge:signature:1:16: error: expression in static assertion is not an integer\n",
		"E the function 'lRUCacheGet' is missing\n");
	assert_parsed("judge:signature:1:56: error: use of undeclared identifier 'lRUCacheGet'; did you mean 'g'?\n"
		      "lru.c:3:5: note: 'g' declared here\n",
		      "E the function 'lRUCacheGet' is missing\nN lru.c:3:5 'g' declared here\n");
}

static void diagnostics__says_which_type_is_missing(void **state)
{
	(void)state;
	assert_parsed("judge:signature:1:62: error: unknown type name 'LRUCache'\n"
		      "judge:signature:2:67: error: expected ')' before 'LRUCache'\n"
		      "judge:signature:2:16: error: expression in static assertion is not an integer\n"
		      "judge:signature:2:82: error: expected ';' before ',' token\n",
		      "E the type 'LRUCache' is missing\n");
	assert_parsed("judge:signature:1:62: error: use of undeclared identifier 'LRUCache'\n",
		      "E the type 'LRUCache' is missing\n");
}

static void diagnostics__gives_the_message_of_a_failed_signature(void **state)
{
	static const char expected[] = "E 'put' must have the type 'int(char *)'\n";

	(void)state;
	assert_parsed("judge:signature:2:1: error: static assertion failed: "
		      "\"\\'put\\' must have the type \\'int(char *)\\'\"\n",
		      expected);
	assert_parsed("judge:signature:2:1: error: static_assert failed due to requirement "
		      "'__builtin_types_compatible_p(long "
		      "(int), int (char *))' \"'put' must have the type 'int(char *)'\"\n",
		      expected);
	assert_parsed(
		"judge:signature:2:1: error: static assertion failed due to requirement "
		"'__builtin_types_compatible_p(long (int), int (char *))': 'put' must have the type 'int(char *)'\n",
		expected);
}

static void diagnostics__keeps_the_compilers_words_when_no_others_explain_a_signature(void **state)
{
	static const char odd[] = "judge:signature:4:16: warning: w\njudge:signature:1:16: error: odd one\n"
				  "judge:signature:2:16: error: another\nlru.c:1:1: note: of it\n";
	char with_error[300];

	(void)state;
	assert_parsed(odd, "E odd one\n");
	snprintf(with_error, sizeof(with_error), "%slru.c:1:2: error: real\nlru.c:1:3: warning: w\n", odd);
	assert_parsed(with_error, "E lru.c:1:2 real\nW lru.c:1:3 w\n");
}

static void diagnostics__keeps_warnings_in_signature_checks_to_itself(void **state)
{
	(void)state;
	assert_parsed("lru.c:1:1: warning: w\njudge:signature:1:1: warning: odd\nlru.c:2:1: note: of the odd one\n",
		      "W lru.c:1:1 w\n");
	assert_parsed("lru.c:1:1: error: e\njudge:signature:1:1: note: odd\nlru.c:2:1: note: of e\n",
		      "E lru.c:1:1 e\nN lru.c:2:1 of e\n");
}

/* ---- cleaning ---- */

static void diagnostics__takes_paths_out_of_texts(void **state)
{
	(void)state;
	assert_parsed("lru.c:1:1: error: a /work/1.o: b '/usr/lib/gcc/x86_64-linux-gnu/12/include/x.h' (/box/judge.h)\n"
		      "lru.c:2:1: error: \"/opt/a/b/\", =/x/y;/home/u/z [/tmp//q]\n"
		      "lru.c:3:1: error: invalid operands to binary / (have 'int *' and 'int') // a/b /single\n"
		      "lru.c:4:1: error: /work/1.old /work/1.o\n",
		      "E lru.c:1:1 a table.c: b 'x.h' (judge.h)\n"
		      "E lru.c:2:1 \"b/\", =y;z [q]\n"
		      "E lru.c:3:1 invalid operands to binary / (have 'int *' and 'int') / a/b /single\n"
		      "E lru.c:4:1 1.old table.c\n");
}

static void diagnostics__makes_quotes_alike(void **state)
{
	(void)state;
	assert_parsed("lru.c:1:1: error: ‘a’ `b' stray '`' in program\n", "E lru.c:1:1 'a' 'b' stray '`' in program\n");
}

static void diagnostics__escapes_what_could_steer_a_terminal(void **state)
{
	static const char output[] = "lru.c:1:1: error: a\x1b[31m\0b\x7f\xff\te\xe2\x80\xae'\\n'\r\n";

	(void)state;
	parse(output, sizeof(output) - 1);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.list[0].text, "a\\x1b[31m\\x00b\\x7f\\xff e\\u202e'\\n'\\x0d");
}

static void diagnostics__cuts_a_long_text_between_characters(void **state)
{
	char output[2000] = "lru.c:1:1: error: ";
	size_t n = strlen(output);

	(void)state;
	/* A text of exactly the bound is whole. */
	memset(output + n, 'a', DIAGNOSTIC_TEXT_MAX);
	parse(output, n + DIAGNOSTIC_TEXT_MAX);
	assert_int_equal(strlen(found.list[0].text), DIAGNOSTIC_TEXT_MAX);
	assert_int_equal(found.list[0].text[DIAGNOSTIC_TEXT_MAX - 1], 'a');
	/* One byte more, for each place where the cut may fall. */
	for (size_t before = DIAGNOSTIC_TEXT_MAX - 12; before <= DIAGNOSTIC_TEXT_MAX; before++) {
		static const char *const tails[] = { "😀b", "\x1b\x1b\x1b", "éé", "\xe2\x80\xae" };

		for (size_t i = 0; i < 4; i++) {
			const char *text;

			memset(output + n, 'a', before);
			memcpy(output + n + before, tails[i], strlen(tails[i]));
			memset(output + n + before + strlen(tails[i]), 'z', 20);
			parse(output, n + before + strlen(tails[i]) + 20);
			text = found.list[0].text;
			assert_in_range(strlen(text), DIAGNOSTIC_TEXT_MAX - 8, DIAGNOSTIC_TEXT_MAX);
			assert_true(text_utf8_valid(text, strlen(text), NULL));
			assert_string_equal(text + strlen(text) - strlen("…"), "…");
		}
	}
}

static void diagnostics__folds_repetitions(void **state)
{
	(void)state;
	assert_parsed("lru.c:1:1: error: a\nlru.c:2:1: note: n\n"
		      "lru.c:1:1: error: a\nlru.c:2:1: note: n\nlru.c:1:2: error: a\n",
		      "E lru.c:1:1 a\nN lru.c:2:1 n\nE lru.c:1:2 a\n");
	assert_int_equal(found.n_dropped, 0);
}

static void diagnostics__keeps_errors_rather_than_warnings_when_there_are_too_many(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 100000);
	for (int i = 1; i <= 150; i++)
		buf_printf(&b, "lru.c:%d:1: warning: w\n", i);
	for (int i = 1; i <= 60; i++)
		buf_printf(&b, "lru.c:%d:1: error: e\n", i);
	parse(b.data, b.len);
	assert_int_equal(found.n, DIAGNOSTICS_MAX);
	assert_int_equal(found.n_dropped, 110);
	assert_int_equal(found.list[59].level, DIAGNOSTIC_ERROR);
	assert_int_equal(found.list[60].level, DIAGNOSTIC_WARNING);
	assert_int_equal(found.list[99].line, 40);
}

static void diagnostics__says_when_its_memory_is_full(void **state)
{
	static const char output[] = "lru.c:1:1: error: some text of an error [-Wx]\n";
	struct diagnostics untouched = { NULL, 77, 77 };

	(void)state;
	for (size_t max = 0; max < DIAGNOSTICS_MAX * sizeof(struct diagnostic) + 64; max += 16) {
		struct arena small;
		struct err e = ERR_INIT;

		arena_init(&small, max);
		assert_int_equal(diagnostics_parse(output, strlen(output), &context, &small, &untouched, &e), -ENOMEM);
		assert_int_equal(untouched.n, 77);
		arena_clear(&small);
	}
}

/* The bound that the header gives holds in the worst case. */
static void diagnostics__fits_the_memory_that_the_header_names(void **state)
{
	static char name[SOURCE_NAME_MAX + 1];
	const struct diagnostics_name long_name = { name, name };
	const struct diagnostics_context cx = { &long_name, 1, NULL, 0 };
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	(void)state;
	memset(name, 'n', SOURCE_NAME_MAX);
	buf_init(&b, 1000000);
	for (int i = 1; i <= 200; i++)
		buf_printf(&b, "%s:%d:1: error: %0600d [-W%060d]\n", name, i, 0, 0);
	assert_int_equal(diagnostics_parse(b.data, b.len, &cx, &arena, &found, &e), 0);
	assert_int_equal(found.n, DIAGNOSTICS_MAX);
	assert_int_equal(found.n_dropped, 100);
}

/* ---- the compiler of this host ---- */

static void diagnostics__agrees_with_the_compiler_of_this_host(void **state)
{
	static const char source[] =
		"# 1 \"lru.c\"\n"
		"static int unused;\n"
		"int lRUCacheGet(void)\n"
		"{\n"
		"\treturn missing;\n"
		"}\n"
		"# 2 \"judge:signature\"\n"
		"_Static_assert(__builtin_types_compatible_p(__typeof__(lRUCachePut), int(int)), \"no\");\n"
		"# 1 \"judge:signature\"\n"
		"_Static_assert(__builtin_types_compatible_p(__typeof__(lRUCacheGet), int(int)), \"'g' is 'x'\");\n";
	cleanup_free char *dir = NULL, *in = NULL;
	cleanup_buf struct buf printed;
	struct err e = ERR_INIT;
	int status = 0;

	(void)state;
	assert_int_equal(fs_temp_dir(NULL, "judge-test-", &dir, &e), 0);
	in = fs_join(dir, "a.c");
	assert_int_equal(fs_write(AT_FDCWD, in, source, strlen(source), 0600, &e), 0);
	buf_init(&printed, 65536);
	const char *const argv[] = { "gcc",
				     "-S",
				     "-o",
				     "/dev/null",
				     "-Wunused-variable",
				     "-fdiagnostics-plain-output",
				     "-fdiagnostics-column-unit=byte",
				     in,
				     NULL };

	assert_int_equal(spawn_capture(argv, 60000, &printed, &printed, &status, &e), 0);
	assert_int_not_equal(status, 0);
	assert_int_equal(fs_remove_tree(AT_FDCWD, dir, &e), 0);
	assert_parsed(printed.data, "E lru.c:4:9 'missing' undeclared (first use in this function)\n"
				    "E the function 'lRUCachePut' is missing\n"
				    "E 'g' is 'x'\n"
				    "W lru.c:1:12 'unused' defined but not used [-Wunused-variable]\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diagnostics__reads_gcc),
		cmocka_unit_test(diagnostics__reads_clang),
		cmocka_unit_test(diagnostics__puts_errors_first_and_notes_behind_what_they_explain),
		cmocka_unit_test(diagnostics__names_the_option),
		cmocka_unit_test(diagnostics__knows_names_with_blanks_colons_and_numbers),
		cmocka_unit_test(diagnostics__gives_no_place_in_files_that_are_not_the_candidates),
		cmocka_unit_test(diagnostics__leaves_out_what_has_no_known_form),
		cmocka_unit_test(diagnostics__reads_words_of_the_programs_themselves),
		cmocka_unit_test(diagnostics__bounds_line_numbers),
		cmocka_unit_test(diagnostics__reads_the_assembler),
		cmocka_unit_test(diagnostics__turns_linker_messages_into_errors),
		cmocka_unit_test(diagnostics__says_which_function_is_missing),
		cmocka_unit_test(diagnostics__says_which_type_is_missing),
		cmocka_unit_test(diagnostics__gives_the_message_of_a_failed_signature),
		cmocka_unit_test(diagnostics__keeps_the_compilers_words_when_no_others_explain_a_signature),
		cmocka_unit_test(diagnostics__keeps_warnings_in_signature_checks_to_itself),
		cmocka_unit_test(diagnostics__takes_paths_out_of_texts),
		cmocka_unit_test(diagnostics__makes_quotes_alike),
		cmocka_unit_test(diagnostics__escapes_what_could_steer_a_terminal),
		cmocka_unit_test(diagnostics__cuts_a_long_text_between_characters),
		cmocka_unit_test(diagnostics__folds_repetitions),
		cmocka_unit_test(diagnostics__keeps_errors_rather_than_warnings_when_there_are_too_many),
		cmocka_unit_test(diagnostics__says_when_its_memory_is_full),
		cmocka_unit_test(diagnostics__fits_the_memory_that_the_header_names),
		cmocka_unit_test(diagnostics__agrees_with_the_compiler_of_this_host),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
