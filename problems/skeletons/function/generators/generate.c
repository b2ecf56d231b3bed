/*
 * generate: one input for its arguments: n, then n values.
 *
 *	random N LARGEST SEED		any values from -LARGEST to LARGEST
 *	alternate N LARGEST SEED	values near LARGEST and near -LARGEST by turns
 */
#include "generate.h"

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *shape = argument_word(&a, "random or alternate");
	const bool alternate = strcmp(shape, "alternate") == 0;
	const int64_t n = argument_number(&a, "N", 0, 1 << 22);
	const int64_t largest = argument_number(&a, "LARGEST", 0, INT32_MAX);
	struct random r = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));

	if (!alternate && strcmp(shape, "random") != 0)
		bad_argument("random or alternate", shape);
	for (int64_t i = 0; i < n; i++) {
		if (alternate)
			values[i] = (i % 2 ? -1 : 1) * random_between(&r, largest - largest / 8, largest);
		else
			values[i] = random_between(&r, -largest, largest);
	}
	print_number(n);
	putchar('\n');
	if (n > 0)
		print_numbers(values, (size_t)n);
	return generated(&a);
}
