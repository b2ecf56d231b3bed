/* What judge_yaml promises: every slip is an error with its line. */
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void judge_yaml__damage_in_judge_yaml_is_named(void **state)
{
	static const struct damage damages[] = {
		{ "format: 1\n", "", "judge.yaml:1: 'format' is missing" },
		{ "format: 1", "format: 2", "judge.yaml:1: format: is 2; this judge reads format 1" },
		{ "section: Data structures\n", "", "judge.yaml:1: 'section' is missing" },
		{ "difficulty: easy", "difficulty: simple",
		  "judge.yaml:3: difficulty: 'simple' is none of: easy, medium, hard" },
		{ "difficulty: easy", "difficulty: easy\nminutes: 0",
		  "judge.yaml:4: minutes: '0' is not from 1 to 600" },
		{ "difficulty: easy", "difficulty: easy\nquestion: \"\"", "judge.yaml:4: question: is blank" },
		{ "hints:", "hint:", "judge.yaml:34: hint: unknown key; did you mean 'hints'?" },
		{ "hints: [\"mild\", \"strong\"]", "hints: [a, \"\"]", "judge.yaml:34: hints[1]: is blank" },
		{ "hints: [\"mild\", \"strong\"]", "hints: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]",
		  "judge.yaml:34: hints: has 17 entries, more than 16" },
		{ "hints: [\"mild\", \"strong\"]", "hints: {a: 1}", "judge.yaml:34: hints: is a map, not a list" },
		{ "driver: driver.c", "driver: other.c", "judge.yaml:4: driver: include/other.c is not there" },
		{ "driver: driver.c", "driver: ../driver.c",
		  "judge.yaml:4: driver: '../driver.c' is no name of a .c file in include/" },
		{ "driver: driver.c", "driver: two_sum.h",
		  "judge.yaml:4: driver: 'two_sum.h' is no name of a .c file in include/" },
		{ "driver: driver.c\n", "", "judge.yaml:5: signature: there is no 'driver' that calls them" },
		{ "prelude: two_sum.h", "prelude: three.h", "judge.yaml:5: prelude: include/three.h is not there" },
		{ "  - {name: twoSum, type: \"int (const int *, int)\"}\n", "  []\n",
		  "judge.yaml:1: has a 'driver' but no 'signature'" },
		{ "name: twoSum", "name: 2sum", "judge.yaml:7: signature[0]: '2sum' is no name in C" },
		{ "name: twoSum", "name: \"a;b\"", "judge.yaml:7: signature[0]: 'a;b' is no name in C" },
		{ "int (const int *, int)", "int); int x = (1",
		  "judge.yaml:7: signature[0]: 'int); int x = (1' is no type in C" },
		{ "int (const int *, int)", "int (", "judge.yaml:7: signature[0]: 'int (' is no type in C" },
		{ "int (const int *, int)", "int )(", "judge.yaml:7: signature[0]: 'int )(' is no type in C" },
		{ "int (const int *, int)", "int, int", "judge.yaml:7: signature[0]: 'int, int' is no type in C" },
		{ "int (const int *, int)", "int /* x", "judge.yaml:7: signature[0]: 'int /* x' is no type in C" },
		{ "model:", "  - {name: twoSum, type: int}\nmodel:",
		  "judge.yaml:8: signature[1]: 'twoSum' has a signature already" },
		{ "model: accepted/good.c", "model: accepted/none.c",
		  "judge.yaml:8: model: 'accepted/none.c' is no reference with the verdict AC" },
		{ "model: accepted/good.c", "model: wrong_answer/bad.c",
		  "judge.yaml:8: model: 'wrong_answer/bad.c' is no reference with the verdict AC" },
		{ "{time: \"O(n)\", space: \"O(1)\"}", "{tim: x}",
		  "judge.yaml:9: complexity.tim: unknown key; did you mean 'time'?" },
		{ "complexity:", "soundness: {leaks: free}\ncomplexity:",
		  "judge.yaml:9: soundness.leaks: 'free' is none of: reject, show" },
		{ "complexity:", "soundness: {leak: show}\ncomplexity:",
		  "judge.yaml:9: soundness.leak: unknown key; did you mean 'leaks'?" },
		{ "stack: 4", "stack: 65", "judge.yaml:10: limits.stack: is more than the memory limit" },
		{ "open_files: 8", "open_files: 3", "judge.yaml:10: limits.open_files: '3' is not from 4 to 256" },
		{ "processes: 2", "threads: 2", "judge.yaml:10: limits.threads: unknown key" },
		{ "checker: case_sensitive", "checker: case_insensitive",
		  "judge.yaml:11: checker: 'case_insensitive' is no argument of the default output validator" },
		{ "checker: case_sensitive", "checker: float_tolerance",
		  "judge.yaml:11: checker: 'float_tolerance' needs a number behind it" },
		{ "forbid: call", "forbid: calls",
		  "judge.yaml:13: rules[0].forbid: 'calls' is none of: identifier, call, include, pattern, symbol" },
		{ "forbid: call", "forbid: call, require: call",
		  "judge.yaml:13: rules[0]: needs either 'forbid' or 'require'" },
		{ "forbid: call, ", "", "judge.yaml:13: rules[0]: needs either 'forbid' or 'require'" },
		{ "{require: include, what: stdio.h}", "{require: include}",
		  "judge.yaml:14: rules[1]: 'what' is missing" },
		{ "generate: \"random {n}\"", "generate: \"random\"",
		  "judge.yaml:33: families[0]: 'generate' has no {n}" },
		{ ", time: \"n\", space: \"1\"", "", "judge.yaml:33: families[0]: has neither 'time' nor 'space'" },
		{ "time: \"n\", space", "time: \"n log\", space",
		  "judge.yaml:33: families[0].time: 'n log', byte 6: no size has this name" },
		{ "time: \"n\", space", "time: \"k n\", space",
		  "judge.yaml:33: families[0].time: 'k n', byte 1: no size has this name" },
		{ "space: \"1\"}", "space: \"1\", space_best: \"n +\"}",
		  "judge.yaml:33: families[0].space_best: 'n +', byte 4: no size has this name" },
		{ "time: \"n\", space", "time_best: \"1\", space",
		  "judge.yaml:33: families[0].time_best: there is no 'time'" },
		{ "time: \"n\", space", "time_ratio: 4, space",
		  "judge.yaml:33: families[0].time_ratio: there is no 'time'" },
		{ "space: \"1\"}", "space: \"1\", time_ratio: 0.5}",
		  "judge.yaml:33: families[0].time_ratio: '0.5' is not from 1 to 1000" },
		{ "space: \"1\"}", "space: \"1\", first: 100, last: 399}",
		  "judge.yaml:33: families[0]: from 100 to 399: 'last' is to be at least 4 times 'first'" },
		{ "space: \"1\"}", "space: \"1\", first: 0}",
		  "judge.yaml:33: families[0].first: '0' is not from 1 to 1073741824" },
		{ "space: \"1\"}", "space: \"1\", sizes: [{name: E, is: \"4 m\"}]}",
		  "judge.yaml:33: families[0].sizes[0].is: '4 m', byte 3: no size has this name" },
		{ "space: \"1\"}", "space: \"1\", sizes: [{name: n, is: \"n\"}]}",
		  "judge.yaml:33: families[0].sizes[0]: 'n' is no name for a size: letters, and none of n, log, sqrt" },
		{ "space: \"1\"}", "space: \"1\", sizes: [{name: E, is: n}, {name: E, is: n}]}",
		  "judge.yaml:33: families[0].sizes[1]: there is a size 'E' already" },
		{ "space: \"1\"}",
		  "space: \"1\", sizes: [{name: a, is: n}, {name: b, is: n}, {name: c, is: n}, "
		  "{name: d, is: n}]}",
		  "judge.yaml:33: families[0].sizes: has 4 entries, more than 3" },
		{ "hints:", "  - {name: grow, what: x, generate: \"{n}\", time: n}\nhints:",
		  "judge.yaml:34: families[1]: there is a family 'grow' already" },
	};

	ASSERT_EACH_DAMAGE(*state, "judge.yaml", damages);
}

int main(void)
{
#define OURS(name) cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
	const struct CMUnitTest tests[] = {
		OURS(judge_yaml__damage_in_judge_yaml_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
