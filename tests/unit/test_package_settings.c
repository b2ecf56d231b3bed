/* What package_settings promises: what stands further down counts, and what is not honoured is refused. */
#include "judge/package/package.h"
#include "tests/support/package_fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct read {
	struct problem p;
	struct package pk;
	struct test_settings said;
};

static int settings(const struct place *place, enum problem_format format, const char *test, struct read *out,
		    struct err *e)
{
	*out = (struct read){ .pk.fd = -1, .p.format = format };
	arena_init(&out->p.memory, 1 << 20);
	assert_int_equal(package_open(place->dir, &out->p.memory, &out->pk, e), 0);
	return package_test_settings(&out->pk, test, &out->p, &out->said, e);
}

static void read_clear(struct read *r)
{
	package_close(&r->pk);
	arena_clear(&r->p.memory);
}

#define IN "data/secret/g/1.in"

static void settings__what_stands_further_down_counts(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put(*state, IN, "1\n");
	/* In data/ itself this version has none. */
	place_put(*state, "data/test_group.yaml", "args: [none]\n");
	place_put(*state, "data/secret/test_group.yaml", "args: [a, b]\noutput_validator_args: [case_sensitive]\n");
	place_put(*state, "data/secret/g/test_group.yaml", "args: [c]\ninput_validator_args: {v: [x, y], w: []}\n");
	place_put(*state, "data/secret/g/1.yaml", "full_feedback: true\ndescription: |\n  first\n  second\nhint: h\n");
	assert_int_equal(settings(*state, PROBLEM_2025_09, IN, &r, &e), 0);
	assert_string_equal(r.said.args, "c");
	assert_string_equal(r.said.validator_args, "case_sensitive");
	assert_string_equal(r.said.input_args_of[0].name, "v");
	assert_string_equal(r.said.input_args_of[0].args, "x y");
	assert_string_equal(r.said.input_args_of[1].args, "");
	assert_null(r.said.input_args_of[2].name);
	assert_string_equal(r.said.description, "first");
	assert_true(r.said.full_feedback);
}

static void settings__there_may_be_none(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put(*state, IN, "1\n");
	assert_int_equal(settings(*state, PROBLEM_2025_09, IN, &r, &e), 0);
	assert_null(r.said.args);
	assert_null(r.said.validator_args);
	assert_null(r.said.input_args);
	assert_null(r.said.description);
	assert_false(r.said.full_feedback);
}

static void settings__of_the_legacy_format_begin_in_data(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put(*state, "data/testdata.yaml", "input_validator_flags: a b\n");
	place_put(*state, "data/secret/g/testdata.yaml", "output_validator_flags: {name: v, flags: case_sensitive}\n");
	place_put(*state, "data/secret/g/1.desc", "\nfirst\nsecond\n");
	assert_int_equal(settings(*state, PROBLEM_LEGACY, IN, &r, &e), 0);
	assert_string_equal(r.said.input_args, "a b");
	assert_string_equal(r.said.validator_args, "case_sensitive");
	assert_string_equal(r.said.description, "first");
}

static void settings__of_one_validator_are_none_of_the_others(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put(*state, "data/secret/testdata.yaml", "input_validator_flags: {name: v, flags: a b}\n");
	assert_int_equal(settings(*state, PROBLEM_LEGACY, IN, &r, &e), 0);
	assert_null(r.said.input_args);
	assert_string_equal(r.said.input_args_of[0].name, "v");
	assert_string_equal(r.said.input_args_of[0].args, "a b");
	assert_null(r.said.input_args_of[1].name);
}

static void settings__that_are_wrong_are_refused(void **state)
{
#define GROUP "data/secret/test_group.yaml"
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "args: a b\n", GROUP ":1: args: is text, not a list" },
		{ "args: [a b]\n", GROUP ":1: args[0]: 'a b' is more than one argument" },
		{ "output_validator_args: [loud]\n", GROUP ":1: output_validator_args: 'loud' is no argument of the "
							   "default output validator" },
		{ "full_feedback: maybe\n", GROUP ":1: full_feedback: 'maybe' is not true or false" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		cleanup(read_clear) struct read r;
		struct err e = ERR_INIT;

		place_put(*state, GROUP, rows[i].text);
		assert_int_equal(settings(*state, PROBLEM_2025_09, IN, &r, &e), -EINVAL);
		assert_string_equal(e.text, rows[i].error);
	}
}

static void settings__that_nobody_knows_are_noted(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put(*state, GROUP, "arg: [a]\n");
	assert_int_equal(settings(*state, PROBLEM_2025_09, IN, &r, &e), 0);
	assert_true(has_note(&r.p, GROUP ":1: arg: unknown key; did you mean 'args'?"));
}

static void settings__have_a_bearable_size(void **state)
{
	cleanup(read_clear) struct read r;
	struct err e = ERR_INIT;

	place_put_huge(*state, GROUP, 64 * 1024 + 1);
	assert_int_equal(settings(*state, PROBLEM_2025_09, IN, &r, &e), -EINVAL);
	assert_string_equal(e.text, GROUP ": is larger than 65536 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(settings__what_stands_further_down_counts, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(settings__there_may_be_none, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(settings__of_the_legacy_format_begin_in_data, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(settings__of_one_validator_are_none_of_the_others, place_make_empty,
						place_remove),
		cmocka_unit_test_setup_teardown(settings__that_are_wrong_are_refused, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(settings__that_nobody_knows_are_noted, place_make_empty, place_remove),
		cmocka_unit_test_setup_teardown(settings__have_a_bearable_size, place_make_empty, place_remove),
	};

	return cmocka_run_group_tests_name("package_settings", tests, NULL, NULL);
}
