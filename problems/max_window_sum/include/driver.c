/*
 * driver: plays one test of max_window_sum.
 *
 * An input is a list of calls: the two numbers n and k, then n values. Each call writes one line: the sum, EINVAL, or
 * what else was returned.
 *
 * The array stands between two guards that are larger than any value deserves, so that an index that is off by one
 * shows in the sum; and the driver looks whether the candidate kept its hands off what is not its own: the array, and
 * *sum when the call fails.
 */
#include "driver.h"

#include <errno.h>

#define GUARD     INT32_MAX
#define GUARDS    4                  /* on each side: a fence is of whole eights of bytes */
#define UNTOUCHED (INT64_MIN + 4711) /* no window has this sum */

static int (*max_window_sum)(const int32_t *values, size_t n, size_t k, int64_t *sum);

const struct driver_function driver_functions[] = {
	{ "max_window_sum", (void **)&max_window_sum },
	{ NULL, NULL },
};

static size_t read_size(void)
{
	int64_t v = driver_read_i64();

	if (v < 0)
		driver_bad_input("a size");
	return (size_t)v;
}

static int32_t read_value(void)
{
	int64_t v = driver_read_i64();

	if (v < INT32_MIN || v > INT32_MAX)
		driver_bad_input("a value of 32 bits");
	return (int32_t)v;
}

static uint64_t fingerprint(const int32_t *values, size_t n)
{
	uint64_t h = 1;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint32_t)values[i]) * UINT64_C(0x9e3779b97f4a7c15);
	return h;
}

static void write_result(int r, int64_t sum)
{
	if (r == 0) {
		driver_write_i64(sum);
	} else if (r == -EINVAL) {
		driver_write_str("EINVAL");
	} else {
		driver_write_str("returned ");
		driver_write_i64(r);
	}
	driver_write_char('\n');
}

static void play_call(int32_t *guarded, size_t n, size_t k)
{
	int32_t *values = guarded + GUARDS;
	int64_t sum = UNTOUCHED;
	uint64_t before;
	int r;

	for (size_t i = 0; i < GUARDS; i++)
		guarded[i] = values[n + i] = GUARD;
	for (size_t i = 0; i < n; i++)
		values[i] = read_value();
	before = fingerprint(guarded, n + 2 * GUARDS);
	driver_fence(guarded, GUARDS * sizeof *guarded);
	driver_fence(values + n, GUARDS * sizeof *values);
	r = max_window_sum(n ? values : NULL, n, k, &sum);
	driver_unfence(guarded, GUARDS * sizeof *guarded);
	driver_unfence(values + n, GUARDS * sizeof *values);
	if (fingerprint(guarded, n + 2 * GUARDS) != before)
		driver_complain("the input was changed");
	if (r != 0 && sum != UNTOUCHED)
		driver_complain("*sum was changed although the call failed");
	write_result(r, sum);
}

void driver_run(void)
{
	int32_t *guarded = NULL;
	size_t room = 0;

	while (!driver_at_end()) {
		size_t n = read_size();
		size_t k = read_size();

		if (n > room || !guarded) {
			room = n < 1000 ? 1000 : n;
			guarded = driver_alloc(room + 2 * GUARDS, sizeof *guarded);
		}
		play_call(guarded, n, k);
	}
}
