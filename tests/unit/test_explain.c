/* What is explained: real messages of both compilers get a sentence that fits, and what is not known gets none. */
#include "judge/report/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *of(enum diagnostic_level level, const char *text, const char *option)
{
	const struct diagnostic d = { .level = level, .text = text, .option = option };

	return explain_diagnostic(&d);
}

struct example {
	const char *text, *option;
	const char *word; /* in the sentence */
};

static void assert_explained(enum diagnostic_level level, const struct example *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *says = of(level, list[i].text, list[i].option);

		if (!says || !strstr(says, list[i].word))
			fail_msg("%s: %s", list[i].text, says ? says : "nothing");
		if (strlen(says) > 160 || says[strlen(says) - 1] != '.')
			fail_msg("no short sentence: %s", says);
	}
}

static void explain__knows_warnings_by_their_option(void **state)
{
	static const struct example examples[] = {
		{ "unused variable 'n'", "-Wunused-variable", "Nothing uses" },
		{ "format '%d' expects …", "-Wformat=", "%ld" },
		{ "format '%d' expects …", "-Wformat", "%ld" },
		{ "this statement may fall through", "-Wimplicit-fallthrough=", "break" },
		{ "'n' is used uninitialized", "-Wuninitialized", "before anything was stored" },
		{ "control reaches end of non-void function", "-Wreturn-type", "without a return" },
		{ "function returns address of local variable", "-Wreturn-local-addr", "gone" },
		{ "passing argument 1 of 'f' from …", "-Wincompatible-pointer-types", "another type" },
		{ "leak of 'p'", "-Wanalyzer-malloc-leak", "nobody frees" },
		{ "implicit declaration of function 'f'", "-Wimplicit-function-declaration", "include its header" },
		{ "call to undeclared function 'f'", "-Wimplicit-function-declaration", "include its header" },
		{ "variable 'n' is used uninitialized whenever …", "-Wsometimes-uninitialized", "some way" },
	};

	(void)state;
	assert_explained(DIAGNOSTIC_WARNING, examples, sizeof(examples) / sizeof(examples[0]));
}

static void explain__knows_errors_by_their_words(void **state)
{
	static const struct example examples[] = {
		{ "'n' undeclared (first use in this function)", NULL, "not known" },
		{ "use of undeclared identifier 'n'", NULL, "not known" },
		{ "unknown type name 'bool'", NULL, "typedef" },
		{ "unknown type name 'bool'; did you mean '_Bool'?", NULL, "typedef" },
		{ "must use 'struct' tag to refer to type 'node'", NULL, "struct" },
		{ "expected ';' before 'return'", NULL, "line above" },
		{ "expected ';' after expression", NULL, "line above" },
		{ "expected ')' before '{' token", NULL, "line above" },
		{ "expected declaration or statement at end of input", NULL, "}" },
		{ "expected identifier or '(' before '}' token", NULL, "brace" },
		{ "expected expression before ')' token", NULL, "operand" },
		{ "missing terminating \" character", NULL, "quote" },
		{ "stray '\\342' in program", NULL, "copied" },
		{ "conflicting types for 'f'; have 'int(void)'", NULL, "another type" },
		{ "redefinition of 'f'", NULL, "twice" },
		{ "multiple definition of 'f'", NULL, "twice" },
		{ "undefined reference to 'f'", NULL, "nowhere defined" },
		{ "too few arguments to function 'f'", NULL, "fewer" },
		{ "too few arguments to function call, expected 2, have 1", NULL, "fewer" },
		{ "'struct node' has no member named 'nxt'", NULL, "member" },
		{ "no member named 'nxt' in 'struct node'", NULL, "member" },
		{ "'p' is a pointer; did you mean to use '->'?", NULL, "->" },
		{ "request for member 'x' in something not a structure or union", NULL, "->" },
		{ "lvalue required as left operand of assignment", NULL, "==" },
		{ "assignment of read-only location '*s'", NULL, "const" },
		{ "assignment to expression with array type", NULL, "memcpy" },
		{ "invalid operands to binary + (have 'char *' and 'char *')", NULL, "operator" },
		{ "void value not ignored as it ought to be", NULL, "nothing" },
		{ "invalid use of incomplete typedef 'node'", NULL, "definition" },
		{ "dereferencing 'void *' pointer", NULL, "convert" },
		{ "initializer element is not constant", NULL, "constants" },
		{ "variable-sized object may not be initialized", NULL, "loop" },
		{ "break statement not within loop or switch", NULL, "loop" },
		{ "'else' without a previous 'if'", NULL, "if" },
		{ "stdioo.h: No such file or directory", NULL, "header" },
		{ "'stdioo.h' file not found", NULL, "header" },
		{ "the function 'solve' is missing", NULL, "exactly this name" },
		{ "called object 'n' is not a function or function pointer", NULL, "no function" },
		{ "duplicate case value", NULL, "Two cases" },
	};

	(void)state;
	assert_explained(DIAGNOSTIC_ERROR, examples, sizeof(examples) / sizeof(examples[0]));
}

/* A name in quotes is the candidate's choice. */
static void explain__does_not_look_into_quotes(void **state)
{
	(void)state;
	assert_null(of(DIAGNOSTIC_ERROR, "something about 'undeclared'", NULL));
	assert_null(of(DIAGNOSTIC_ERROR, "something about 'undeclared", NULL));
	assert_non_null(of(DIAGNOSTIC_ERROR, "'stray' undeclared here", NULL));
	assert_string_equal(of(DIAGNOSTIC_ERROR, "'stray' undeclared here", NULL),
			    of(DIAGNOSTIC_ERROR, "'x' undeclared here", NULL));
}

static void explain__says_nothing_of_what_it_does_not_know(void **state)
{
	char text[4096];

	(void)state;
	assert_null(of(DIAGNOSTIC_WARNING, "something new", "-Wof-next-year"));
	assert_null(of(DIAGNOSTIC_WARNING, "something new", "-Wformatting"));
	assert_null(of(DIAGNOSTIC_WARNING, "something new", "unused-variable"));
	assert_null(of(DIAGNOSTIC_WARNING, "", NULL));
	assert_null(of(DIAGNOSTIC_NOTE, "'n' undeclared", NULL));
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	assert_null(of(DIAGNOSTIC_ERROR, text, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explain__knows_warnings_by_their_option),
		cmocka_unit_test(explain__knows_errors_by_their_words),
		cmocka_unit_test(explain__does_not_look_into_quotes),
		cmocka_unit_test(explain__says_nothing_of_what_it_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
