/*
 * Design: a heap sort in place on a copy, then for each value that differs from the one before a binary search for its
 * partner among the values behind it. The array of pairs doubles when it is full.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void sift_down(int64_t *v, size_t i, size_t n)
{
	int64_t moved = v[i];

	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && v[child + 1] > v[child])
			child++;
		if (v[child] <= moved)
			break;
		v[i] = v[child];
	}
	v[i] = moved;
}

static void sort(int64_t *v, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift_down(v, i, n);
	while (n-- > 1) {
		int64_t largest = v[0];

		v[0] = v[n];
		v[n] = largest;
		sift_down(v, 0, n);
	}
}

static bool contains(const int64_t *v, size_t n, int64_t value)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (v[middle] == value)
			return true;
		if (v[middle] < value)
			low = middle + 1;
		else
			n = middle;
	}
	return false;
}

struct result {
	struct pair *pairs;
	size_t n, room;
};

static bool add(struct result *r, int64_t a, int64_t b)
{
	if (r->n == r->room) {
		size_t room = r->room ? 2 * r->room : 16;
		struct pair *p = realloc(r->pairs, room * sizeof *p);

		if (!p)
			return false;
		r->pairs = p;
		r->room = room;
	}
	r->pairs[r->n++] = (struct pair){ a, b };
	return true;
}

int two_sum_pairs(const int64_t *values, size_t n, int64_t target, struct pair **pairs, size_t *count)
{
	struct result r = { NULL, 0, 0 };
	int64_t *v = malloc((n + 1) * sizeof *v);

	if (!v)
		return -ENOMEM;
	if (n)
		memcpy(v, values, n * sizeof *v);
	sort(v, n);
	for (size_t i = 0; i + 1 < n; i++) {
		int64_t partner;

		if (i && v[i] == v[i - 1])
			continue;
		if (__builtin_sub_overflow(target, v[i], &partner) || !contains(v + i + 1, n - i - 1, partner))
			continue;
		if (!add(&r, v[i], partner)) {
			free(r.pairs);
			free(v);
			return -ENOMEM;
		}
	}
	free(v);
	*pairs = r.pairs;
	*count = r.n;
	return 0;
}
