/* What buf promises: the ceiling, the final NUL, the sticky failure, and what is left when memory runs out. */
#include "sandbox/base/buf.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Some tests ask for more memory than there is; AddressSanitizer is to answer NULL as malloc does. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void buf__is_an_empty_string_before_the_first_append(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.data, "");
	assert_int_equal(b.len, 0);
	assert_int_equal(b.cap, 0);
	assert_int_equal(buf_append(&b, NULL, 0), 0);
	assert_int_equal(buf_puts(&b, ""), 0);
	assert_int_equal(b.cap, 0);
	buf_reset(&b);
	buf_clear(&b);
	assert_string_equal(b.data, "");
}

static void buf__appends_bytes_strings_and_formats(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(buf_puts(&b, "one"), 0);
	assert_int_equal(buf_putc(&b, ' '), 0);
	assert_int_equal(buf_append(&b, "a\0b", 3), 0);
	assert_int_equal(buf_printf(&b, " %d", 42), 0);
	assert_int_equal(b.len, 10);
	assert_memory_equal(b.data, "one a\0b 42", 11);
	assert_int_equal(b.failed, 0);
}

static void buf__holds_exactly_its_ceiling(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_puts(&b, "abcd"), 0);
	assert_int_equal(buf_printf(&b, "%s", ""), 0);
	assert_string_equal(b.data, "abcd");
	assert_int_equal(buf_putc(&b, 'e'), -EMSGSIZE);
	assert_string_equal(b.data, "abcd");
}

static void buf__keeps_the_prefix_that_fits(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_int_equal(buf_puts(&b, "abc"), 0);
	assert_int_equal(buf_puts(&b, "defg"), -EMSGSIZE);
	assert_string_equal(b.data, "abcde");
	assert_int_equal(b.len, 5);
}

static void buf__a_format_keeps_the_prefix_that_fits(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 5);
	assert_int_equal(buf_puts(&b, "ab"), 0);
	assert_int_equal(buf_printf(&b, "%d", 123456), -EMSGSIZE);
	assert_string_equal(b.data, "ab123");
	assert_int_equal(b.len, 5);
}

static void buf__a_ceiling_of_zero_takes_nothing(void **state)
{
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 0);
	assert_int_equal(buf_puts(&b, ""), 0);
	assert_int_equal(buf_puts(&b, "x"), -EMSGSIZE);
	assert_string_equal(b.data, "");
	buf_reset(&b);
	assert_int_equal(buf_printf(&b, "x"), -EMSGSIZE);
	assert_int_equal(b.cap, 0);
}

static void buf__the_first_failure_sticks(void **state)
{
	cleanup_buf struct buf b;
	size_t room = 77;

	(void)state;
	buf_init(&b, 3);
	assert_int_equal(buf_puts(&b, "abcd"), -EMSGSIZE);
	b.len = 1; /* room again, and still nothing may be added */
	assert_int_equal(buf_puts(&b, "x"), -EMSGSIZE);
	assert_int_equal(buf_putc(&b, 'x'), -EMSGSIZE);
	assert_int_equal(buf_printf(&b, "x"), -EMSGSIZE);
	assert_int_equal(buf_append(&b, "", 0), -EMSGSIZE);
	assert_int_equal(buf_reserve(&b, 1, &room), -EMSGSIZE);
	assert_int_equal(room, 77);
	assert_int_equal(b.len, 1);
}

static void buf__reset_and_clear_forget_the_failure(void **state)
{
	cleanup_buf struct buf b;
	char *before;

	(void)state;
	buf_init(&b, 3);
	(void)buf_puts(&b, "abcd");
	before = b.data;
	buf_reset(&b);
	assert_ptr_equal(b.data, before);
	assert_string_equal(b.data, "");
	assert_int_equal(b.failed, 0);
	assert_int_equal(buf_puts(&b, "xyz"), 0);
	(void)buf_puts(&b, "more");
	buf_clear(&b);
	assert_int_equal(b.failed, 0);
	assert_int_equal(b.max, 3);
	assert_int_equal(buf_puts(&b, "xyz"), 0);
}

static void buf__never_allocates_more_than_the_ceiling_and_a_nul(void **state)
{
	(void)state;
	for (size_t max = 0; max < 300; max++) {
		cleanup_buf struct buf b;

		buf_init(&b, max);
		for (size_t i = 0; i <= max; i++) {
			(void)buf_putc(&b, (char)('a' + i % 26));
			assert_true(b.cap <= max + 1);
			assert_int_equal(b.data[b.len], 0);
		}
		assert_int_equal(b.len, max);
		assert_int_equal(b.failed, -EMSGSIZE);
		for (size_t i = 0; i < max; i++)
			assert_int_equal(b.data[i], 'a' + i % 26);
	}
}

static void buf__reserve_is_cut_at_the_ceiling(void **state)
{
	cleanup_buf struct buf b;
	size_t room = 0;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(buf_reserve(&b, 4, &room), 0);
	assert_int_equal(room, 4);
	memcpy(b.data + b.len, "abcd", 4);
	buf_advance(&b, 4);
	assert_string_equal(b.data, "abcd");
	assert_int_equal(buf_reserve(&b, 100, &room), 0);
	assert_int_equal(room, 6);
	memcpy(b.data + b.len, "efghij", 6);
	buf_advance(&b, 6);
	assert_string_equal(b.data, "abcdefghij");
	assert_int_equal(buf_reserve(&b, 1, &room), 0);
	assert_int_equal(room, 0);
	assert_int_equal(b.failed, 0);
}

static void buf__reserving_nothing_allocates_nothing(void **state)
{
	struct buf b;
	size_t room = 77;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(buf_reserve(&b, 0, &room), 0);
	assert_int_equal(room, 0);
	buf_advance(&b, 0);
	assert_int_equal(b.cap, 0);
}

static void buf__out_of_memory_leaves_the_content(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;
	size_t room = 77;

	(void)state;
	buf_init(&b, SIZE_MAX);
	assert_int_equal(buf_puts(&b, "kept"), 0);
	assert_int_equal(buf_reserve(&b, SIZE_MAX, &room), -ENOMEM);
	assert_int_equal(room, 77);
	assert_string_equal(b.data, "kept");
	assert_int_equal(buf_puts(&b, "more"), -ENOMEM);
	assert_string_equal(b.data, "kept");
	assert_int_equal(buf_error(&b, "notes", &e), -ENOMEM);
	assert_string_equal(e.text, "notes: out of memory");
}

static void buf__the_error_names_what_and_how_much(void **state)
{
	struct err e = ERR_INIT;
	cleanup_buf struct buf b;

	(void)state;
	buf_init(&b, 3);
	assert_int_equal(buf_error(&b, "notes", &e), 0);
	assert_int_equal(e.code, 0);
	(void)buf_puts(&b, "abcd");
	assert_int_equal(buf_error(&b, "notes", &e), -EMSGSIZE);
	assert_string_equal(e.text, "notes: longer than 3 bytes");
}

static void buf__steal_hands_the_content_over(void **state)
{
	cleanup_buf struct buf b;
	char *taken;

	(void)state;
	buf_init(&b, 10);
	(void)buf_puts(&b, "mine");
	taken = buf_steal(&b);
	assert_string_equal(taken, "mine");
	free(taken);
	assert_string_equal(b.data, "");
	assert_int_equal(b.len, 0);
	taken = buf_steal(&b);
	assert_non_null(taken);
	assert_string_equal(taken, "");
	free(taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf__is_an_empty_string_before_the_first_append),
		cmocka_unit_test(buf__appends_bytes_strings_and_formats),
		cmocka_unit_test(buf__holds_exactly_its_ceiling),
		cmocka_unit_test(buf__keeps_the_prefix_that_fits),
		cmocka_unit_test(buf__a_format_keeps_the_prefix_that_fits),
		cmocka_unit_test(buf__a_ceiling_of_zero_takes_nothing),
		cmocka_unit_test(buf__the_first_failure_sticks),
		cmocka_unit_test(buf__reset_and_clear_forget_the_failure),
		cmocka_unit_test(buf__never_allocates_more_than_the_ceiling_and_a_nul),
		cmocka_unit_test(buf__reserve_is_cut_at_the_ceiling),
		cmocka_unit_test(buf__reserving_nothing_allocates_nothing),
		cmocka_unit_test(buf__out_of_memory_leaves_the_content),
		cmocka_unit_test(buf__the_error_names_what_and_how_much),
		cmocka_unit_test(buf__steal_hands_the_content_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
