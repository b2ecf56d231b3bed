/*
 * driver: calls the kernel of one program of the corpus with n numbers.
 *
 * An input is "N SEED ORDER", and "idle" behind that where all is made ready and the kernel not called. Where the order
 * is one of text, the numbers are the bytes of a string of n letters. The call is a phase of its own: what is made here
 * costs nothing.
 */
#include "driver.h"

#include <limits.h>
#include <string.h>

static long (*kernel)(int *values, int n);

const struct driver_function driver_functions[] = {
	{ "kernel", (void **)&kernel },
	{ NULL, NULL },
};

static uint64_t state;

static uint32_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33);
}

static void order_random(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = (int)draw();
}

static void order_sorted(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = i;
}

static void order_reversed(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = n - 1 - i;
}

static void order_equal(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = 7;
}

/* 0 2 4 … 5 3 1: up and down again. */
static void order_pipe(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = i < n - 1 - i ? 2 * i : 2 * (n - 1 - i) + 1;
}

/* 0, n - 1, 1, n - 2, … */
static void order_zigzag(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = i % 2 ? n - 1 - i / 2 : i / 2;
}

static void order_few(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = (int)(draw() % 8);
}

/* 0 to n - 1, shuffled. */
static void order_permutation(int *v, int n)
{
	order_sorted(v, n);
	for (int i = n - 1; i > 0; i--) {
		int k = (int)(draw() % ((uint32_t)i + 1)), kept = v[i];

		v[i] = v[k];
		v[k] = kept;
	}
}

/* Keys that agree in their low bits. */
static void order_strides(int *v, int n)
{
	for (int i = 0; i < n; i++)
		v[i] = (int)((uint32_t)i % 32768 << 16);
}

static void order_text(int *v, int n)
{
	char *s = (char *)v;

	for (int i = 0; i < n; i++)
		s[i] = (char)('a' + draw() % 26);
	s[n] = 0;
}

static void order_same(int *v, int n)
{
	memset(v, 'a', (size_t)n);
	((char *)v)[n] = 0;
}

static const struct {
	const char *name;
	void (*fill)(int *v, int n);
} orders[] = {
	{ "random", order_random },     { "sorted", order_sorted },
	{ "reversed", order_reversed }, { "equal", order_equal },
	{ "pipe", order_pipe },         { "zigzag", order_zigzag },
	{ "few", order_few },           { "permutation", order_permutation },
	{ "strides", order_strides },   { "text", order_text },
	{ "same", order_same },
};

#define N_ORDERS (sizeof(orders) / sizeof(orders[0]))

static void call(int *values, int n)
{
	long result;

	driver_phase_begin("kernel");
	result = kernel(values, n);
	driver_phase_end();
	driver_write_i64(result);
	driver_write_char('\n');
}

void driver_run(void)
{
	int64_t n = driver_read_i64();
	size_t which = 0, len;
	const char *order;
	int *values;

	state = 0x9e3779b97f4a7c15 ^ (uint64_t)driver_read_i64();
	order = driver_read_token(&len);
	if (n < 1 || n > INT_MAX - 1)
		driver_bad_input("a size");
	while (which < N_ORDERS && (len != strlen(orders[which].name) || memcmp(order, orders[which].name, len) != 0))
		which++;
	if (which == N_ORDERS)
		driver_bad_input("an order");
	values = driver_alloc((size_t)n + 1, sizeof(*values));
	orders[which].fill(values, (int)n);
	if (driver_at_end())
		call(values, (int)n);
}
