/* What package_standard promises: every part of a package has a place there, or is told of. */
#include "judge/package/standard.h"
#include "sandbox/base/fs.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Every test is the same here: what matters is where it goes. */
static int read_test(void *arg, size_t i, struct buf *input, struct buf *answer, struct err *e)
{
	(void)arg;
	(void)i;
	(void)e;
	buf_puts(input, "1 2\n");
	buf_puts(answer, "3\n");
	return 0;
}

static void take_note(void *arg, const char *line)
{
	buf_printf(arg, "%s\n", line);
}

static int standard(const struct place *place, struct buf *notes, struct err *e)
{
	cleanup_problem struct problem *p = place_load(place);
	cleanup_free char *dir = fs_join(place->path, "made");
	const struct pack_standard how = { read_test, take_note, notes };

	buf_init(notes, 1 << 16);
	assert_int_equal(fs_mkdirs(dir, 0777, e), 0);
	return package_standard(p, dir, &how, e);
}

/* The file of what was made; NULL: there is none. */
static void assert_made(const struct place *place, const char *path, const char *text)
{
	cleanup_free char *made = fs_join(place->path, "made"), *file = fs_join(made, path);
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;

	buf_init(&b, 1 << 16);
	if (!text) {
		assert_int_equal(fs_read(AT_FDCWD, file, &b, &e), -ENOENT);
		return;
	}
	if (fs_read(AT_FDCWD, file, &b, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(b.data, text);
}

static void standard__gives_what_is_legacy_its_new_place(void **state)
{
	const struct place *place = *state;
	cleanup_buf struct buf notes;
	struct err e = ERR_INIT;

	place_put(place, "problem.yaml", "name: X\nvalidation: custom\n");
	place_put(place, "output_validators/v/v.c", "int main(void) { return 42; }\n");
	place_take(place, "problem_statement");
	place_take(place, "input_validators");
	place_put(place, "problem_statement/problem.tex", "X\n");
	place_put(place, "input_format_validators/w.py", "x\n");
	place_put(place, "include/c/a.h", "\n");
	place_put(place, "attachments/a.txt", "a\n");
	place_put(place, "graders/g.py", "x\n");
	place_put(place, "notes.txt", "x\n");
	assert_int_equal(standard(place, &notes, &e), 0);
	assert_made(place, "output_validator/v.c", "int main(void) { return 42; }\n");
	assert_made(place, "statement/problem.en.tex", "X\n");
	assert_made(place, "input_validators/w.py", "x\n");
	assert_made(place, "include/c/a.h", "\n");
	assert_made(place, "attachments/a.txt", "a\n");
	assert_made(place, "graders/g.py", NULL);
	assert_non_null(strstr(notes.data, "graders/: is no part of 2025-09, and left out\n"));
	assert_non_null(strstr(notes.data, "notes.txt: is no part of 2025-09, and left out\n"));
}

static void standard__of_the_default_validator_leaves_the_others_out(void **state)
{
	cleanup_buf struct buf notes;
	struct err e = ERR_INIT;

	place_put(*state, "problem.yaml", "name: X\n");
	place_put(*state, "output_validators/v/v.c", "int main(void) { return 42; }\n");
	assert_int_equal(standard(*state, &notes, &e), 0);
	assert_made(*state, "output_validator/v.c", NULL);
	assert_non_null(strstr(notes.data, "output_validators/: is not asked, and left out\n"));
}

static void standard__writes_no_file_twice(void **state)
{
	cleanup_buf struct buf notes;
	struct err e = ERR_INIT;

	place_put(*state, "problem_statement/problem.en.tex", "X\n");
	place_put(*state, "problem_statement/problem.tex", "Y\n");
	place_put(*state, "input_validators/w.py", "x\n");
	place_put(*state, "input_format_validators/w.py", "y\n");
	assert_int_equal(standard(*state, &notes, &e), 0);
	assert_made(*state, "statement/problem.en.tex", "X\n");
	assert_made(*state, "input_validators/w.py", "x\n");
	assert_non_null(
		strstr(notes.data, "problem_statement/problem.tex: problem.en.tex stands beside it; it is left out\n"));
	assert_non_null(strstr(notes.data, "input_format_validators/: is not asked, and left out\n"));
}

static void standard__keeps_what_is_of_that_version(void **state)
{
	cleanup_buf struct buf notes;
	struct err e = ERR_INIT;

	place_put(*state, "data/sample/hello.yaml", "hint: |\n  two\n  lines\nfull_feedback: true\n");
	place_put(*state, "input_visualizer/v.py", "x\n");
	assert_int_equal(standard(*state, &notes, &e), 0);
	assert_made(*state, "data/sample/hello.yaml", "hint: |\n  two\n  lines\nfull_feedback: true\n");
	assert_made(*state, "input_visualizer/v.py", "x\n");
}

static void standard__refuses_what_has_no_counterpart(void **state)
{
	cleanup_buf struct buf notes, more;
	struct err e = ERR_INIT;

	place_put(*state, "data/testdata.yaml", "grader_flags: accept_if_any_accepted\n");
	assert_int_equal(standard(*state, &notes, &e), -EINVAL);
	assert_string_equal(e.text,
			    "problem two_sum: it accepts what not all tests accept, which 2025-09 has no words for");
	place_take(*state, "data/testdata.yaml");
	place_put(*state, "problem.yaml", "name: X\ntype: scoring\ngrading: {objective: min}\n");
	assert_int_equal(standard(*state, &more, &e), -EINVAL);
	assert_string_equal(e.text,
			    "problem two_sum: data/: fewer points that are better, which 2025-09 has no words for");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(standard__gives_what_is_legacy_its_new_place, place_make_legacy,
						place_remove),
		cmocka_unit_test_setup_teardown(standard__of_the_default_validator_leaves_the_others_out,
						place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(standard__writes_no_file_twice, place_make_legacy, place_remove),
		cmocka_unit_test_setup_teardown(standard__keeps_what_is_of_that_version, place_make_theirs,
						place_remove),
		cmocka_unit_test_setup_teardown(standard__refuses_what_has_no_counterpart, place_make_legacy,
						place_remove),
	};

	return cmocka_run_group_tests_name("package_standard", tests, NULL, NULL);
}
