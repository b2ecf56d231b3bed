/* What skeleton promises: a new problem that loads, under the name that it was given, and is its own. */
#include "judge/package/transfer.h"
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

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static struct problem *make(const struct place *place, const char *kind, const char *id)
{
	cleanup_free char *dir = fs_join(place->path, id);
	struct problem *p = NULL;
	struct transferred done;
	struct err e = ERR_INIT;

	assert_int_equal(skeleton_install(kind, id, place->path, NULL, &done, &e), 0);
	assert_string_equal(done.id, id);
	assert_int_equal(problem_load(dir, &p, &e), 0);
	return p;
}

static void skeleton__makes_a_problem_of_each_kind(void **state)
{
	static const struct {
		const char *kind;
		bool function_style;
	} kinds[] = { { "function", true }, { "stdio", false }, { "interactive", false }, { "debugging", true } };
	const struct place *place = *state;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		cleanup_free char *id = NULL;
		cleanup_problem struct problem *p = NULL;

		assert_true(asprintf(&id, "my_%s", kinds[i].kind) > 0);
		p = make(place, kinds[i].kind, id);
		assert_int_equal(p->function_style, kinds[i].function_style);
		assert_int_equal(strncmp(p->name, "My ", 3), 0);
		assert_true(p->n_tests >= 32);
		assert_non_null(p->starter);
		assert_null(strstr(p->statement, "skeleton"));
		assert_non_null(strstr(p->statement, id));
		if (p->function_style)
			assert_string_equal(p->signatures[0].name, id);
	}
}

static void uuid_of(const struct problem *p, char uuid[37])
{
	cleanup_free char *path = fs_join(p->dir, "problem.yaml");
	cleanup_buf struct buf b;
	struct err e = ERR_INIT;
	const char *at;

	buf_init(&b, 4096);
	assert_int_equal(fs_read(AT_FDCWD, path, &b, &e), 0);
	at = strstr(b.data, "\nuuid: ");
	assert_non_null(at);
	memcpy(uuid, at + 7, 36);
	uuid[36] = 0;
	assert_int_equal(at[7 + 36], '\n');
}

static void skeleton__gives_each_problem_a_uuid(void **state)
{
	const struct place *place = *state;
	cleanup_problem struct problem *a = make(place, "stdio", "a"), *b = make(place, "stdio", "b");
	char first[37], second[37];

	uuid_of(a, first);
	uuid_of(b, second);
	assert_int_equal(first[14], '4');
	assert_string_not_equal(first, second);
}

static void skeleton__refuses_what_is_no_name(void **state)
{
	static const struct {
		const char *kind, *id, *error;
	} bad[] = {
		{ "function", "2sum", "\"2sum\" is to be the name of a function too, and cannot be one in C" },
		{ "function", "switch", "\"switch\" is to be the name of a function too, and cannot be one in C" },
		{ "debugging", "_x", "\"_x\" is to be the name of a function too, and cannot be one in C" },
		{ "stdio", "../x", "\"../x\" is no id: a-z, 0-9 and _ only, at most 63 of them" },
		{ "stdio", "", "\"\" is no id: a-z, 0-9 and _ only, at most 63 of them" },
		{ "odd", "x", "there are no problems of the kind 'odd'" },
	};
	const struct place *place = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct transferred done;
		struct err e = ERR_INIT;

		assert_int_equal(skeleton_install(bad[i].kind, bad[i].id, place->path, NULL, &done, &e), -EINVAL);
		assert_string_equal(e.text, bad[i].error);
	}
	problem_free(make(place, "stdio", "2sum"));
}

static void skeleton__writes_over_no_problem(void **state)
{
	const struct place *place = *state;
	struct transferred done;
	struct err e = ERR_INIT;

	problem_free(make(place, "stdio", "a"));
	assert_int_equal(skeleton_install("function", "a", place->path, NULL, &done, &e), -EEXIST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(skeleton__makes_a_problem_of_each_kind, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(skeleton__gives_each_problem_a_uuid, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(skeleton__refuses_what_is_no_name, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(skeleton__writes_over_no_problem, place_make_empty, place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
