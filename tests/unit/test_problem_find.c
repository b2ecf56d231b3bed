/* What problem_find promises: the right folder, sorted ids, and a guess for an id that is not there. */
#include "judge/package/package.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
	const char *name;
	const char *error;
};

/* Where a program at that path below the place looks; "@" in `expected` stands for the place, "!" begins an error. */
static void assert_beside(const struct place *place, const char *program, const char *expected)
{
	cleanup_free char *path = fs_join(place->path, program);
	cleanup_free char *dir = NULL;
	cleanup_buf struct buf wanted;
	struct err e = ERR_INIT;
	int r = problems_beside(path, &dir, &e);

	buf_init(&wanted, 1 << 16);
	for (const char *p = expected + (*expected == '!'); *p; p++)
		(void)(*p == '@' ? buf_puts(&wanted, place->path) : buf_putc(&wanted, *p));
	assert_int_equal(r, *expected == '!' ? -ENOENT : 0);
	assert_string_equal(r < 0 ? e.text : dir, wanted.data);
}

static void problem_find__looks_beside_the_program(void **state)
{
	const struct place *place = *state;

	place_put_beside(place, "tree/judge/package/problem.h", "");
	assert_beside(
		place, "tree/build/judge",
		"!no problems: there is no @/tree/problems and no @/tree/share/judge/problems; set JUDGE_PROBLEMS");
	place_put_beside(place, "tree/problems/x/problem.yaml", "");
	assert_beside(place, "tree/build/judge", "@/tree/problems");
	assert_beside(place, "tree/build/asan/tests/unit/test_x", "@/tree/problems");
	assert_beside(place, "tree/1/2/3/4/5/too_deep",
		      "!no problems: there is no @/tree/1/2/3/4/share/judge/problems; set JUDGE_PROBLEMS");

	place_put_beside(place, "usr/problems/not/ours", "");
	assert_beside(place, "usr/bin/judge",
		      "!no problems: there is no @/usr/share/judge/problems; set JUDGE_PROBLEMS");
	place_put_beside(place, "usr/share/judge/problems/x/problem.yaml", "");
	assert_beside(place, "usr/bin/judge", "@/usr/share/judge/problems");
}

static void problem_find__needs_no_environment(void **state)
{
	cleanup_free char *dir = NULL;
	struct err e = ERR_INIT;
	int r;

	(void)state;
	unsetenv("JUDGE_PROBLEMS");
	/* Where this program was built there may be problems or not; which is for the test above. */
	r = problems_dir(&dir, &e);
	if (r == 0)
		assert_true(fs_is_dir(dir));
	else
		assert_int_equal(strncmp(e.text, "no problems: ", strlen("no problems: ")), 0);
	free(dir);
	dir = NULL;
	setenv("JUDGE_PROBLEMS", "", 1);
	assert_int_equal(problems_dir(&dir, &e), r);
	unsetenv("JUDGE_PROBLEMS");
}

static void problem_find__is_opened_by_its_id(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *p = NULL;
	cleanup_free char *dir = NULL;
	struct err e = ERR_INIT;

	setenv("JUDGE_PROBLEMS", place->path, 1);
	assert_int_equal(problems_dir(&dir, &e), 0);
	assert_string_equal(dir, place->path);
	assert_int_equal(problem_open("two_sum", &p, &e), 0);
	assert_string_equal(p->id, "two_sum");
}

static void problem_find__an_unknown_id_suggests_the_nearest(void **state)
{
	static const struct pair unknown[] = {
		{ "two_sun", "there is no problem 'two_sun'; did you mean 'two_sum'?" },
		{ "two-sum", "there is no problem 'two-sum'; did you mean 'two_sum'?" },
		{ "TwoSum", "there is no problem 'TwoSum'; did you mean 'two_sum'?" },
		{ "TWO_SUM.c", "there is no problem 'TWO_SUM.c'; did you mean 'two_sum'?" },
		{ "../two_sum", "there is no problem '../two_sum'; did you mean 'two_sum'?" },
		{ "two_sum/", "there is no problem 'two_sum/'; did you mean 'two_sum'?" },
		{ "/etc", "there is no problem '/etc'; `judge list` shows those that there are" },
		{ "..", "there is no problem '..'; `judge list` shows those that there are" },
		{ "", "there is no problem ''; `judge list` shows those that there are" },
		{ "palindrome", "there is no problem 'palindrome'; `judge list` shows those that there are" },
	};
	const struct place *place = *state;
	struct problem *p = NULL;
	struct err e = ERR_INIT;

	setenv("JUDGE_PROBLEMS", place->path, 1);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		assert_int_equal(problem_open(unknown[i].name, &p, &e), -ENOENT);
		assert_string_equal(e.text, unknown[i].error);
	}
	assert_null(p);
}

static void problem_find__an_id_of_any_length_is_one_line(void **state)
{
	const struct place *place = *state;
	struct problem *p = NULL;
	struct err e = ERR_INIT;
	char id[5000];

	memset(id, 'x', sizeof(id) - 1);
	id[sizeof(id) - 1] = 0;
	setenv("JUDGE_PROBLEMS", place->path, 1);
	assert_int_equal(problem_open(id, &p, &e), -ENOENT);
	assert_true(strlen(e.text) < 200);
}

static void problem_find__a_damaged_package_is_not_unknown(void **state)
{
	const struct place *place = *state;
	struct problem *p = NULL;
	struct err e = ERR_INIT;

	setenv("JUDGE_PROBLEMS", place->path, 1);
	place_take(place, "problem.yaml");
	assert_int_equal(problem_open("two_sum", &p, &e), -EINVAL);
	assert_string_equal(e.text, "problem two_sum: problem.yaml is not there");
}

static void problem_find__the_list_is_sorted_and_has_packages_only(void **state)
{
	const struct place *place = *state;
	cleanup_free char **ids = NULL;
	struct err e = ERR_INIT;
	size_t n = 0;

	place_put_beside(place, "zeta/problem.yaml", "");
	place_put_beside(place, "alpha/problem.yaml", "");
	place_put_beside(place, "Bad-Name/problem.yaml", "");
	place_put_beside(place, "empty/README.md", "");
	place_put_beside(place, "FORMAT.md", "");
	assert_int_equal(problems_list(place->path, &ids, &n, &e), 0);
	assert_int_equal(n, 3);
	assert_string_equal(ids[0], "alpha");
	assert_string_equal(ids[1], "two_sum");
	assert_string_equal(ids[2], "zeta");
	assert_null(ids[3]);
	assert_int_equal(problems_list("/nonexistent", &ids, &n, &e), -ENOENT);
}

static void problem_find__the_folder_that_was_asked_for_or_none(void **state)
{
	const struct place *place = *state;
	cleanup_free char *none = fs_join(place->path, "none");
	struct problem *p = NULL;
	struct err e = ERR_INIT;
	char *dir = NULL;
	char expected[ERR_TEXT_MAX];

	setenv("JUDGE_PROBLEMS", none, 1);
	snprintf(expected, sizeof(expected), "JUDGE_PROBLEMS is '%s', and that is no directory", none);
	assert_int_equal(problems_dir(&dir, &e), -ENOENT);
	assert_string_equal(e.text, expected);
	assert_null(dir);
	assert_int_equal(problem_open("two_sum", &p, &e), -ENOENT);
	assert_string_equal(e.text, expected);
}

static void problem_find__a_folder_without_problems_says_so(void **state)
{
	const struct place *place = *state;
	struct problem *p = NULL;
	struct err e = ERR_INIT;
	char expected[ERR_TEXT_MAX];

	setenv("JUDGE_PROBLEMS", place->path, 1);
	snprintf(expected, sizeof(expected), "there is no problem 'two_sum', nor any other in %s", place->path);
	assert_int_equal(problem_open("two_sum", &p, &e), -ENOENT);
	assert_string_equal(e.text, expected);
}

int main(void)
{
#define OURS(name)  cmocka_unit_test_setup_teardown(name, place_make_ours, place_remove)
#define EMPTY(name) cmocka_unit_test_setup_teardown(name, place_make_empty, place_remove)
	const struct CMUnitTest tests[] = {
		EMPTY(problem_find__looks_beside_the_program),
		cmocka_unit_test(problem_find__needs_no_environment),
		OURS(problem_find__is_opened_by_its_id),
		OURS(problem_find__an_unknown_id_suggests_the_nearest),
		OURS(problem_find__an_id_of_any_length_is_one_line),
		OURS(problem_find__a_damaged_package_is_not_unknown),
		OURS(problem_find__the_list_is_sorted_and_has_packages_only),
		OURS(problem_find__the_folder_that_was_asked_for_or_none),
		EMPTY(problem_find__a_folder_without_problems_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
