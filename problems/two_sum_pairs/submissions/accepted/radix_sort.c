/*
 * Design: a radix sort, eight passes of eight bits over keys whose sign bit is turned, and then a walk from both ends
 * on the unsigned keys. No comparison of two values is ever a subtraction. The pairs are counted first and their array
 * is exactly as long as it needs to be.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define SIGN (UINT64_C(1) << 63)

static void sort_by_byte(const uint64_t *from, uint64_t *to, size_t n, int shift)
{
	size_t start[257] = { 0 };

	for (size_t i = 0; i < n; i++)
		start[(from[i] >> shift & 255) + 1]++;
	for (int i = 0; i < 256; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < n; i++)
		to[start[from[i] >> shift & 255]++] = from[i];
}

/* Is the sum of the two values less than (-1), equal to (0), or greater than (1) the target? */
static int compare_sum(int64_t a, int64_t b, int64_t target)
{
	int64_t rest; /* target - a, which must be compared with b */

	if (__builtin_sub_overflow(target, a, &rest))
		return a < 0 ? -1 : 1; /* the rest is beyond all values */
	return (b > rest) - (b < rest);
}

static int64_t value_of(uint64_t key)
{
	return (int64_t)(key ^ SIGN);
}

static size_t walk(const uint64_t *keys, size_t n, int64_t target, struct pair *pairs)
{
	const uint64_t *low = keys, *high = keys + n - 1;
	size_t count = 0;

	while (low < high) {
		struct pair p = { value_of(*low), value_of(*high) };
		int c = compare_sum(p.a, p.b, target);

		if (c < 0) {
			low++;
		} else if (c > 0) {
			high--;
		} else {
			if (pairs)
				pairs[count] = p;
			count++;
			while (++low < high && value_of(*low) == p.a)
				;
		}
	}
	return count;
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	uint64_t *keys = malloc(2 * (n + 1) * sizeof *keys), *other;

	if (!keys)
		return -ENOMEM;
	other = keys + n + 1;
	for (size_t i = 0; i < n; i++)
		keys[i] = (uint64_t)values[i] ^ SIGN;
	for (int shift = 0; shift < 64; shift += 16) {
		sort_by_byte(keys, other, n, shift);
		sort_by_byte(other, keys, n, shift + 8);
	}
	*pairs = NULL;
	*count = n ? walk(keys, n, target, NULL) : 0;
	if (*count) {
		*pairs = malloc(*count * sizeof **pairs);
		if (!*pairs) {
			free(keys);
			return -ENOMEM;
		}
		walk(keys, n, target, *pairs);
	}
	free(keys);
	return 0;
}
