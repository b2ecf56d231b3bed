/*
 * generate: one input for its arguments: n, then n values.
 *
 *	random N KINDS SEED	each value one of KINDS
 *	runs N LENGTH SEED	runs of LENGTH equal values, the last one may be shorter
 */
#include "generate.h"

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	const char *shape = argument_word(&a, "random or runs");
	const bool runs = strcmp(shape, "runs") == 0;
	const int64_t n = argument_number(&a, "N", 0, 1 << 22);
	const int64_t much = argument_number(&a, "KINDS or LENGTH", 1, INT32_MAX);
	struct random r = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));
	int64_t *values = generate_alloc((size_t)n, sizeof(*values));
	int64_t value = 0;

	if (!runs && strcmp(shape, "random") != 0)
		bad_argument("random or runs", shape);
	for (int64_t i = 0; i < n; i++) {
		if (!runs)
			value = random_between(&r, 0, much - 1);
		else if (i % much == 0)
			value += random_between(&r, 1, 9);
		values[i] = value;
	}
	print_number(n);
	putchar('\n');
	if (n > 0)
		print_numbers(values, (size_t)n);
	return generated(&a);
}
