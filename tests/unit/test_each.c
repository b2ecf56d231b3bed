/* What sharing out promises: every number once, one worker each, and the earliest failure. */
#include "judge/author/each.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define N 200

static atomic_int seen[N];

static int count(struct judge *one, size_t i, void *arg, struct err *e)
{
	const size_t *fails_from = arg;

	if (one->n_workers != 1)
		return err_set(e, -EPERM, "%u workers", one->n_workers);
	atomic_fetch_add(&seen[i], 1);
	return fails_from && i >= *fails_from ? err_set(e, -EIO, "number %zu", i) : 0;
}

static int each_of(unsigned workers, size_t n, size_t *fails_from, struct err *e)
{
	struct judge j = { .n_workers = workers };

	for (size_t i = 0; i < N; i++)
		atomic_store(&seen[i], 0);
	return judge_each(&j, n, count, fails_from, e);
}

static void each__number_comes_once(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	for (unsigned workers = 1; workers <= JUDGE_WORKERS_MAX; workers++) {
		assert_int_equal(each_of(workers, N, NULL, &e), 0);
		for (size_t i = 0; i < N; i++)
			assert_int_equal(atomic_load(&seen[i]), 1);
	}
	assert_int_equal(each_of(2, 0, NULL, &e), 0);
	assert_int_equal(atomic_load(&seen[0]), 0);
}

static void each__failure_ends_it_and_the_lowest_is_told(void **state)
{
	size_t from = 20;

	(void)state;
	for (unsigned workers = 1; workers <= JUDGE_WORKERS_MAX; workers++) {
		struct err e = ERR_INIT;

		assert_int_equal(each_of(workers, N, &from, &e), -EIO);
		assert_string_equal(e.text, "number 20");
		assert_int_equal(atomic_load(&seen[N - 1]), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each__number_comes_once),
		cmocka_unit_test(each__failure_ends_it_and_the_lowest_is_told),
	};

	return cmocka_run_group_tests_name("each", tests, NULL, NULL);
}
