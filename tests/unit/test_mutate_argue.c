/* What arguments for equivalence promise: each finds the one mutant that it speaks of, and is refused otherwise. */
#include "judge/author/mutate_argue.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE                                                                 \
	"static int a(int n)\n{\n\tn +=  7;\n\tn++;\n\tn++;\n\treturn n;\n}\n" \
	"int b(int n)\n{\n\tn += 7;\n\treturn n < 3;\n}\n"

struct bench {
	struct arena memory;
	struct mutant *mutants;
	size_t n;
};

/* The mutants of one file under two names. */
static void open_bench(struct bench *b)
{
	static const char *const files[] = { "accepted/one.c", "accepted/two.c" };
	struct mutation *edits;
	struct err e = ERR_INIT;
	size_t n;

	arena_init(&b->memory, 1 << 24);
	assert_int_equal(mutate_source(SOURCE, strlen(SOURCE), &b->memory, &edits, &n, &e), 0);
	b->n = 2 * n;
	b->mutants = arena_array(&b->memory, b->n, sizeof(*b->mutants));
	for (size_t i = 0; i < b->n; i++)
		b->mutants[i] = (struct mutant){ .file = files[i / n], .edit = edits[i % n] };
}

static int argue(const struct place *p, struct bench *b, bool some, const char *text, struct err *e)
{
	const struct problem problem = { .dir = p->dir };

	open_bench(b);
	place_put(p, "README.md", "");
	if (text)
		place_put(p, ARGUMENTS_FILE, text);
	return mutants_argue(&problem, b->mutants, b->n, some, &b->memory, e);
}

static void assert_refused(const struct place *p, const char *text, const char *error)
{
	struct bench b;
	struct err e = ERR_INIT;

	assert_int_equal(argue(p, &b, false, text, &e), -EINVAL);
	assert_string_equal(e.text, error);
	arena_clear(&b.memory);
}

/* So many are argued for, and this is the place of the last. */
static void assert_argued(const struct place *p, bool some, const char *text, size_t n, const char *file, uint32_t line)
{
	struct bench b;
	struct err e = ERR_INIT;
	const struct mutant *last = NULL;
	size_t argued = 0;

	if (argue(p, &b, some, text, &e) < 0)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < b.n; i++)
		if (b.mutants[i].argument) {
			last = &b.mutants[i];
			argued++;
		}
	assert_int_equal(argued, n);
	if (last) {
		assert_string_equal(last->file, file);
		assert_int_equal(last->edit.line, line);
		assert_string_equal(last->argument->why, "it is so");
	}
	arena_clear(&b.memory);
}

#define ROW(file, rest) "equivalent:\n  - {file: accepted/" file ".c, why: it is so, " rest "}\n"

static void argument__finds_its_mutant_without_regard_to_blanks(void **state)
{
	assert_argued(*state, false, NULL, 0, NULL, 0);
	assert_argued(*state, false, ROW("two", "line: \"return n   < 3;\", becomes: \" return n <= 3;\""), 1,
		      "accepted/two.c", 11);
}

static void argument__may_speak_of_several(void **state)
{
	assert_argued(*state, false,
		      ROW("one", "line: \"return n < 3;\", becomes: [\"return n <= 3;\", \"return n < 2;\"]"), 2,
		      "accepted/one.c", 11);
}

static void argument__tells_equal_lines_apart(void **state)
{
	assert_argued(*state, false, ROW("one", "line: n += 7;, becomes: n += 8;, function: a"), 1, "accepted/one.c",
		      3);
	assert_argued(*state, false, ROW("one", "line: n += 7;, becomes: n += 8;, function: b"), 1, "accepted/one.c",
		      10);
	assert_argued(*state, false, ROW("one", "line: n++;, becomes: n--;, nth: 1"), 1, "accepted/one.c", 4);
	assert_argued(*state, false, ROW("one", "line: n++;, becomes: n--;, nth: 2"), 1, "accepted/one.c", 5);
}

static void argument__about_lines_is_about_all_that_they_become(void **state)
{
	assert_argued(*state, false, ROW("one", "line: return n < 3;"), 6, "accepted/one.c", 11);
	assert_argued(*state, false, ROW("two", "line: [return n < 3;, n += 7;], function: b"), 11, "accepted/two.c",
		      11);
	assert_refused(*state, ROW("one", "line: [return n < 3;, return n;], becomes: x"),
		       "mutants.yaml:2: equivalent[0].becomes: is said of several lines");
	assert_refused(*state, ROW("one", "line: [[a]]"), "mutants.yaml:2: equivalent[0].line[0]: is no line");
}

static void argument__that_fits_no_mutant_is_refused(void **state)
{
	static const char of_none[] = "mutants.yaml:2: equivalent[0].becomes: no mutant makes ";
	char error[200];

	snprintf(error, sizeof(error), "%s'n += 9;' of 'n += 7;'", of_none);
	assert_refused(*state, ROW("one", "line: n += 7;, becomes: n += 9;, function: a"), error);
	snprintf(error, sizeof(error), "mutants.yaml:2: equivalent[0].line: no mutant is made of 'n++;'");
	assert_refused(*state, ROW("one", "line: n++;, becomes: n--;, function: c"), error);
	assert_refused(*state, ROW("one", "line: n++;, becomes: n--;, nth: 3"), error);
	assert_refused(*state, ROW("three", "line: n++;, becomes: n--;, nth: 1"), error);
}

static void argument__that_fits_two_is_refused(void **state)
{
	assert_refused(*state, ROW("one", "line: n++;, becomes: n--;"),
		       "mutants.yaml:2: equivalent[0].line: 'n++;' is there 2 times: say which by 'function' or 'nth'");
}

static void argument__for_the_same_again_is_refused(void **state)
{
	assert_refused(*state, ROW("one", "line: return n < 3;, becomes: [return n <= 3;, return n <= 3;]"),
		       "mutants.yaml:2: equivalent[0].becomes[1]: 'return n <= 3;' is argued for in line 2 already");
}

static void argument__without_words_is_refused(void **state)
{
	struct bench b;
	struct err e = ERR_INIT;

	assert_int_equal(
		argue(*state, &b, false,
		      "equivalent:\n  - {file: accepted/one.c, line: n++;, becomes: n--;, nth: 1, why: \"\"}\n", &e),
		-EINVAL);
	assert_memory_equal(e.text, "mutants.yaml:2: ", 16);
	arena_clear(&b.memory);
	assert_refused(*state, "equivalent:\n  - {file: accepted/one.c, line: n++;, becomes: n--;}\n",
		       "mutants.yaml:2: equivalent[0]: 'why' is missing");
}

static void argument__of_another_file_than_those_tried_is_passed_over(void **state)
{
	assert_argued(*state, true, ROW("three", "line: n++;, becomes: n--;"), 0, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(argument__finds_its_mutant_without_regard_to_blanks, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(argument__may_speak_of_several, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(argument__tells_equal_lines_apart, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(argument__about_lines_is_about_all_that_they_become, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(argument__that_fits_no_mutant_is_refused, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(argument__that_fits_two_is_refused, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(argument__for_the_same_again_is_refused, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(argument__without_words_is_refused, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(argument__of_another_file_than_those_tried_is_passed_over,
						place_make_empty, place_remove),
	};

	return cmocka_run_group_tests_name("mutate_argue", tests, NULL, NULL);
}
