/* What a rule sees and what it does not, the order of the hits, and that no pattern runs away. */
#include "runners/runner.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct rule_hit hits[RULE_HITS_MAX];
static size_t n_hits;
static struct err error;

static int check(const struct rule *rules, size_t n_rules, const struct source *sources, size_t n_sources)
{
	err_clear(&error);
	return rules_check_source(rules, n_rules, sources, n_sources, hits, &n_hits, &error);
}

static int check_one(enum rule_kind kind, bool require, const char *what, const char *text)
{
	static struct rule rule;
	const struct source source = { "a.c", text, strlen(text) };

	rule = (struct rule){ kind, require, what, NULL };
	return check(&rule, 1, &source, 1);
}

/* The number of places at which a forbidden thing is found. */
static size_t count(enum rule_kind kind, const char *what, const char *text)
{
	assert_int_equal(check_one(kind, false, what, text), 0);
	return n_hits;
}

static void assert_hit(size_t i, size_t source, uint32_t line, uint32_t column, uint32_t length)
{
	assert_true(i < n_hits);
	assert_int_equal(hits[i].source, source);
	assert_int_equal(hits[i].line, line);
	assert_int_equal(hits[i].column, column);
	assert_int_equal(hits[i].length, length);
}

/* ---- identifiers and calls ---- */

static void rules_check_source__finds_an_identifier_and_marks_it(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "int x;\n\tgoto end;\n"), 1);
	assert_hit(0, 0, 2, 2, 4);
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "go\\\nto end;\n"), 1);
	assert_hit(0, 0, 1, 1, 3);
	assert_int_equal(count(RULE_IDENTIFIER, "café", "int caf\\u00e9;"), 1);
	assert_hit(0, 0, 1, 5, 9);
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "#define END goto end\n"), 1);
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "x = R\"(\" )\" goto end; \""), 1);
}

static void rules_check_source__sees_no_identifier_in_comments_strings_and_longer_names(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "/* goto */ \"goto\" 'goto' // goto\\\ngoto"), 0);
	assert_int_equal(count(RULE_IDENTIFIER, "goto", "gotos _goto Goto 0xgoto R\"(goto)\""), 0);
	assert_int_equal(count(RULE_IDENTIFIER, "a", "#include <a>\n"), 0);
	assert_int_equal(count(RULE_IDENTIFIER, "(", "f();"), 0);
}

static void rules_check_source__takes_for_a_call_what_has_a_parenthesis_behind_it(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_CALL, "qsort", "qsort(a, n, s, f); x = qsort /* */\n(a);"), 2);
	assert_hit(0, 0, 1, 1, 5);
	assert_hit(1, 0, 1, 24, 5);
	assert_int_equal(count(RULE_CALL, "qsort", "f = qsort; qsort[0]; \"qsort(\"; qsort"), 0);
	/* Two lines of which one is a directive are not one expression. */
	assert_int_equal(count(RULE_CALL, "qsort", "#define SORT qsort\n(x);"), 0);
	assert_int_equal(count(RULE_CALL, "qsort", "#define SORT qsort\\\n(x);"), 1);
}

/* ---- includes ---- */

static void rules_check_source__finds_an_include_however_it_is_written(void **state)
{
	static const char *const same[] = {
		"#include <unistd.h>",
		"#include \"unistd.h\"",
		" # /**/ include/**/<unistd.h>",
		"%:include <unistd.h>",
		"#include_next <unistd.h>",
		"#import <unistd.h>",
		"#inc\\\nlude <uni\\\nstd.h>",
		"#include <./unistd.h>",
		"#include <.//unistd.h>",
		"#include <sys/../unistd.h>",
		"#include \"/usr/include/unistd.h\"",
		"#include <../include/unistd.h>",
	};
	static const char *const others[] = {
		"#include <sys/unistd.h>", "#include <unistd.hh>",       "#include <xunistd.h>",
		"// #include <unistd.h>",  "\"#include <unistd.h>\"",    "x #include <unistd.h>",
		"#if <unistd.h>",          "#include <../unistd.h/a.h>", "#include <>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_int_equal(count(RULE_INCLUDE, "unistd.h", same[i]), 1);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(count(RULE_INCLUDE, "unistd.h", others[i]), 0);
	assert_int_equal(count(RULE_INCLUDE, "sys/time.h", "#include <a/../sys/b/../time.h>\n#include <time.h>"), 1);
	assert_hit(0, 0, 1, 10, 22);
}

static void rules_check_source__takes_an_include_of_a_macro_for_what_is_forbidden(void **state)
{
	static const char text[] = "#define H <unistd.h>\n#include H\n";

	(void)state;
	assert_int_equal(count(RULE_INCLUDE, "unistd.h", text), 1);
	assert_hit(0, 0, 2, 10, 1);
	assert_int_equal(check_one(RULE_INCLUDE, true, "unistd.h", text), 0);
	assert_int_equal(n_hits, 1);
	assert_hit(0, 0, 0, 0, 0);
	assert_int_equal(count(RULE_INCLUDE, "unistd.h", "#include\nH"), 0);
}

/* ---- patterns ---- */

static void rules_check_source__matches_patterns_against_the_blanked_source(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_PATTERN, "\\[\\s*\\d+\\s*\\]", "// [1]\nint a[ 10 ]; char *s = \"[3]\";"), 1);
	assert_hit(0, 0, 2, 6, 6);
	assert_int_equal(count(RULE_PATTERN, "^int", "int a;\n int b;\nint c;\r\nint d;"), 3);
	assert_hit(2, 0, 4, 1, 3);
	assert_int_equal(count(RULE_PATTERN, "goto$", "goto\r\n"), 1);
	assert_int_equal(count(RULE_PATTERN, "\\bgoto\\b", "go\\\nto"), 1);
	assert_hit(0, 0, 1, 1, 3);
	assert_int_equal(count(RULE_PATTERN, "#define.*goto", "#define A \\\n goto"), 1);
}

static void rules_check_source__marks_the_part_of_a_match_that_can_be_seen(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_PATTERN, ";\\s*goto", "x;\n  goto"), 1);
	assert_hit(0, 0, 1, 2, 1);
	assert_int_equal(count(RULE_PATTERN, "\\s+goto", "x;\n\n  goto"), 1);
	assert_hit(0, 0, 3, 3, 4);
	assert_int_equal(count(RULE_PATTERN, " +$", "x  \ny"), 1);
	assert_hit(0, 0, 1, 2, 2);
	assert_int_equal(count(RULE_PATTERN, "^(?=y)", "x\ny"), 1);
	assert_hit(0, 0, 2, 1, 0);
}

static void rules_check_source__goes_on_behind_an_empty_match(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_PATTERN, "b*", "abb"), 3);
	assert_int_equal(count(RULE_PATTERN, "$", ""), 1);
	assert_int_equal(count(RULE_PATTERN, "ab\\Kc|b", "abcb"), 2);
	assert_hit(0, 0, 1, 3, 1);
}

static void rules_check_source__matches_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	assert_int_equal(count(RULE_PATTERN, "a.b",
			       "a\xff"
			       "b"),
			 1);
	assert_int_equal(count(RULE_PATTERN, "é", "int é;"), 1);
	assert_hit(0, 0, 1, 5, 2);
}

static void rules_check_source__refuses_a_pattern_that_is_none(void **state)
{
	char long_one[1100];
	char deep[200];

	(void)state;
	memset(long_one, 'a', sizeof(long_one));
	long_one[1001] = 0;
	memset(deep, '(', sizeof(deep));
	for (size_t i = 0; i < 60; i++) {
		deep[i] = '(';
		deep[60 + i] = ')';
	}
	deep[120] = 0;

	n_hits = 77;
	assert_int_equal(check_one(RULE_PATTERN, false, "a(", "x"), -EINVAL);
	assert_non_null(strstr(error.text, "a("));
	assert_int_equal(check_one(RULE_PATTERN, false, long_one, "x"), -EINVAL);
	assert_int_equal(check_one(RULE_PATTERN, false, deep, "x"), -EINVAL);
	assert_int_equal(check_one(RULE_PATTERN, false, "(*UTF)a", "x"), -EINVAL);
	assert_int_equal(check_one(RULE_PATTERN, false, "(*UCP)a", "x"), -EINVAL);
	/* Whether it would be met does not matter. */
	assert_int_equal(check_one(RULE_PATTERN, true, "a(", ""), -EINVAL);
	assert_int_equal(n_hits, 77);

	long_one[1000] = 0;
	assert_int_equal(check_one(RULE_PATTERN, false, long_one, "x"), 0);
}

static void assert_stopped(const char *pattern, const char *text, const char *reason)
{
	n_hits = 77;
	assert_int_equal(check_one(RULE_PATTERN, false, pattern, text), -E2BIG);
	assert_int_equal(check_one(RULE_PATTERN, true, pattern, text), -E2BIG);
	assert_int_equal(error.code, -E2BIG);
	assert_non_null(strstr(error.text, reason));
	assert_non_null(strstr(error.text, "a.c"));
	assert_int_equal(n_hits, 77);
}

static void rules_check_source__stops_a_pattern_that_takes_too_many_steps(void **state)
{
	(void)state;
	/* Each byte doubles the steps; a million of them would be done in the time that there is. */
	assert_stopped("(a+)+[bc]", "aaaaaaaaaaaaaaaaaaaa", "match limit");
}

static void rules_check_source__stops_a_pattern_that_goes_too_deep(void **state)
{
	cleanup_free char *text = calloc(1, 50001);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 50000);
	assert_stopped("(?:a|b)*[cd]", text, "depth limit");
	assert_stopped("(?R)?a|(?R)b", text, "recursion");
}

static void rules_check_source__stops_a_pattern_that_takes_too_much_memory(void **state)
{
	cleanup_free char *text = calloc(1, 50001);
	char pattern[300] = "(?:";

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 50000);
	/* Each turn keeps all groups. */
	for (size_t i = 0; i < 100; i++)
		memcpy(pattern + 3 + 2 * i, "()", 2);
	memcpy(pattern + 203, "a|b)*[cd]", 10);
	assert_stopped(pattern, text, "heap limit");
}

/*
 * For each place "\s+" runs through all the blanks behind it, and PCRE2 takes that for one step. A long comment is
 * such a text, and the candidate's to write.
 */
static void rules_check_source__stops_a_pattern_that_takes_too_long(void **state)
{
	cleanup_free char *text = calloc(1, SOURCE_BYTES_MAX + 1);

	(void)state;
	assert_non_null(text);
	memset(text, ' ', SOURCE_BYTES_MAX);
	memcpy(text, "/*", 2);
	memcpy(text + SOURCE_BYTES_MAX - 2, "*/", 2);
	assert_stopped("\\s+[ab]", text, "too long");
}

/* ---- what is required ---- */

static void rules_check_source__reports_what_is_required_and_missing_once(void **state)
{
	static const struct rule rules[] = {
		{ RULE_IDENTIFIER, true, "alpha", NULL },       { RULE_CALL, true, "beta", NULL },
		{ RULE_INCLUDE, true, "gamma.h", NULL },        { RULE_PATTERN, true, "delta\\s*=", NULL },
		{ RULE_SYMBOL, true, "never looked at", NULL },
	};
	struct source sources[] = { { "a.c", "", 0 }, { "b.c", "", 0 } };
	static const char all[] = "#include <gamma.h>\nalpha; beta(); delta = 1;";

	(void)state;
	assert_int_equal(check(rules, 5, sources, 2), 0);
	assert_int_equal(n_hits, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_ptr_equal(hits[i].rule, &rules[i]);
		assert_hit(i, 0, 0, 0, 0);
	}
	/* One file that has it is enough. */
	sources[1].text = all;
	sources[1].len = sizeof(all) - 1;
	assert_int_equal(check(rules, 5, sources, 2), 0);
	assert_int_equal(n_hits, 0);
	assert_int_equal(check(rules, 5, sources, 0), 0);
	assert_int_equal(n_hits, 4);
	assert_int_equal(check(rules, 0, sources, 2), 0);
	assert_int_equal(n_hits, 0);
}

/* ---- the list of hits ---- */

static void rules_check_source__orders_hits_by_rule_then_file_then_place(void **state)
{
	static const struct rule rules[] = {
		{ RULE_PATTERN, false, "b+", NULL },
		{ RULE_IDENTIFIER, true, "missing", NULL },
		{ RULE_IDENTIFIER, false, "a", NULL },
	};
	static const struct source sources[] = { { "1.c", "a\nb a", 5 }, { "2.h", "bb b", 4 }, { "3.c", "a", 1 } };

	(void)state;
	assert_int_equal(check(rules, 3, sources, 3), 0);
	assert_int_equal(n_hits, 7);
	assert_hit(0, 0, 2, 1, 1);
	assert_hit(1, 1, 1, 1, 2);
	assert_hit(2, 1, 1, 4, 1);
	assert_ptr_equal(hits[3].rule, &rules[1]);
	assert_hit(4, 0, 1, 1, 1);
	assert_hit(5, 0, 2, 3, 1);
	assert_hit(6, 2, 1, 1, 1);
	assert_ptr_equal(hits[6].rule, &rules[2]);
}

static void rules_check_source__keeps_few_places_of_a_rule_in_a_file(void **state)
{
	static const struct rule rules[] = {
		{ RULE_IDENTIFIER, false, "a", NULL },
		{ RULE_PATTERN, false, "a", NULL },
		{ RULE_IDENTIFIER, false, "b", NULL },
	};
	static const struct source source = { "1.c", "a a a a a a a a b", 17 };

	(void)state;
	assert_int_equal(check(rules, 3, &source, 1), 0);
	assert_int_equal(n_hits, 9);
	assert_hit(3, 0, 1, 7, 1);
	assert_hit(7, 0, 1, 7, 1);
	assert_hit(8, 0, 1, 17, 1);
}

static void rules_check_source__keeps_the_first_hits_when_there_are_too_many(void **state)
{
	struct rule rules[20];
	struct source sources[20];

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		rules[i] = (struct rule){ RULE_IDENTIFIER, i % 2 == 1, i % 2 ? "missing" : "a", NULL };
		sources[i] = (struct source){ "1.c", "a", 1 };
	}
	assert_int_equal(check(rules, 20, sources, 20), 0);
	assert_int_equal(n_hits, RULE_HITS_MAX);
	for (size_t i = 0; i < 20; i++) {
		assert_ptr_equal(hits[i].rule, &rules[0]);
		assert_int_equal(hits[i].source, i);
	}
	assert_ptr_equal(hits[20].rule, &rules[1]);
	for (size_t i = 21; i < RULE_HITS_MAX; i++) {
		assert_ptr_equal(hits[i].rule, &rules[2]);
		assert_int_equal(hits[i].source, i - 21);
	}
}

static void rules_check_source__names_the_file_that_is_too_long(void **state)
{
	static const struct rule rule = { RULE_IDENTIFIER, false, "a", NULL };
	const size_t n = 2 * 1024 * 1024;
	char *text = calloc(1, n);
	const struct source source = { "long one.c", text, n };

	(void)state;
	assert_non_null(text);
	n_hits = 77;
	assert_int_equal(check(&rule, 1, &source, 1), -EMSGSIZE);
	assert_non_null(strstr(error.text, "long one.c"));
	assert_int_equal(n_hits, 77);
	free(text);
}

/* ---- objects ---- */

static void rules_check_object__looks_at_undefined_symbols_only(void **state)
{
	static const char *defined[] = { "qsort", "solve" };
	static const char *undefined[] = { "free", "malloc", "puts" };
	const struct object_facts facts = {
		.defined = defined,
		.n_defined = 2,
		.undefined = undefined,
		.n_undefined = 3,
	};
	static const struct rule rules[] = {
		{ RULE_SYMBOL, false, "malloc", NULL },   { RULE_SYMBOL, false, "qsort", NULL },
		{ RULE_SYMBOL, true, "puts", NULL },      { RULE_SYMBOL, true, "solve", NULL },
		{ RULE_IDENTIFIER, false, "free", NULL }, { RULE_SYMBOL, false, "fre", NULL },
	};

	(void)state;
	assert_int_equal(rules_check_object(rules, 6, &facts, hits, &n_hits, &error), 0);
	assert_int_equal(n_hits, 2);
	assert_ptr_equal(hits[0].rule, &rules[0]);
	assert_ptr_equal(hits[1].rule, &rules[3]);
	assert_hit(0, 0, 0, 0, 0);
}

static void rules_check_object__finds_nothing_in_an_object_without_symbols(void **state)
{
	const struct object_facts facts = { 0 };
	struct rule rules[40];

	(void)state;
	for (size_t i = 0; i < 40; i++)
		rules[i] = (struct rule){ RULE_SYMBOL, i >= 2, "puts", NULL };
	assert_int_equal(rules_check_object(rules, 2, &facts, hits, &n_hits, &error), 0);
	assert_int_equal(n_hits, 0);
	assert_int_equal(rules_check_object(rules, 40, &facts, hits, &n_hits, &error), 0);
	assert_int_equal(n_hits, RULE_HITS_MAX);
	assert_ptr_equal(hits[0].rule, &rules[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_check_source__finds_an_identifier_and_marks_it),
		cmocka_unit_test(rules_check_source__sees_no_identifier_in_comments_strings_and_longer_names),
		cmocka_unit_test(rules_check_source__takes_for_a_call_what_has_a_parenthesis_behind_it),
		cmocka_unit_test(rules_check_source__finds_an_include_however_it_is_written),
		cmocka_unit_test(rules_check_source__takes_an_include_of_a_macro_for_what_is_forbidden),
		cmocka_unit_test(rules_check_source__matches_patterns_against_the_blanked_source),
		cmocka_unit_test(rules_check_source__marks_the_part_of_a_match_that_can_be_seen),
		cmocka_unit_test(rules_check_source__goes_on_behind_an_empty_match),
		cmocka_unit_test(rules_check_source__matches_bytes_that_are_no_utf8),
		cmocka_unit_test(rules_check_source__refuses_a_pattern_that_is_none),
		cmocka_unit_test(rules_check_source__stops_a_pattern_that_takes_too_many_steps),
		cmocka_unit_test(rules_check_source__stops_a_pattern_that_goes_too_deep),
		cmocka_unit_test(rules_check_source__stops_a_pattern_that_takes_too_much_memory),
		cmocka_unit_test(rules_check_source__stops_a_pattern_that_takes_too_long),
		cmocka_unit_test(rules_check_source__reports_what_is_required_and_missing_once),
		cmocka_unit_test(rules_check_source__orders_hits_by_rule_then_file_then_place),
		cmocka_unit_test(rules_check_source__keeps_few_places_of_a_rule_in_a_file),
		cmocka_unit_test(rules_check_source__keeps_the_first_hits_when_there_are_too_many),
		cmocka_unit_test(rules_check_source__names_the_file_that_is_too_long),
		cmocka_unit_test(rules_check_object__looks_at_undefined_symbols_only),
		cmocka_unit_test(rules_check_object__finds_nothing_in_an_object_without_symbols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
