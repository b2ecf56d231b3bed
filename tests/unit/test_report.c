/* What report promises: an id that nobody can guess, a time, no test chosen yet, and words for stages. */
#include "judge/report/report.h"
#include "sandbox/base/clock.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void report__begins_empty_with_an_id_and_a_time(void **state)
{
	const struct problem p = { .id = "p", .limits = { .memory_bytes = 77 } };
	const uint64_t before = clock_wall_us();
	cleanup_report struct report r;

	(void)state;
	report_init(&r, &p);
	assert_int_equal(strlen(r.id), 32);
	assert_int_equal(strspn(r.id, "0123456789abcdef"), 32);
	assert_true(r.judged_at_us >= before && r.judged_at_us <= clock_wall_us());
	assert_ptr_equal(r.problem, &p);
	assert_int_equal(r.limits.memory_bytes, 77);
	assert_int_equal(r.judgement.verdict, VERDICT_NONE);
	assert_int_equal(r.decided_by, STAGE_NONE);
	assert_true(r.first_failed == SIZE_MAX && r.slowest == SIZE_MAX && r.largest == SIZE_MAX);
	assert_non_null(arena_alloc(&r.memory, 1000));
}

static void report__ids_differ(void **state)
{
	char ids[100][REPORT_ID_MAX];

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		struct report r;

		report_init(&r, NULL);
		memcpy(ids[i], r.id, sizeof(r.id));
		report_clear(&r);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(ids[i], ids[k]);
	}
}

static void report__memory_has_a_ceiling(void **state)
{
	cleanup_report struct report r;

	(void)state;
	report_init(&r, NULL);
	assert_null(arena_alloc(&r.memory, REPORT_MEMORY_MAX + 1));
}

static void report__clear_can_be_called_twice(void **state)
{
	struct report r;

	(void)state;
	report_init(&r, NULL);
	assert_non_null(arena_alloc(&r.memory, 10));
	report_clear(&r);
	assert_null(r.memory.chunks);
	report_clear(&r);
}

static void report__stages_have_words(void **state)
{
	(void)state;
	assert_string_equal(stage_word(STAGE_RULES), "rules");
	assert_string_equal(stage_word(STAGE_COMPILE), "compile");
	assert_string_equal(stage_word(STAGE_TESTS), "tests");
	assert_string_equal(stage_word(STAGE_NONE), "-");
	assert_string_equal(stage_word(STAGE_COUNT), "-");
	assert_string_equal(stage_word((enum stage) - 1), "-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report__begins_empty_with_an_id_and_a_time),
		cmocka_unit_test(report__ids_differ),
		cmocka_unit_test(report__memory_has_a_ceiling),
		cmocka_unit_test(report__clear_can_be_called_twice),
		cmocka_unit_test(report__stages_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
