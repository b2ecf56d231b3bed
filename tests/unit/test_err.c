/* What err promises: codes, texts, cutting, and that arguments may point into the error. */
#include "sandbox/base/err.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void err__set_stores_code_and_text(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, -ENOENT, "no %s in %d", "x", 7), -ENOENT);
	assert_int_equal(e.code, -ENOENT);
	assert_string_equal(e.text, "no x in 7");
}

static void err__a_code_that_is_no_error_becomes_einval(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	assert_int_equal(err_set(&e, 0, "zero"), -EINVAL);
	assert_int_equal(err_set(&e, ENOENT, "positive"), -EINVAL);
	assert_int_equal(e.code, -EINVAL);
	e = ERR_INIT;
	assert_int_equal(err_wrap(&e, "nothing was wrong"), -EINVAL);
}

static void err__errno_adds_the_words(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	errno = EACCES;
	assert_int_equal(err_errno(&e, "open %s", "a.c"), -EACCES);
	assert_string_equal(e.text, "open a.c: Permission denied");
}

static void err__errno_zero_becomes_eio(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	errno = 0;
	assert_int_equal(err_errno(&e, "read"), -EIO);
	assert_string_equal(e.text, "read: Input/output error");
}

static void err__an_unknown_errno_still_has_a_text(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	errno = 4000;
	assert_int_equal(err_errno(&e, "odd"), -4000);
	assert_string_equal(e.text, "odd: Unknown error");
}

static void err__wrap_puts_context_before_and_keeps_the_code(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_set(&e, -ENOSPC, "No space left");
	assert_int_equal(err_wrap(&e, "mount %s", "tmpfs"), -ENOSPC);
	assert_int_equal(err_wrap(&e, "open box"), -ENOSPC);
	assert_string_equal(e.text, "open box: mount tmpfs: No space left");
}

static void err__arguments_may_point_into_the_error(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_set(&e, -EIO, "inner");
	(void)err_set(&e, -EIO, "outer (%s)", e.text);
	assert_string_equal(e.text, "outer (inner)");
	(void)err_wrap(&e, "%s again", e.text);
	assert_string_equal(e.text, "outer (inner) again: outer (inner)");
}

static void err__a_long_text_is_cut_and_ended(void **state)
{
	char text[2 * ERR_TEXT_MAX];
	struct err e = ERR_INIT;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	(void)err_set(&e, -EIO, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	(void)err_wrap(&e, "front");
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	assert_memory_equal(e.text, "front: xxx", 10);
	(void)err_wrap(&e, "%s", text);
	assert_int_equal(strlen(e.text), ERR_TEXT_MAX - 1);
	assert_int_equal(e.code, -EIO);
}

/* Behind `before` bytes of ASCII the character does not fit whole; what is kept ends in front of it. */
static void check_cut(const char *character, size_t before)
{
	char text[ERR_TEXT_MAX + 8];
	struct err e = ERR_INIT;

	memset(text, 'x', before);
	memcpy(text + before, character, strlen(character) + 1);
	(void)err_set(&e, -EIO, "%s", text);
	assert_int_equal(strlen(e.text), before);
	e = ERR_INIT;
	(void)err_set(&e, -EIO, "%s", text + 7);
	(void)err_wrap(&e, "%s", "12345");
	assert_int_equal(strlen(e.text), before);
}

static void err__never_ends_in_half_a_character(void **state)
{
	struct err e = ERR_INIT;
	char whole[ERR_TEXT_MAX + 8];

	(void)state;
	check_cut("é", ERR_TEXT_MAX - 2);
	check_cut("€", ERR_TEXT_MAX - 2);
	check_cut("€", ERR_TEXT_MAX - 3);
	check_cut("😀", ERR_TEXT_MAX - 2);
	check_cut("😀", ERR_TEXT_MAX - 4);
	/* A character that just fits stays, whatever is cut behind it. */
	memset(whole, 'x', sizeof(whole));
	memcpy(whole + ERR_TEXT_MAX - 5, "😀yyy", 8);
	(void)err_set(&e, -EIO, "%s", whole);
	assert_string_equal(e.text + ERR_TEXT_MAX - 5, "😀");
}

static void err__clear_gives_the_initial_value(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)err_set(&e, -EIO, "x");
	err_clear(&e);
	assert_int_equal(e.code, 0);
	assert_string_equal(e.text, "");
}

static void err__goes_through_a_pipe_in_one_write(void **state)
{
	(void)state;
	assert_true(sizeof(struct err) <= PIPE_BUF);
	assert_int_equal(sizeof(struct err), 508);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err__set_stores_code_and_text),
		cmocka_unit_test(err__a_code_that_is_no_error_becomes_einval),
		cmocka_unit_test(err__errno_adds_the_words),
		cmocka_unit_test(err__errno_zero_becomes_eio),
		cmocka_unit_test(err__an_unknown_errno_still_has_a_text),
		cmocka_unit_test(err__wrap_puts_context_before_and_keeps_the_code),
		cmocka_unit_test(err__arguments_may_point_into_the_error),
		cmocka_unit_test(err__a_long_text_is_cut_and_ended),
		cmocka_unit_test(err__never_ends_in_half_a_character),
		cmocka_unit_test(err__clear_gives_the_initial_value),
		cmocka_unit_test(err__goes_through_a_pipe_in_one_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
