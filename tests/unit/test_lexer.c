/*
 * What the lexer promises: gcc's reading of gnu17, places in the source, a blanked copy, and that any bytes end well.
 */
#include "runners/lexer.h"
#include "runners/runner.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct lexed read_bytes(const char *text, size_t len)
{
	struct lexed lx;
	struct err e = ERR_INIT;

	assert_int_equal(lexer_read(text, len, &lx, &e), 0);
	return lx;
}

static struct lexed read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

/*
 * The spellings with a blank between them; ahead of what is no identifier, number or punctuator a letter for its
 * kind.
 */
static void assert_tokens(const char *text, const char *expected)
{
	static const char *const marks[] = { "", "", "c:", "s:", "h:", "", "?:" };
	cleanup_lexed struct lexed lx = read_text(text);
	cleanup_buf struct buf b;

	buf_init(&b, 10000);
	for (size_t i = 0; i < lx.n_tokens; i++) {
		buf_puts(&b, i ? " " : "");
		buf_puts(&b, marks[lx.tokens[i].kind]);
		buf_append(&b, lx.tokens[i].text, lx.tokens[i].size);
	}
	assert_string_equal(b.data, expected);
}

static void assert_blanked(const char *text, const char *expected)
{
	cleanup_lexed struct lexed lx = read_text(text);

	assert_int_equal(lx.blanked_len, strlen(expected));
	assert_memory_equal(lx.blanked, expected, lx.blanked_len);
}

static void assert_place(const struct token *t, uint32_t offset, uint32_t length, uint32_t line, uint32_t column)
{
	assert_int_equal(t->offset, offset);
	assert_int_equal(t->length, length);
	assert_int_equal(t->line, line);
	assert_int_equal(t->column, column);
}

/* ---- tokens ---- */

static void lexer__cuts_the_longest_token_each_time(void **state)
{
	(void)state;
	assert_tokens("a+++b", "a ++ + b");
	assert_tokens("x<<=y>>=z->w...", "x <<= y >>= z -> w ...");
	assert_tokens("a..b", "a . . b");
	assert_tokens("a&&&b|||c", "a && & b || | c");
	assert_tokens("int f(void){return 0;}", "int f ( void ) { return 0 ; }");
	assert_tokens("", "");
}

static void lexer__takes_pp_numbers_whole(void **state)
{
	(void)state;
	assert_tokens("0x1e+gets(1)", "0x1e+gets ( 1 )");
	assert_tokens(".5p-3+1.e3f-a", ".5p-3 + 1.e3f - a");
	assert_tokens("1\\u00e9x+2", "1\\u00e9x + 2");
}

static void lexer__reads_digraphs_as_what_they_mean(void **state)
{
	(void)state;
	assert_tokens("a<:0:> <%%> %:%: %:", "a [ 0 ] { } ## #");
	assert_tokens("%:include <a.h>", "# include h:<a.h>");
	assert_tokens("a%b a%=b", "a % b a %= b");
}

static void lexer__leaves_trigraphs_alone(void **state)
{
	(void)state;
	assert_tokens("a?\?/\nb", "a ? ? / b");
}

static void lexer__joins_lines_in_the_middle_of_a_token(void **state)
{
	(void)state;
	assert_tokens("ge\\\nts", "gets");
	assert_tokens("ge\\\r\nts", "gets");
	assert_tokens("ge\\\rts", "gets");
	assert_tokens("ge\\ \t\nts", "gets");
	assert_tokens("ge\\\n\\\n\\\nts", "gets");
	assert_tokens("+\\\n+", "++");
	assert_tokens("a\\", "a");
	assert_tokens("a\\ b", "a ?:\\ b");
}

static void lexer__does_not_join_what_only_a_join_brought_together(void **state)
{
	(void)state;
	/* The second backslash is taken away with its line end; the first then stands before an empty line's end. */
	assert_tokens("a\\\\\n\nb", "a ?:\\ b");
}

static void lexer__leaves_comments_out(void **state)
{
	(void)state;
	assert_tokens("a/* gets */b// gets\nc", "a b c");
	assert_tokens("a/\\\n* gets *\\\n/b", "a b");
	assert_tokens("a/\\\n/ gets\nb", "a b");
	assert_tokens("a// gets\\\ngets\nb", "a b");
	assert_tokens("a// x\rb", "a b");
	assert_tokens("a/*/gets*/b", "a b");
	assert_tokens("a/* gets", "a");
	assert_tokens("a//", "a");
	assert_tokens("a/**/b", "a b");
}

static void lexer__sees_no_comment_in_a_string_and_no_string_in_a_comment(void **state)
{
	(void)state;
	assert_tokens("\"/*\"gets(x)\"*/\"", "s:\"/*\" gets ( x ) s:\"*/\"");
	assert_tokens("'\"'/*'*/\"'\"", "c:'\"' s:\"'\"");
	assert_tokens("// \" \n x // '\n y", "x y");
}

static void lexer__knows_escapes_and_prefixes(void **state)
{
	(void)state;
	assert_tokens("\"a\\\"b\"c", "s:\"a\\\"b\" c");
	assert_tokens("'\\''x", "c:'\\'' x");
	assert_tokens("\"\\\\\"x", "s:\"\\\\\" x");
	assert_tokens("L\"a\"u8\"b\"U'c'u'd'", "s:L\"a\" s:u8\"b\" c:U'c' c:u'd'");
	/* Before C23 there is no u8 character constant. */
	assert_tokens("u8'a'X\"b\"", "u8 c:'a' X s:\"b\"");
	assert_tokens("\"a\\\nb\"", "s:\"ab\"");
}

static void lexer__ends_a_string_without_its_quote_with_the_line(void **state)
{
	(void)state;
	assert_tokens("x \"abc /*\ny", "x ?:\"abc /* y");
	assert_tokens("don't // x\ny", "don ?:'t // x y");
	assert_tokens("\"abc\\", "?:\"abc");
	assert_tokens("'", "?:'");
	assert_tokens("\"\\\"\n", "?:\"\\\"");
	/* A backslash that a join has brought to the end of a line escapes nothing. */
	assert_tokens("\"a\\\\\n\nb", "?:\"a\\ b");
}

static void lexer__reads_raw_strings_as_gcc_does(void **state)
{
	(void)state;
	assert_tokens("R\"(\" gets(x); \")\" y", "s:R\"(\" gets(x); \")\" y");
	assert_tokens("R\"a()\" )a\" gets", "s:R\"a()\" )a\" gets");
	assert_tokens("u8R\"(\n)\" LR\"()\" XR\"(y)\"", "s:u8R\"(\n)\" s:LR\"()\" XR s:\"(y)\"");
	/* In it lines are not joined: this is no end yet. */
	assert_tokens("R\"x( )\\\nx\" gets )x\" y", "s:R\"x( )x\" gets )x\" y");
	assert_tokens("R\\\n\"(a)\" y", "s:R\"(a)\" y");
	assert_tokens("R\"(abc\nx", "?:R\"(abc\nx");
	/* A mark of more than 16 characters, or with a blank in it, is none. */
	assert_tokens("R\"1234567890123456(a\")1234567890123456\" x", "s:R\"1234567890123456(a\")1234567890123456\" x");
	assert_tokens("R\"12345678901234567(a\" x", "s:R\"12345678901234567(a\" x");
	assert_tokens("R\"a b(\" x", "s:R\"a b(\" x");
}

static void lexer__ends_a_raw_string_with_the_line_of_its_directive(void **state)
{
	(void)state;
	assert_tokens("#define A R\"(\nx\n)\"", "# define A ?:R\"( x ) ?:\"");
	assert_tokens("#define A /*\n*/ R\"(a)\" R\"(\nx", "# define A s:R\"(a)\" ?:R\"( x");
}

static void lexer__decodes_universal_names_and_utf8_in_identifiers(void **state)
{
	(void)state;
	assert_tokens("caf\\u00e9", "café");
	assert_tokens("caf\\U000000e9s+1", "cafés + 1");
	assert_tokens("café", "café");
	/* An error in C, but gcc goes on with the letter. */
	assert_tokens("\\u0067ets", "gets");
	assert_tokens("\\u003b", "?:\\ u003b");
	assert_tokens("\\u00e", "?:\\ u00e");
	assert_tokens("a\xc3\x97gets", "a ?:× gets");
	assert_tokens("a\xffgets", "a ?:\xff gets");
	assert_tokens("a$b @ ` c", "a$b ?:@ ?:` c");
}

static void lexer__takes_nul_and_a_byte_order_mark_for_blanks(void **state)
{
	static const char text[] = "\xef\xbb\xbf#a\0b\\\0\nc";
	cleanup_lexed struct lexed lx = read_bytes(text, sizeof(text) - 1);

	(void)state;
	assert_int_equal(lx.n_tokens, 3);
	assert_true(lx.tokens[0].directive);
	assert_place(&lx.tokens[0], 3, 1, 1, 4);
	assert_true(token_is(&lx.tokens[2], "bc"));
}

/* ---- directives ---- */

static void lexer__reads_header_names_behind_include_only(void **state)
{
	(void)state;
	assert_tokens("#include <a/b.h>\n<c.h>", "# include h:<a/b.h> < c . h >");
	assert_tokens("#include \"a\\\"\nx", "# include h:\"a\\\" x");
	assert_tokens("#include <a'b\"c/*d>\nx", "# include h:<a'b\"c/*d> x");
	assert_tokens(" # /* */ include_next /* */ <a> <b>", "# include_next h:<a> < b >");
	assert_tokens("#import <a>\n#if <a>", "# import h:<a> # if < a >");
	assert_tokens("#include <a\n>", "# include < a >");
	assert_tokens("#include \"a\nb\"", "# include ?:\"a b ?:\"");
	assert_tokens("x #include <a>", "x # include < a >");
	assert_tokens("# 1 include <a>", "# 1 include < a >");
	assert_tokens("#inc\\\nlude <a>", "# include h:<a>");
}

static void lexer__marks_directives_and_first_tokens(void **state)
{
	cleanup_lexed struct lexed lx = read_text("/* \n */ # define A /* \n */ B \\\n C\nD E # F");
	static const struct {
		const char *text;
		bool first, directive;
	} expected[] = {
		{ "#", true, true },   { "define", false, true }, { "A", false, true },
		{ "B", false, true },  { "C", false, true },      { "D", true, false },
		{ "E", false, false }, { "#", false, false },     { "F", false, false },
	};

	(void)state;
	assert_int_equal(lx.n_tokens, 9);
	for (size_t i = 0; i < lx.n_tokens; i++) {
		assert_true(token_is(&lx.tokens[i], expected[i].text));
		assert_int_equal(lx.tokens[i].first, expected[i].first);
		assert_int_equal(lx.tokens[i].directive, expected[i].directive);
	}
}

/* ---- places ---- */

static void lexer__gives_the_place_in_the_source(void **state)
{
	cleanup_lexed struct lexed lx = read_text("a\n\tge\\\nts (\r\n'x'\r\"é\" z");

	(void)state;
	assert_int_equal(lx.n_tokens, 6);
	assert_place(&lx.tokens[0], 0, 1, 1, 1);
	assert_place(&lx.tokens[1], 3, 6, 2, 2);
	assert_place(&lx.tokens[2], 10, 1, 3, 4);
	assert_place(&lx.tokens[3], 13, 3, 4, 1);
	assert_place(&lx.tokens[4], 17, 4, 5, 1);
	assert_place(&lx.tokens[5], 22, 1, 5, 6);
}

static void lexer__does_not_count_a_join_behind_a_token_as_part_of_it(void **state)
{
	cleanup_lexed struct lexed lx = read_text("a\\\n+\\\n\\\nb");

	(void)state;
	assert_int_equal(lx.n_tokens, 3);
	assert_place(&lx.tokens[0], 0, 1, 1, 1);
	assert_place(&lx.tokens[1], 3, 1, 2, 1);
	assert_place(&lx.tokens[2], 8, 1, 4, 1);
}

static void lexed_place__finds_each_byte_of_the_blanked_text(void **state)
{
	static const char text[] = "ab\\\ncd\nef\\\n\\\ng";
	cleanup_lexed struct lexed lx = read_text(text);
	static const uint32_t offsets[] = { 0, 1, 4, 5, 6, 7, 8, 13, 14 };
	static const uint32_t lines[] = { 1, 1, 2, 2, 2, 3, 3, 5, 5 };

	(void)state;
	assert_int_equal(lx.blanked_len, 8);
	for (size_t i = 0; i <= lx.blanked_len; i++) {
		const struct place p = lexed_place(&lx, i);

		assert_int_equal(p.offset, offsets[i]);
		assert_int_equal(p.line, lines[i]);
		if (i < lx.blanked_len)
			assert_int_equal(text[p.offset], lx.blanked[i]);
	}
}

static void lexed_clip__ends_with_the_line(void **state)
{
	cleanup_lexed struct lexed lx = read_text("abc\r\ndef\n\nx");

	(void)state;
	assert_int_equal(lexed_clip(&lx, 1, 1), 1);
	assert_int_equal(lexed_clip(&lx, 1, 100), 2);
	assert_int_equal(lexed_clip(&lx, 3, 5), 0);
	assert_int_equal(lexed_clip(&lx, 5, 5), 3);
	assert_int_equal(lexed_clip(&lx, 9, 1), 0);
	assert_int_equal(lexed_clip(&lx, 10, 7), 1);
	assert_int_equal(lexed_clip(&lx, 11, 7), 0);
}

/* ---- the blanked copy ---- */

static void lexer__blanks_comments_and_the_inside_of_strings(void **state)
{
	(void)state;
	assert_blanked("a /* x */ b // y\nc", "a         b     \nc");
	assert_blanked("/* a\r\nb */c", "    \r\n    c");
	assert_blanked("\"a\\\"b\" 'c' L\"é\"", "\"    \" ' ' L\"  \"");
	assert_blanked("\"abc\nx", "\"   \nx");
	assert_blanked("#include <a.h>\n#include \"b.h\"", "#include <a.h>\n#include \"b.h\"");
	assert_blanked("R\"x(a\nb)x\"", "R\"x( \n )x\"");
	assert_blanked("R\"x(a\nb", "R\"x( \n ");
}

static void lexer__joins_lines_in_the_blanked_copy(void **state)
{
	(void)state;
	assert_blanked("#define A \\\n  B\ngo\\\nto", "#define A   B\ngoto");
	assert_blanked("caf\\u00e9 \"\\\n\"", "caf\\u00e9 \"\"");
}

/* ---- limits ---- */

static void lexer__refuses_a_text_over_its_ceiling(void **state)
{
	struct lexed lx;
	struct err e = ERR_INIT;
	char *text = calloc(1, LEXER_BYTES_MAX + 1);

	(void)state;
	assert_non_null(text);
	assert_int_equal(lexer_read(text, LEXER_BYTES_MAX + 1, &lx, &e), -EMSGSIZE);
	assert_int_equal(e.code, -EMSGSIZE);
	assert_int_equal(lexer_read(text, LEXER_BYTES_MAX, &lx, &e), 0);
	assert_int_equal(lx.n_tokens, 0);
	lexed_clear(&lx);
	lexed_clear(&lx);
	free(text);
}

static void lexer__reads_nothing_from_no_text(void **state)
{
	cleanup_lexed struct lexed lx = read_bytes(NULL, 0);
	const struct place p = lexed_place(&lx, 0);

	(void)state;
	assert_int_equal(lx.n_tokens, 0);
	assert_int_equal(lx.blanked_len, 0);
	assert_int_equal(p.line, 1);
	assert_int_equal(p.column, 1);
}

/* Done in milliseconds each; what grows with the square of the length takes minutes, and the runner ends the test. */
static void lexer__is_linear_where_a_piece_is_repeated(void **state)
{
	static const char *const pieces[] = {
		"R\"(x)\"",
		"R\"(x)\"\\\n",
		"#define A R\"())))))))))))))))))))\n",
		"R\"a(",
		"R\"a b",
		")\"",
		"\\",
		"\\ ",
		"\\\n",
		"/*",
		"*/",
		"\"",
		"'",
		"#include <",
		"<",
		"a(",
		"(",
		"#define R\"(",
		"\r",
		"\\u00e9",
		"f(x);",
		"f()",
		")",
		"[",
		"{",
		"f(",
		"1e+",
		"%:",
		"//",
		". ",
		"é",
	};
	char *text = malloc(SOURCE_BYTES_MAX);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		const size_t n = strlen(pieces[i]);
		struct lexed lx;

		for (size_t at = 0; at < SOURCE_BYTES_MAX; at++)
			text[at] = pieces[i][at % n];
		/* On a directive's line too. */
		memcpy(text, "# ", 2);
		lx = read_bytes(text, SOURCE_BYTES_MAX);
		assert_false(lexer_defines_function(&lx, "f"));
		lexed_clear(&lx);
		text[0] = ' ';
		text[1] = ' ';
		lx = read_bytes(text, SOURCE_BYTES_MAX);
		assert_false(lexer_defines_function(&lx, "f"));
		lexed_clear(&lx);
	}
	free(text);
}

/* ---- questions ---- */

static bool defines(const char *text)
{
	cleanup_lexed struct lexed lx = read_text(text);

	return lexer_defines_function(&lx, "f");
}

static void lexer_defines_function__knows_a_definition_by_its_shape(void **state)
{
	(void)state;
	assert_true(defines("int f(void) { return 0; }"));
	assert_true(defines("struct s *f(int a, int (*g)(int))\n{\n}"));
	assert_true(defines("int x; int f() {}"));
	assert_true(defines("struct s { int a; }; struct s f(struct s a) {}"));
	assert_true(defines("int g(void) { if (1) { } } int f(void) {}"));
	assert_true(defines("int (f)(int a) {}"));
	assert_true(defines("int (*f(int a))(int) {}"));
	assert_true(defines("int (*(*f(int a))(int))[3] {}"));
	assert_true(defines("int f(a, b) int a; char *b; {}"));
	assert_true(defines("int f(int a) NOTHROW {}"));
	assert_true(defines("__attribute__((noinline)) int f(int a[static 3]) {}"));
	assert_true(defines("int f(int a) <% %>"));
	assert_true(defines("int f(int); int f(int a) {}"));
	assert_true(defines("int f(int) QUIET; int g(void) {} int f(int a) {}"));
	assert_true(defines("int a[sizeof((struct s){0})]; int f(void) {}"));
	assert_true(defines("int f(int a /* { */, int b) // ;\n{}"));
}

static void lexer_defines_function__is_not_taken_in_by_other_uses_of_the_name(void **state)
{
	(void)state;
	assert_false(defines(""));
	assert_false(defines("int f(void);"));
	assert_false(defines("int g(void) { return f(); }"));
	assert_false(defines("int g(void) { int f(void); { f(); } }"));
	assert_false(defines("#define f(x) {\nint g;"));
	assert_false(defines("int (*f)(int) = g; int h(void) {}"));
	assert_false(defines("int g(int f(int)) {}"));
	assert_false(defines("int f; int g(void) {}"));
	assert_false(defines("int f(int) QUIET; int g(void) {}"));
	assert_false(defines("int f(int) __attribute__((pure)); struct s { int a; };"));
	assert_false(defines("int f(int), g(int); struct s {};"));
	assert_false(defines("int x = f(1); int g(void) {}"));
	assert_false(defines("// int f(void) {}\n/* int f(void) {} */"));
	assert_false(defines("char *s = \"int f(void) {}\";"));
	assert_false(defines("int ff(void) {}"));
	assert_false(defines("typedef int f(int); int g(void) {}"));
	assert_false(defines("int f(void"));
	assert_false(defines("}}}) ] ) int f("));
}

static void lexer_defines_function__recovers_from_brackets_left_open(void **state)
{
	(void)state;
	assert_true(defines("#if A\nint g(int a,\n#else\nint g(\n#endif\nint b);\nint f(void) {}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lexer__cuts_the_longest_token_each_time),
		cmocka_unit_test(lexer__takes_pp_numbers_whole),
		cmocka_unit_test(lexer__reads_digraphs_as_what_they_mean),
		cmocka_unit_test(lexer__leaves_trigraphs_alone),
		cmocka_unit_test(lexer__joins_lines_in_the_middle_of_a_token),
		cmocka_unit_test(lexer__does_not_join_what_only_a_join_brought_together),
		cmocka_unit_test(lexer__leaves_comments_out),
		cmocka_unit_test(lexer__sees_no_comment_in_a_string_and_no_string_in_a_comment),
		cmocka_unit_test(lexer__knows_escapes_and_prefixes),
		cmocka_unit_test(lexer__ends_a_string_without_its_quote_with_the_line),
		cmocka_unit_test(lexer__reads_raw_strings_as_gcc_does),
		cmocka_unit_test(lexer__ends_a_raw_string_with_the_line_of_its_directive),
		cmocka_unit_test(lexer__decodes_universal_names_and_utf8_in_identifiers),
		cmocka_unit_test(lexer__takes_nul_and_a_byte_order_mark_for_blanks),
		cmocka_unit_test(lexer__reads_header_names_behind_include_only),
		cmocka_unit_test(lexer__marks_directives_and_first_tokens),
		cmocka_unit_test(lexer__gives_the_place_in_the_source),
		cmocka_unit_test(lexer__does_not_count_a_join_behind_a_token_as_part_of_it),
		cmocka_unit_test(lexed_place__finds_each_byte_of_the_blanked_text),
		cmocka_unit_test(lexed_clip__ends_with_the_line),
		cmocka_unit_test(lexer__blanks_comments_and_the_inside_of_strings),
		cmocka_unit_test(lexer__joins_lines_in_the_blanked_copy),
		cmocka_unit_test(lexer__refuses_a_text_over_its_ceiling),
		cmocka_unit_test(lexer__reads_nothing_from_no_text),
		cmocka_unit_test(lexer__is_linear_where_a_piece_is_repeated),
		cmocka_unit_test(lexer_defines_function__knows_a_definition_by_its_shape),
		cmocka_unit_test(lexer_defines_function__is_not_taken_in_by_other_uses_of_the_name),
		cmocka_unit_test(lexer_defines_function__recovers_from_brackets_left_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
