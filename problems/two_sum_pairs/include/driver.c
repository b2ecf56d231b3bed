/*
 * driver: plays one test of two_sum_pairs.
 *
 * An input is a list of calls: the two numbers n and target, then n values. Each call writes the number of pairs on a
 * line and each pair on a line of its own, or what else was returned.
 *
 * The array stands between two guards, and the driver looks whether it was left as it was. No value can be in two
 * pairs, so that n values make at most n / 2 of them: a larger count is refused before the pairs are read.
 */
#include "driver.h"

#include <stdlib.h>

#define GUARD    INT64_C(-7777777777777777)
#define NO_COUNT SIZE_MAX

struct pair {
	int64_t a;
	int64_t b;
};

static int (*two_sum_pairs)(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count);

const struct driver_function driver_functions[] = {
	{ "two_sum_pairs", (void **)&two_sum_pairs },
	{ NULL, NULL },
};

/* What *pairs points to before a call: whoever leaves it there has set nothing. */
static struct pair no_pairs;

static size_t read_size(void)
{
	int64_t v = driver_read_i64();

	if (v < 0)
		driver_bad_input("a size");
	return (size_t)v;
}

static uint64_t fingerprint(const int64_t *values, size_t n)
{
	uint64_t h = 1;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ (uint64_t)values[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h;
}

static void write_pairs(const struct pair *pairs, size_t count)
{
	driver_write_i64((int64_t)count);
	driver_write_char('\n');
	for (size_t i = 0; i < count; i++) {
		driver_write_i64(pairs[i].a);
		driver_write_char(' ');
		driver_write_i64(pairs[i].b);
		driver_write_char('\n');
	}
}

static void check_result(const struct pair *pairs, size_t count, size_t n)
{
	if (count == NO_COUNT)
		driver_complain("*count was not set");
	if (pairs == &no_pairs)
		driver_complain("*pairs was not set");
	if (count > n / 2)
		driver_complain("*count is larger than the number of pairs that n values can make");
	if (count && !pairs)
		driver_complain("*pairs is NULL although *count is not 0");
}

static void play_call(int64_t *guarded, size_t n, int64_t target)
{
	int64_t *values = guarded + 1;
	struct pair *pairs = &no_pairs;
	size_t count = NO_COUNT;
	uint64_t before;
	int r;

	guarded[0] = GUARD;
	for (size_t i = 0; i < n; i++)
		values[i] = driver_read_i64();
	values[n] = GUARD;
	before = fingerprint(guarded, n + 2);
	driver_fence(&guarded[0], sizeof *guarded);
	driver_fence(&values[n], sizeof *values);
	r = two_sum_pairs(n ? values : NULL, n, target, &pairs, &count);
	driver_unfence(&guarded[0], sizeof *guarded);
	driver_unfence(&values[n], sizeof *values);
	if (fingerprint(guarded, n + 2) != before)
		driver_complain("the input was changed");
	if (r != 0) {
		driver_write_str("returned ");
		driver_write_i64(r);
		driver_write_char('\n');
		return;
	}
	check_result(pairs, count, n);
	write_pairs(pairs, count);
	free(pairs);
}

void driver_run(void)
{
	int64_t *guarded = NULL;
	size_t room = 0;

	while (!driver_at_end()) {
		size_t n = read_size();
		int64_t target = driver_read_i64();

		if (n > room || !guarded) {
			room = n < 1000 ? 1000 : n;
			guarded = driver_alloc(room + 2, sizeof *guarded);
		}
		play_call(guarded, n, target);
	}
}
