/*
 * driver: plays one test of dependency_order.
 *
 * An input is a list of calls: a line with the numbers of courses and of prerequisites, then a line of two numbers for
 * each prerequisite. Each call writes how many courses were returned and which, on a line. Whether that is an order is
 * decided by the output validator.
 *
 * The driver looks whether what it handed over was left as it was: the pairs, the pointers to them, and their sizes.
 * Longer orders than there are courses, which could not be read safely, are refused here.
 */
#include "driver.h"

#include <limits.h>
#include <stdlib.h>

#define NOT_SET INT_MIN
#define MOST    (1 << 22)

static int *(*find_order)(int courses, int **prerequisites, int n, int *sizes, int *return_size);

const struct driver_function driver_functions[] = {
	{ "findOrder", (void **)&find_order },
	{ NULL, NULL },
};

struct call {
	int courses, n;
	int room;
	int (*pairs)[2];
	int **rows;
	int *sizes;
};

static int read_int(int64_t min, int64_t max, const char *what)
{
	int64_t v = driver_read_i64();

	if (v < min || v > max)
		driver_bad_input(what);
	return (int)v;
}

static void make_room(struct call *c)
{
	if (c->rows && c->n <= c->room)
		return;
	c->room = c->n < 1024 ? 1024 : c->n;
	c->pairs = driver_alloc((size_t)c->room, sizeof(*c->pairs));
	c->rows = driver_alloc((size_t)c->room, sizeof(*c->rows));
	c->sizes = driver_alloc((size_t)c->room, sizeof(*c->sizes));
}

static void read_call(struct call *c)
{
	c->courses = read_int(1, MOST, "a number of courses");
	c->n = read_int(0, MOST, "a number of prerequisites");
	make_room(c);
	for (int i = 0; i < c->n; i++) {
		c->pairs[i][0] = read_int(0, c->courses - 1, "a course");
		c->pairs[i][1] = read_int(0, c->courses - 1, "a course");
		c->rows[i] = c->pairs[i];
		c->sizes[i] = 2;
	}
}

static uint64_t mixed(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

/* The pairs are read where they were put: a row that was exchanged is a change whatever is in it. */
static uint64_t fingerprint(const struct call *c)
{
	uint64_t h = 1;

	for (int i = 0; i < c->n; i++) {
		h = mixed(h, (uint64_t)(unsigned)c->pairs[i][0] << 32 | (unsigned)c->pairs[i][1]);
		h = mixed(h, (uint64_t)(uintptr_t)c->rows[i] ^ (uint64_t)(unsigned)c->sizes[i] << 56);
	}
	return h;
}

static void check_size(const struct call *c, const int *order, int size)
{
	if (size == NOT_SET)
		driver_complain("*returnSize was not set");
	if (size < 0)
		driver_complain("*returnSize is negative");
	if (size > c->courses)
		driver_complain("*returnSize is larger than the number of courses");
	if (size && !order)
		driver_complain("findOrder returned NULL although *returnSize is not 0");
}

static void play_call(const struct call *c)
{
	const uint64_t before = fingerprint(c);
	int size = NOT_SET;
	int *order = find_order(c->courses, c->n ? c->rows : NULL, c->n, c->n ? c->sizes : NULL, &size);

	if (fingerprint(c) != before)
		driver_complain("the prerequisites were changed");
	check_size(c, order, size);
	driver_write_i64(size);
	for (int i = 0; i < size; i++) {
		driver_write_char(' ');
		driver_write_i64(order[i]);
	}
	driver_write_char('\n');
	free(order);
}

void driver_run(void)
{
	struct call c = { .room = 0 };

	while (!driver_at_end()) {
		read_call(&c);
		play_call(&c);
	}
}
