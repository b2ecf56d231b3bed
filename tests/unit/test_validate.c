/*
 * What a validator promises: 0 and -EINVAL are its word about an input; that it is broken itself is never taken
 * for one.
 */
#include "judge/validate.h"
#include "sandbox/base/fs.h"
#include "tests/support/workshop.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Asks the validator of the package about this input. */
static int ask(struct workshop *w, const char *input, struct err *e)
{
	struct validator v;
	cleanup_fd int fd = -1;
	int r;

	err_clear(e);
	assert_int_equal(fs_memfd("input", input, strlen(input), &fd, e), 0);
	r = validator_open(w->judge, workshop_load(w), &v, e);
	if (!r)
		r = validator_check(&v, NULL, fd, e);
	validator_close(&v);
	return r;
}

static int ask_of(struct workshop *w, const char *source, struct err *e)
{
	workshop_put(w, "input_validators/validate.c", source);
	return ask(w, "1\n", e);
}

static void input__that_is_allowed_passes(void **state)
{
	struct err e = ERR_INIT;

	assert_int_equal(ask(*state, "1 2 3\n", &e), 0);
	assert_int_equal(ask(*state, "", &e), 0);
}

static void input__that_is_refused_is_named_in_one_line(void **state)
{
	struct err e = ERR_INIT;

	assert_int_equal(ask(*state, "1 2 5000\n", &e), -EINVAL);
	assert_string_equal(e.text, "number 3 is out of range");
	assert_int_equal(ask(*state, "1 x\n", &e), -EINVAL);
	assert_string_equal(e.text, "number 2 is none");
	assert_int_equal(ask_of(*state, "int main(void) { return 43; }\n", &e), -EINVAL);
	assert_string_equal(e.text, "no message");
}

static void input__is_read_anew_for_each_check(void **state)
{
	struct workshop *w = *state;
	struct validator v;
	cleanup_fd int fd = -1;
	struct err e = ERR_INIT;

	assert_int_equal(fs_memfd("input", "1\n2000\n", 7, &fd, &e), 0);
	assert_int_equal(validator_open(w->judge, w->problem, &v, &e), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(validator_check(&v, NULL, fd, &e), -EINVAL);
		assert_string_equal(e.text, "number 2 is out of range");
	}
	validator_close(&v);
}

/* Each of these would be taken for a yes or a no by somebody who looks at less than the end and the exit code. */
static void validator__that_is_broken_is_no_answer(void **state)
{
	static const struct {
		const char *source, *how;
	} broken[] = {
		{ "int main(void) { return 0; }\n", "exit 0" },
		{ "int main(void) { return 1; }\n", "exit 1" },
		{ "#include <stdlib.h>\nint main(void) { abort(); }\n", "SIGABRT" },
		{ "#include <signal.h>\nint main(void) { raise(SIGKILL); return 42; }\n", "SIGKILL" },
		{ "#include <unistd.h>\nint main(void) { fork(); return 42; }\n", "process limit: clone" },
		{ "int main(void) { for (;;) __builtin_printf(\"%4096d\", 0); }\n", "over " },
	};
	char words[100];
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		assert_int_equal(ask_of(*state, broken[i].source, &e), -EPROTO);
		snprintf(words, sizeof(words), "the input validator failed: %s", broken[i].how);
		if (strncmp(e.text, words, strlen(words)))
			fail_msg("%s, not %s", e.text, words);
	}
}

static void validator__that_does_not_compile_is_no_answer(void **state)
{
	struct err e = ERR_INIT;

	assert_int_equal(ask_of(*state, "int main(void) { return x; }\n", &e), -EPROTO);
	assert_non_null(strstr(e.text, "input validator of twice: validate.c:1: 'x' undeclared"));
}

static void problem__without_a_validator_allows_everything(void **state)
{
	struct err e = ERR_INIT;

	workshop_put(*state, "input_validators", NULL);
	assert_int_equal(ask(*state, "5000 x\n", &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(input__that_is_allowed_passes, workshop_reset),
		cmocka_unit_test_setup(input__that_is_refused_is_named_in_one_line, workshop_reset),
		cmocka_unit_test_setup(input__is_read_anew_for_each_check, workshop_reset),
		cmocka_unit_test_setup(validator__that_is_broken_is_no_answer, workshop_reset),
		cmocka_unit_test_setup(validator__that_does_not_compile_is_no_answer, workshop_reset),
		cmocka_unit_test_setup(problem__without_a_validator_allows_everything, workshop_reset),
	};

	return cmocka_run_group_tests_name("validate", tests, workshop_open, workshop_close);
}
