/* generate: `N SEED` prints N numbers. */
#include "generate.h"

int main(int argc, char **argv)
{
	struct arguments a = arguments_of(argc, argv);
	int64_t n = argument_number(&a, "N", 1, 1000);
	struct random r = random_seeded((uint64_t)argument_number(&a, "SEED", 0, INT64_MAX));
	int64_t *numbers = generate_alloc((size_t)n, sizeof(*numbers));

	for (int64_t i = 0; i < n; i++)
		numbers[i] = (int64_t)random_below(&r, 1000);
	printf("send\n");
	print_number(n);
	putchar('\n');
	print_numbers(numbers, (size_t)n);
	return generated(&a);
}
