/* Whom an error is blamed on, and how a report is asked for. */
#include "judge/cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void cli__what_was_named_wrongly_is_the_users_affair(void **state)
{
	static const int codes[] = { -ENOENT, -EACCES,  -ENODATA, -EILSEQ, -EMSGSIZE, -E2BIG,       -EINVAL,
				     -EISDIR, -ENOTDIR, -EEXIST,  -ELOOP,  -EROFS,    -ENAMETOOLONG };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const struct err e = { .code = codes[i] };

		assert_int_equal(cli_blame(&e), CLI_USAGE);
	}
}

static void cli__what_the_machine_lacks_is_not(void **state)
{
	static const int codes[] = { -ENOMEM, -ENOSPC, -EDQUOT, -EFBIG, -EIO, -EMFILE, -ENFILE };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const struct err e = { .code = codes[i] };

		assert_int_equal(cli_blame(&e), CLI_FAULT);
	}
}

static void cli__exit_codes_are_the_promised_ones(void **state)
{
	(void)state;
	assert_int_equal(CLI_DONE, 0);
	assert_int_equal(CLI_REJECTED, 1);
	assert_int_equal(CLI_USAGE, 2);
	assert_int_equal(CLI_FAULT, 3);
}

static void cli__the_style_is_that_of_standard_output(void **state)
{
	struct cli cli = { .verbosity = 1, .out = { .colour = true, .unicode = true, .width = 77 } };
	struct report_style style = cli_style(&cli);

	(void)state;
	assert_int_equal(style.view, VIEW_OWNER);
	assert_true(style.colour);
	assert_true(style.unicode);
	assert_int_equal(style.width, 77);
	assert_int_equal(style.verbosity, 1);
	assert_false(style.big5);
	cli.option[OPTION_BIG5].count = 1;
	assert_true(cli_style(&cli).big5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cli__what_was_named_wrongly_is_the_users_affair),
		cmocka_unit_test(cli__what_the_machine_lacks_is_not),
		cmocka_unit_test(cli__exit_codes_are_the_promised_ones),
		cmocka_unit_test(cli__the_style_is_that_of_standard_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
