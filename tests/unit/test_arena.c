/* What arena promises: zeroed aligned blocks that do not overlap, a ceiling, and one release for all. */
#include "sandbox/base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A test asks for more memory than there is; AddressSanitizer is to answer NULL as malloc does. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void arena__blocks_are_zeroed_aligned_and_apart(void **state)
{
	cleanup_arena struct arena a;
	unsigned char *blocks[200];

	(void)state;
	arena_init(&a, 1 << 20);
	for (size_t i = 0; i < 200; i++) {
		blocks[i] = arena_alloc(&a, i);
		assert_non_null(blocks[i]);
		assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
		for (size_t j = 0; j < i; j++)
			assert_int_equal(blocks[i][j], 0);
		memset(blocks[i], (int)i, i);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_equal(blocks[i][j], i);
}

static void arena__a_block_larger_than_a_chunk_is_served(void **state)
{
	cleanup_arena struct arena a;
	char *small, *large;

	(void)state;
	arena_init(&a, 1 << 20);
	small = arena_strdup(&a, "small");
	large = arena_alloc(&a, 500000);
	assert_non_null(large);
	memset(large, 'x', 500000);
	assert_string_equal(small, "small");
	assert_non_null(arena_alloc(&a, 1));
}

static void arena__the_ceiling_bounds_the_sum(void **state)
{
	cleanup_arena struct arena a;

	(void)state;
	arena_init(&a, 64);
	assert_non_null(arena_alloc(&a, 33)); /* counts as 48 */
	assert_null(arena_alloc(&a, 17));
	assert_non_null(arena_alloc(&a, 16));
	assert_int_equal(a.used_bytes, 64);
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_alloc(&a, 0));
	assert_null(arena_strdup(&a, "x"));
	assert_null(arena_printf(&a, "%d", 1));
}

static void arena__a_million_empty_blocks_meet_the_ceiling(void **state)
{
	cleanup_arena struct arena a;
	size_t n = 0;

	(void)state;
	arena_init(&a, 4096);
	while (n < 1000000 && arena_alloc(&a, 0))
		n++;
	assert_int_equal(n, 4096 / _Alignof(max_align_t));
}

static void arena__sizes_that_wrap_are_refused(void **state)
{
	cleanup_arena struct arena a;

	(void)state;
	arena_init(&a, SIZE_MAX);
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX - 8));
	assert_null(arena_alloc(&a, SIZE_MAX / 2));
	assert_null(arena_array(&a, SIZE_MAX / 4, 8));
	assert_int_equal(a.used_bytes, 0);
	assert_non_null(arena_array(&a, 3, 8));
}

static void arena__copies_strings(void **state)
{
	cleanup_arena struct arena a;

	(void)state;
	arena_init(&a, 4096);
	assert_string_equal(arena_strdup(&a, "text"), "text");
	assert_null(arena_strdup(&a, NULL));
	assert_string_equal(arena_strndup(&a, "text", 2), "te");
	assert_string_equal(arena_strndup(&a, "text", 99), "text");
	assert_string_equal(arena_strndup(&a, "text", 0), "");
	assert_string_equal(arena_printf(&a, "%s-%d", "n", 5), "n-5");
}

static void arena__can_be_used_again_after_clear(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 32);
	assert_non_null(arena_alloc(&a, 32));
	assert_null(arena_alloc(&a, 1));
	arena_clear(&a);
	assert_int_equal(a.used_bytes, 0);
	assert_non_null(arena_alloc(&a, 32));
	arena_clear(&a);
	arena_clear(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena__blocks_are_zeroed_aligned_and_apart),
		cmocka_unit_test(arena__a_block_larger_than_a_chunk_is_served),
		cmocka_unit_test(arena__the_ceiling_bounds_the_sum),
		cmocka_unit_test(arena__a_million_empty_blocks_meet_the_ceiling),
		cmocka_unit_test(arena__sizes_that_wrap_are_refused),
		cmocka_unit_test(arena__copies_strings),
		cmocka_unit_test(arena__can_be_used_again_after_clear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
